// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way: the plugin's own client signs in through the token service at the service simulator, pairs and drives a
// toy; then through nginx and two instances, of which one is killed while it signs in again and again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNginx } from './nginx.mjs';
import { exampleConfiguration } from './nginx_example.mjs';
import { addKey, developerToken, startService, until } from './service.mjs';

const simulatorFolder = fileURLToPath(new URL('../service/', import.meta.url));
const clientProgram = process.env.PLUGIN_CLIENT;
if (!clientProgram || !existsSync(`${simulatorFolder}node_modules`))
	throw new Error('PLUGIN_CLIENT must name the client program, and the packages of tests/service be installed (npm ci)');

async function startSimulator(t) {
	const child = spawn(process.execPath, [`${simulatorFolder}main.mjs`, '--time-scale', '0.05', '--seed', '7', '--log', 'none',
		'--no-lan', '--developer-token', developerToken], { stdio: ['pipe', 'pipe', 'inherit'] });
	t.after(async () => {
		child.kill('SIGTERM');
		await once(child, 'exit');
	});
	const [line] = await once(createInterface(child.stdout), 'line');
	const simulator = JSON.parse(line);
	simulator.url = simulator.api_url;
	simulator.call = async (path, body) => {
		const answer = await fetch(simulator.control_url + path,
			body && { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
		assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
		return answer.json();
	};
	return simulator;
}

function startClient(t, simulator, port, key, uid) {
	const client = { lines: [], now: { state: '' } };
	const child = spawn(clientProgram, [simulator.api_url, simulator.platform, `http://127.0.0.1:${port}/token`, key, uid],
		{ stdio: ['pipe', 'pipe', 'inherit'] });
	const exited = once(child, 'exit');
	t.after(async () => {
		child.stdin.end();
		assert.deepEqual(await exited, [0, null]);
	});
	createInterface(child.stdout).on('line', (line) => client.lines.push((client.now = JSON.parse(line))));
	client.reach = (state) => until(() => client.now.state === state, `${state}, not ${JSON.stringify(client.now)}`);
	client.command = (text) => child.stdin.write(`${text}\n`);
	return client;
}

async function pair(simulator, client) {
	await until(() => client.now.qr, 'a pairing code');
	await simulator.call('/pair', { qrcode: client.now.qr });
	await client.reach('ready');
}

test('the plugin pairs and drives a toy through the token service', async (t) => {
	const simulator = await startSimulator(t);
	const service = await startService(t, simulator);
	const client = startClient(t, simulator, service.port, service.key, 'client-uid-1');
	await pair(simulator, client);
	client.command('vibrate');
	await simulator.call('/wait?what=level&count=1&timeout_ms=20000');
	assert.equal(service.lines().filter(({ status }) => status !== 200).length, 0);
});

test('the plugin says what to do when its key is refused, and does not storm', async (t) => {
	const simulator = await startSimulator(t);
	const service = await startService(t, simulator);
	const wrong = startClient(t, simulator, service.port, `${service.key.slice(0, -4)}0000`, 'client-uid-2');
	await wrong.reach('needs you');
	assert.equal(wrong.now.reason, 'the token service rejected the key');
	const before = service.lines().length;
	const bobs = addKey(service.keysFile, 'bob', ['--uid-prefix', 'bob-']);
	await until(() => /loaded 2 service keys/.test(service.errors), 'the new key');
	const refused = startClient(t, simulator, service.port, bobs, 'client-uid-3');
	await refused.reach('needs you');
	assert.equal(refused.now.reason, 'the user id was refused'); // a new key would not help
	// No retry storm against a refusal.
	assert.ok(service.lines().length - before <= 3);
});

test('the plugin waits while the upstream is away', async (t) => {
	const simulator = await startSimulator(t);
	await simulator.call('/faults', { token_http: 500 });
	const service = await startService(t, simulator, { breaker_failures: 2, breaker_open_ms: 200, breaker_max_open_ms: 200 });
	const client = startClient(t, simulator, service.port, service.key, 'client-uid-4');
	await client.reach('retrying');
	assert.equal(client.now.reason, 'the token service failed'); // not that this user had asked too often
	await simulator.call('/faults', { token_http: 200 });
	await pair(simulator, client);
});

test('two instances behind nginx serve the plugin while one of them is killed', async (t) => {
	const simulator = await startSimulator(t);
	const first = await startService(t, simulator, { trusted_proxies: '127.0.0.1' });
	const second = await startService(t, simulator, { trusted_proxies: '127.0.0.1' }, { directory: first.directory, key: first.key });
	const port = await startNginx(t, (each) => exampleConfiguration(each, [first, second]));
	const client = startClient(t, simulator, port, first.key, 'client-uid-5');
	await pair(simulator, client);
	const tokens = () => first.lines().length + second.lines().length;
	const signInAgain = async () => {
		const seen = client.lines.length;
		await simulator.call('/expire', { what: 'auth' });
		await simulator.call('/kill', { how: 'drop' });
		await until(() => client.lines.length > seen && client.now.state === 'ready', `ready again, not ${JSON.stringify(client.now)}`);
	};
	for (let i = 0; i < 12 && !(first.lines().length && second.lines().length); i++)
		await signInAgain();
	assert.ok(first.lines().length && second.lines().length, 'both instances serve');
	first.child.kill('SIGKILL');
	await first.exited;
	for (let i = 0; i < 4; i++) {
		const before = tokens();
		await signInAgain();
		await until(() => tokens() > before, 'the other instance to have been asked');
	}
	assert.ok(!client.lines.some(({ state }) => state === 'needs you'));
	for (const text of [first.log, first.errors, second.log, second.errors])
		for (const secret of [developerToken, first.key, 'client-uid-5'])
			assert.ok(!text.includes(secret));
});

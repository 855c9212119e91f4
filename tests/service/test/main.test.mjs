// SPDX-License-Identifier: GPL-2.0-or-later
// The simulator as a program: ready line, help, wrong arguments, and its end.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { FAULT_TABLE } from '../lib/faults.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

// certificates: the folder of those that several simulators share.
function start(t, args, certificates = '') {
	const env = { ...process.env, SIMULATOR_CERTIFICATES: certificates };
	const child = spawn(process.execPath, [FOLDER, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
	t.after(() => child.kill('SIGKILL'));
	const exited = once(child, 'exit');
	const errors = [];
	createInterface(child.stderr).on('line', (line) => errors.push(line));
	return { child, exited, errors, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

async function output(t, ...args) {
	const { exited, errors, lines } = start(t, args);
	const seen = [];
	for await (const line of { [Symbol.asyncIterator]: () => lines }) seen.push(line);
	const [code] = await exited;
	return { code, text: seen.join('\n'), errors: errors.join('\n') };
}

test('the first line says all a test needs, and the CA goes with the process', async (t) => {
	const { child, exited, lines } = start(t, ['--developer-token', 'T', '--platform', 'P', '--log', 'none']);
	const ready = JSON.parse((await lines.next()).value);
	assert.equal(ready.ready, true);
	assert.deepEqual([ready.developer_token, ready.platform], ['T', 'P']);
	assert.ok(existsSync(ready.ca_file));
	assert.ok(ready.lan.http_port > 0 && ready.lan.https_port > 0);
	assert.equal((await fetch(`${ready.control_url}/state`)).status, 200);
	child.kill('SIGTERM');
	assert.deepEqual(await exited, [0, null]);
	assert.equal(existsSync(ready.ca_file), false);
});

test('several simulators share the certificates of a folder, which stay', async (t) => {
	const folder = mkdtempSync(join(tmpdir(), 'shared-'));
	t.after(() => rmSync(folder, { recursive: true }));
	const both = [start(t, ['--log', 'none'], folder), start(t, ['--log', 'none'], folder)];
	const files = await Promise.all(both.map(async ({ lines }) => JSON.parse((await lines.next()).value).ca_file));
	assert.equal(files[0], files[1]);
	for (const { child } of both) child.stdin.end();
	for (const { exited } of both) assert.deepEqual(await exited, [0, null]);
	assert.deepEqual([existsSync(files[0]), readdirSync(folder).length], [true, 1]);
});

test('it ends when its standard input closes', async (t) => {
	const { child, exited, lines } = start(t, ['--no-lan']);
	const ready = JSON.parse((await lines.next()).value);
	assert.deepEqual([ready.lan, ready.ca_file], [null, null]);
	child.stdin.end();
	assert.deepEqual(await exited, [0, null]);
});

test('log lines are JSON, one for each thing that happens', async (t) => {
	const { child, exited, lines } = start(t, ['--no-lan', '--log', 'stdout']);
	const ready = JSON.parse((await lines.next()).value);
	await fetch(`${ready.api_url}/api/basicApi/getToken`, { method: 'POST', body: '{}' });
	const entry = JSON.parse((await lines.next()).value);
	assert.deepEqual([entry.serial, entry.kind, entry.endpoint], [1, 'request', 'token']);
	child.stdin.end();
	await exited;
});

test('without its packages it still has help, and says how to get them', async (t) => {
	const bare = mkdtempSync(join(tmpdir(), 'bare-'));
	t.after(() => rmSync(bare, { recursive: true }));
	cpSync(FOLDER, bare, { recursive: true, filter: (path) => !path.includes('node_modules') });
	const run = (...args) => spawnSync(process.execPath, [bare, ...args], { encoding: 'utf8', input: '' });
	assert.equal(run('--help').status, 0);
	const { status, stderr } = run();
	assert.equal(status, 2);
	assert.match(stderr, /^First run: npm ci --prefix tests\/service$/m);
});

test('help names every switch with its values', async (t) => {
	const { code, text } = await output(t, '--help');
	assert.equal(code, 0);
	for (const { name, effect, values = [] } of FAULT_TABLE) {
		assert.ok(text.includes(`  ${name} = `), name);
		assert.ok(text.includes(effect), name);
		assert.ok(text.includes(values.map((value) => JSON.stringify(value)).join(' | ')), name);
	}
});

test('wrong arguments are named', async (t) => {
	const unknown = await output(t, '--frobnicate');
	assert.equal(unknown.code, 2);
	assert.match(unknown.errors, /--frobnicate/);
	const bad = await output(t, '--time-scale', 'fast');
	assert.equal(bad.code, 2);
	assert.match(bad.errors, /--time-scale/);
	assert.equal((await output(t, '--time-scale', '0')).code, 2);
});

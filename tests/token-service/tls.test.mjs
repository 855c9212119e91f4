// SPDX-License-Identifier: GPL-2.0-or-later
// The developer token goes to nobody who cannot prove to be the Lovense API.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, grant, startService, startUpstream, tokenRequest, until } from './service.mjs';

const folder = mkdtempSync(join(tmpdir(), 'token-service-'));
const ca = `${folder}/ca.pem`;
const pair = (name) => ({ key: readFileSync(`${folder}/${name}.key`), cert: readFileSync(`${folder}/${name}.pem`) });

before(() => {
	const { status, stderr } = spawnSync('sh', [fileURLToPath(new URL('../net/tls/make_certificates.sh', import.meta.url)), folder]);
	assert.equal(status, 0, `${stderr}`);
});
after(() => rmSync(folder, { recursive: true }));

test('asks an upstream whose certificate is good', async (t) => {
	const upstream = await startUpstream(t, grant, pair('good'));
	const service = await startService(t, upstream, { ca_file: ca });
	for (let i = 0; i < 3; i++)
		assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.equal(upstream.connections, 1);
});

test('tells a false upstream nothing', async (t) => {
	for (const [name, ca_file] of [['good', ''], ['wrong-name', ca], ['other', ca], ['expired', ca], ['self-signed', ca]]) {
		const upstream = await startUpstream(t, grant, pair(name));
		const service = await startService(t, upstream, { ca_file });
		const answer = await ask(service.port, tokenRequest(service.key));
		assert.deepEqual([answer.status, answer.json.error], [502, 'upstream_unreachable'], name);
		assert.ok(upstream.connections > 0);
		assert.equal(upstream.requests.length, 0, name);
		await until(() => /cannot be reached\. \(.*certificate.*\)\n/.test(service.errors), `the reason in: ${service.errors}`);
	}
});

test('does not wait for a handshake longer than for a connection', async (t) => {
	const sockets = [];
	const silent = net.createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
	await once(silent, 'listening');
	t.after(() => {
		sockets.forEach((socket) => socket.destroy());
		silent.close();
	});
	// Were it not for the first limit, the answer would come after the test has given up.
	const service = await startService(t, { url: `https://127.0.0.1:${silent.address().port}` },
		{ upstream_connect_timeout_ms: 200, upstream_timeout_ms: 300000 });
	const answer = await ask(service.port, tokenRequest(service.key));
	assert.deepEqual([answer.status, answer.json.error], [504, 'upstream_timeout']);
	assert.ok(Number(answer.headers['retry-after']) > 0);
});

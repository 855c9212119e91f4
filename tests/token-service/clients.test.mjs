// SPDX-License-Identifier: GPL-2.0-or-later
// Many clients, slow clients, and the end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, Connection, grant, healthRequest, metric, startService, startUpstream, tokenRequest, until } from './service.mjs';

test('a thousand connections at once, each served twice', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const clients = Array.from({ length: 1000 }, () => new Connection(service.port));
	for (let round = 0; round < 2; round++) {
		clients.forEach((client, i) => client.send(tokenRequest(service.key, { uid: `u-${i}` })));
		const answers = await Promise.all(clients.map((client) => client.response()));
		answers.forEach((answer, i) => assert.match(answer.json.authToken, new RegExp(`-u-${i}$`)));
	}
	assert.equal(await metric(service.port, 'connections'), 1001);
	assert.ok(upstream.connections <= 16);
	clients.forEach((client) => client.destroy());
	await until(async () => (await metric(service.port, 'connections')) === 1, 'the connections to end');
});

test('slow clients are cut off, others do not notice', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { request_timeout_ms: 6000 });
	const request = tokenRequest(service.key);
	const silent = Array.from({ length: 100 }, () => new Connection(service.port));
	const dripping = Array.from({ length: 100 }, () => new Connection(service.port));
	const halfBody = new Connection(service.port).send(request.slice(0, -3));
	let sent = 0;
	// One byte at a time never adds up to a request within the time: each byte must not buy more of it.
	const drip = setInterval(() => {
		if (sent < request.length / 2)
			dripping.forEach((each) => each.ended || each.send(request[sent]));
		sent++;
	}, 100);
	t.after(() => clearInterval(drip));
	for (let i = 0; i < 20; i++)
		assert.equal((await ask(service.port, request)).status, 200);
	for (const each of [...dripping, halfBody]) {
		const answer = await each.response();
		assert.deepEqual([answer.status, answer.json.error], [408, 'request_timeout']);
		await each.end();
	}
	await Promise.all(silent.map((each) => each.end()));
	silent.forEach((each) => assert.equal(each.bytes.length, 0));
	[...silent, ...dripping, halfBody].forEach((each) => each.destroy());
});

test('idle connections end', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { idle_timeout_ms: 300 });
	const client = new Connection(service.port).send(healthRequest);
	assert.equal((await client.response()).status, 200);
	await client.end();
	client.destroy();
});

test('a full house lets newcomers in', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { max_connections: 50 });
	const squatters = Array.from({ length: 200 }, () => new Connection(service.port).send('GET /'));
	for (let i = 0; i < 20; i++)
		assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.ok((await metric(service.port, 'connections_evicted_total')) >= 150);
	assert.ok((await metric(service.port, 'connections')) <= 51);
	squatters.forEach((each) => each.destroy());
});

test('a client that does not read its answers is not fed without end', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { request_timeout_ms: 1000 });
	const client = new Connection(service.port);
	client.socket.pause();
	let written = 0;
	const many = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000);
	// The kernel takes a few MB in each direction; then the service stops reading, and ends it after its time.
	while (written < 2000 && !client.ended) {
		if (client.socket.writableNeedDrain)
			await Promise.race([new Promise((resolve) => client.socket.once('drain', resolve)), client.end(),
				new Promise((resolve) => client.socket.once('close', resolve))]);
		if (client.socket.destroyed)
			break;
		client.socket.write(many);
		written++;
	}
	await until(() => client.socket.destroyed || client.ended, 'the service to hang up');
	await until(async () => (await metric(service.port, 'connections')) === 1, 'the connection to end');
	client.destroy();
});

test('stops after the requests under way', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const waiting = [];
	upstream.answer = (...args) => waiting.push(args);
	const idle = new Connection(service.port).send(healthRequest);
	await idle.response();
	const busy = new Connection(service.port).send(tokenRequest(service.key) + tokenRequest(service.key));
	const half = new Connection(service.port).send(tokenRequest(service.key).slice(0, -1));
	await until(() => waiting.length === 1, 'the request upstream');
	await until(async () => (await metric(service.port, 'connections')) === 4, 'all connections');
	service.child.kill('SIGTERM');
	await idle.end();
	await assert.rejects(ask(service.port, healthRequest), 'no new clients');
	upstream.answer = grant;
	grant(...waiting[0]);
	const answer = await busy.response();
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.connection, 'close');
	await busy.end();
	assert.equal((await half.send('}').response()).status, 200);
	await half.end();
	[idle, busy, half].forEach((each) => each.destroy());
	assert.deepEqual(await service.exited, { code: 0, signal: null });
	assert.equal(service.lines().filter(({ route }) => route === 'token').length, 2);
});

test('stops in time when the upstream hangs, and at once when asked twice', async (t) => {
	const upstream = await startUpstream(t, () => {});
	for (const stop_timeout_ms of [300, 60000]) {
		const service = await startService(t, upstream, { stop_timeout_ms, upstream_timeout_ms: 100000 });
		const busy = new Connection(service.port).send(tokenRequest(service.key));
		await until(async () => (await metric(service.port, 'upstream_requests')) === 1, 'the request');
		service.child.kill('SIGTERM');
		if (stop_timeout_ms > 1000) {
			await until(() => /stopping;/.test(service.errors), 'the first stop');
			service.child.kill('SIGINT');
		}
		assert.deepEqual(await service.exited, { code: 0, signal: null });
		await busy.end();
		busy.destroy();
	}
});

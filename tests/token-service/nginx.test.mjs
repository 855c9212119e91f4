// SPDX-License-Identifier: GPL-2.0-or-later
// Two instances behind nginx, with the example configuration; one is killed while clients ask.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, Connection, healthRequest, startService, startUpstream, tokenRequest, until } from './service.mjs';
import { startNginx } from './nginx.mjs';
import { exampleConfiguration } from './nginx_example.mjs';

async function twoInstances(t, settings = {}) {
	const upstream = await startUpstream(t);
	const first = await startService(t, upstream, { trusted_proxies: '127.0.0.1', ...settings });
	const second = await startService(t, upstream, { trusted_proxies: '127.0.0.1', ...settings },
		{ directory: first.directory, key: first.key });
	const port = await startNginx(t, (each) => exampleConfiguration(each, [first, second]));
	return { upstream, first, second, port };
}

test('one of two instances is killed while clients ask: every request is answered', async (t) => {
	const { first, second, port } = await twoInstances(t);
	let running = true;
	let answered = 0;
	const clients = Array.from({ length: 8 }, async () => {
		for (let i = 0; running || i < 20; i++) {
			const answer = await ask(port, tokenRequest(first.key, { uid: `u-${i}` }));
			assert.equal(answer.status, 200);
			answered++;
		}
	});
	const all = Promise.all(clients);
	const both = () => first.lines().length > 20 && second.lines().length > 20;
	await Promise.race([until(both, 'both instances to serve'), all]);
	first.child.kill('SIGKILL');
	await first.exited;
	const before = answered;
	await Promise.race([until(() => answered > before + 100, 'a hundred answers by the other'), all]);
	running = false;
	await all;
});

test('one of two instances is stopped while clients ask: every request is answered', async (t) => {
	const { first, second, port } = await twoInstances(t);
	const connection = new Connection(port);
	for (let i = 0; i < 300; i++) {
		if (i === 100)
			second.child.kill('SIGTERM');
		connection.send(tokenRequest(first.key));
		assert.equal((await connection.response()).status, 200);
	}
	assert.equal((await second.exited).code, 0);
	connection.destroy();
});

test('the proxy hides what is internal, and addresses are counted behind it', async (t) => {
	const { first, port } = await twoInstances(t, { address_rate_per_minute: 1, address_burst: 1 });
	assert.equal((await ask(port, healthRequest)).status, 404);
	assert.equal((await ask(port, 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n')).status, 404);
	// A client that invents entries of X-Forwarded-For is counted by the address nginx sees, once in each instance.
	const errors = [];
	const client = new Connection(port, { localAddress: '127.0.0.2' });
	for (let i = 0; i < 6; i++) {
		client.send(tokenRequest(first.key, { uid: 'u' }, { 'X-Forwarded-For': `198.51.100.${i}` }));
		errors.push((await client.response()).json.error);
	}
	assert.deepEqual(errors, [undefined, undefined, ...Array(4).fill('address_rate')]);
	client.destroy();
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The way to the Lovense API: pool, bounds, retry, time limits, breaker, and what clients are answered.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import {
	ask, Connection, developerToken, grant, healthRequest, metric, program, reply, startService, startUpstream, tokenRequest, until,
} from './service.mjs';

test('reuses connections and bounds their number', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { max_upstream_connections: 4 });
	for (let i = 0; i < 20; i++)
		assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.equal(upstream.connections, 1);
	const waiting = [];
	upstream.answer = (...args) => waiting.push(args);
	const asked = Array.from({ length: 30 }, () => ask(service.port, tokenRequest(service.key)));
	await until(() => waiting.length === 4, 'four requests upstream');
	assert.equal(await metric(service.port, 'upstream_requests'), 30);
	assert.equal(waiting.length, 4);
	upstream.answer = grant;
	for (const args of waiting)
		grant(...args);
	for (const answer of await Promise.all(asked))
		assert.equal(answer.status, 200);
	assert.ok(upstream.connections <= 4);
	assert.equal(upstream.mostUnderWay, 4);
});

test('never gives one auth token twice', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const answers = await Promise.all(Array.from({ length: 50 }, () => ask(service.port, tokenRequest(service.key, { uid: 'same' }))));
	assert.equal(new Set(answers.map(({ json }) => json.authToken)).size, 50);
});

test('says busy when too many wait', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { max_upstream_connections: 1, max_upstream_requests: 3 });
	const waiting = [];
	upstream.answer = (...args) => waiting.push(args);
	const asked = Array.from({ length: 3 }, () => ask(service.port, tokenRequest(service.key)));
	await until(async () => (await metric(service.port, 'upstream_requests')) === 3, 'three requests');
	const refused = await ask(service.port, tokenRequest(service.key));
	assert.equal(refused.status, 503);
	assert.equal(refused.json.error, 'busy');
	assert.equal(refused.headers['retry-after'], '1');
	upstream.answer = grant;
	waiting.forEach((args) => grant(...args));
	for (const answer of await Promise.all(asked))
		assert.equal(answer.status, 200);
});

test('retries once what failed fast', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { breaker_failures: 1000 });
	const faults = {
		500: (response) => reply(response, 500, 'oops'),
		html: (response) => reply(response, 200, '<html>captive portal</html>', { 'Content-Type': 'text/html' }),
		cut: (response) => {
			response.writeHead(200, { 'Content-Length': 1000 });
			response.write('{"code":0');
			setImmediate(() => response.destroy());
		},
		reset: (response) => response.socket.resetAndDestroy(),
		empty: (response) => reply(response, 200, ''),
		large: (response) => reply(response, 200, ' '.repeat(100000)),
		redirect: (response) => reply(response, 302, '', { Location: 'http://127.0.0.1:1/' }),
	};
	for (const [name, fault] of Object.entries(faults)) {
		let attempts = 0;
		upstream.answer = (request, response, body, count) =>
			++attempts === 1 ? fault(response) : grant(request, response, body, count);
		assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200, name);
		assert.equal(attempts, 2, name);
		attempts = 0;
		upstream.answer = (request, response) => {
			attempts++;
			fault(response);
		};
		const answer = await ask(service.port, tokenRequest(service.key));
		assert.equal(answer.status, 502, name);
		assert.match(answer.json.error, /^upstream_(reply|unreachable)$/, name);
		assert.ok(Number(answer.headers['retry-after']) > 0);
		// A reused connection that turns out dead is no attempt: libcurl sends the request again on a fresh one.
		assert.equal(attempts, name === 'reset' ? 3 : 2, name);
	}
});

test('tells what only the operator or the streamer can mend', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { breaker_failures: 1000 });
	const cases = [
		[501, 502, 'developer_token_rejected'], [502, 502, 'api_not_enabled'], [503, 403, 'uid_refused'],
		[400, 502, 'upstream_refused'],
	];
	for (const [code, status, error] of cases) {
		const before = upstream.requests.length;
		upstream.answer = (request, response) => reply(response, 200, { code, message: 'token DEVELOPER-TOKEN is bad' });
		const answer = await ask(service.port, tokenRequest(service.key));
		assert.equal(answer.status, status);
		assert.equal(answer.json.error, error);
		assert.ok(!answer.text.includes('DEVELOPER'));
		assert.equal(upstream.requests.length, before + 1, 'no retry');
	}
});

test('the operator is told once why it fails, and when that is over', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { breaker_failures: 1000 });
	const askWith = async (answer, count) => {
		upstream.answer = answer;
		for (let i = 0; i < count; i++)
			await ask(service.port, tokenRequest(service.key));
	};
	const fails = (request, response) => reply(response, 500, 'DEVELOPER-TOKEN');
	await askWith(grant, 2);
	await askWith(fails, 3);
	await askWith((request, response) => reply(response, 200, { code: 501, message: 'DEVELOPER-TOKEN' }), 2);
	// One streamer's wrong user id says nothing about the upstream.
	await askWith((request, response) => reply(response, 200, { code: 503, message: 'uid' }), 1);
	await askWith(grant, 3);
	await askWith(fails, 2);
	await service.stop();
	const reported = service.errors.split('\n').filter((line) => /Lovense API/.test(line)).map((line) => line.replace('lovense-token-service: ', ''));
	const error = 'The Lovense API sent an error or an unreadable reply. (HTTP status 500)';
	assert.deepEqual(reported, [
		error, 'The Lovense API rejected the developer token. The operator must replace it.', 'the Lovense API answers again', error]);
	assert.ok(!service.errors.includes('DEVELOPER'));
});

test('hands Retry-After on', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	for (const status of [429, 503]) {
		upstream.answer = (request, response) => reply(response, status, '', { 'Retry-After': '17' });
		const answer = await ask(service.port, tokenRequest(service.key));
		assert.equal(answer.headers['retry-after'], '17');
		assert.ok(answer.status >= 502);
	}
	assert.equal(upstream.requests.length, 2, 'no retry before the upstream allows it');
});

test('gives up on a silent upstream in time', async (t) => {
	const upstream = await startUpstream(t, () => {});
	const service = await startService(t, upstream, { upstream_timeout_ms: 1500, max_upstream_connections: 2, breaker_failures: 1000 });
	const asked = Array.from({ length: 6 }, () => ask(service.port, tokenRequest(service.key)));
	const answers = await Promise.all(asked);
	const errors = answers.map(({ json }) => json.error).sort();
	// Two were sent; the others never got a place and were told so before those two were given up.
	assert.deepEqual(errors, ['busy', 'busy', 'busy', 'busy', 'upstream_timeout', 'upstream_timeout']);
	assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [503, 504]);
	upstream.answer = grant;
	assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
});

test('leaves a failing upstream alone, then tries it with one request', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { breaker_failures: 3, breaker_open_ms: 10000, breaker_max_open_ms: 10000 });
	upstream.answer = (request, response) => reply(response, 500, '');
	for (let i = 0; i < 3; i++)
		assert.equal((await ask(service.port, tokenRequest(service.key))).json.error, 'upstream_reply');
	const before = upstream.requests.length;
	for (const answer of await Promise.all(Array.from({ length: 20 }, () => ask(service.port, tokenRequest(service.key))))) {
		assert.equal(answer.status, 503);
		assert.equal(answer.json.error, 'upstream_away');
		assert.ok(Number(answer.headers['retry-after']) >= 1);
	}
	assert.equal(upstream.requests.length, before);
	assert.equal(await metric(service.port, 'upstream_breaker_open'), 1);
	const health = await ask(service.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
	assert.deepEqual([health.status, health.json.upstream], [200, 'away']);

	const probes = [];
	upstream.answer = (...args) => probes.push(args);
	const answers = [];
	await until(() => {
		answers.push(ask(service.port, tokenRequest(service.key)));
		return probes.length > 0;
	}, 'a probe');
	upstream.answer = grant;
	assert.equal(probes.length, 1);
	grant(...probes[0]);
	const statuses = (await Promise.all(answers)).map(({ status }) => status);
	assert.equal(statuses.filter((status) => status === 200).length >= 1, true);
	assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.equal(await metric(service.port, 'upstream_breaker_open'), 0);
});

test('a client that leaves while the upstream is tried again gives nobody a second try', async (t) => {
	const upstream = await startUpstream(t, () => {});
	const service = await startService(t, upstream, { breaker_failures: 1, breaker_open_ms: 100, breaker_max_open_ms: 100 });
	const early = new Connection(service.port).send(tokenRequest(service.key));
	await until(() => upstream.requests.length === 1, 'a request that hangs');
	upstream.answer = (request, response) => reply(response, 429, '');
	await ask(service.port, tokenRequest(service.key));
	upstream.answer = () => {};
	let probe;
	await until(async () => {
		probe = new Connection(service.port).send(tokenRequest(service.key));
		await Promise.race([probe.response(), until(() => upstream.requests.length === 3, 'the probe')]);
		return upstream.requests.length === 3;
	}, 'the probe');
	early.socket.resetAndDestroy();
	await until(async () => (await metric(service.port, 'upstream_requests')) === 1, 'the early request to end');
	assert.equal((await ask(service.port, tokenRequest(service.key))).json.error, 'upstream_away');
	assert.equal(upstream.requests.length, 3);
	// The one that does the trying leaves: the next may.
	probe.socket.resetAndDestroy();
	upstream.answer = grant;
	await until(async () => (await ask(service.port, tokenRequest(service.key))).status === 200, 'the next to try');
});

test('comes back by itself when the upstream does', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { breaker_failures: 2, breaker_open_ms: 100, breaker_max_open_ms: 100 });
	assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	const port = Number(new URL(upstream.url).port);
	await upstream.close();
	const away = await ask(service.port, tokenRequest(service.key));
	assert.deepEqual([away.status, away.json.error], [502, 'upstream_unreachable']);
	const again = net.createServer((socket) => {
		socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n{"code":0,"data":{"authToken":"BACK-AGAIN"}}'.replace('42', '44')));
	}).listen(port, '127.0.0.1');
	t.after(() => again.close());
	await once(again, 'listening');
	await until(async () => (await ask(service.port, tokenRequest(service.key))).status === 200, 'the upstream to be used again');
});

test('an upstream that sends the developer token back is refused, and the client is told why', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	upstream.answer = (request, response, body) =>
		reply(response, 200, { code: 0, message: 'Success', data: { authToken: body.token } });
	const { status, json, text } = await ask(service.port, tokenRequest(service.key));
	assert.equal(status, 502);
	assert.equal(json.error, 'upstream_echo');
	assert.ok(!text.includes(developerToken));
	assert.equal(upstream.requests.length, 1, 'a second try would send the token once more');
	await service.stop();
	assert.ok(!`${service.log}${service.errors}`.includes(developerToken));
});

test('a client that leaves costs nothing', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { max_upstream_connections: 2 });
	upstream.answer = () => {};
	const gone = Array.from({ length: 10 }, () => new Connection(service.port).send(tokenRequest(service.key)));
	await until(async () => (await metric(service.port, 'upstream_requests')) === 10, 'ten requests');
	upstream.answer = grant;
	gone.forEach((each) => each.socket.resetAndDestroy());
	await until(async () => (await metric(service.port, 'upstream_requests')) === 0, 'the requests to end');
	assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.equal(await metric(service.port, 'connections'), 1);
});

test('a client that closes in the ordinary way costs nothing, wherever its request is', async (t) => {
	const upstream = await startUpstream(t, () => {});
	const service = await startService(t, upstream, { max_upstream_connections: 2 });
	const gone = Array.from({ length: 10 }, (_, i) => new Connection(service.port).send(tokenRequest(service.key, { uid: `${i}` })));
	await until(async () => (await metric(service.port, 'upstream_requests')) === 10, 'ten requests');
	await until(() => upstream.requests.length === 2, 'two of them upstream');
	const asked = upstream.requests.map(({ body }) => Number(body.uid));
	upstream.answer = grant;
	gone.forEach((each, i) => asked.includes(i) || each.destroy());
	await until(async () => (await metric(service.port, 'upstream_requests')) === 2, 'those that wait to end', 20000);
	asked.forEach((i) => gone[i].destroy());
	await until(async () => (await metric(service.port, 'upstream_requests')) === 0, 'the others to end', 20000);
	assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.equal(await metric(service.port, 'connections'), 1);
	assert.equal(await metric(service.port, 'token_duration_seconds_count'), 1, 'nobody else was answered');
	assert.equal(upstream.requests.length, 3, 'nor asked for');
});

test('a client that only has no more to send still gets its answer, byte for byte', async (t) => {
	const waiting = [];
	const upstream = await startUpstream(t, (...args) => waiting.push(args));
	const service = await startService(t, upstream);
	const request = tokenRequest(service.key);
	const http10 = request.replace('HTTP/1.1', 'HTTP/1.0');
	const cases = [[request, 1], [http10, 1], [request + request, 2], [request + healthRequest, 1]];
	for (const [bytes, count] of cases) {
		const client = new Connection(service.port).send(bytes).finish();
		for (let i = 0; i < count; i++) {
			await until(() => waiting.length === 1, 'the request upstream');
			// The service has seen the end of the client's bytes and asks whether the client is still there.
			await until(() => client.bytes.length > 0, 'the first bytes', 20000);
			assert.equal('HTTP/1.1 200 OK\r\n'.indexOf(`${client.bytes}`), 0);
			assert.equal(upstream.underWay, 1);
			grant(...waiting.pop());
			const answer = await client.response();
			assert.equal(answer.status, 200);
			assert.match(answer.json.authToken, /^AUTH-/);
		}
		if (bytes.endsWith(healthRequest))
			assert.equal((await client.response()).json.status, 'ok');
		await client.end();
		assert.equal(client.bytes.length, 0);
		assert.equal(client.error, undefined);
		client.destroy();
	}
});

test('check --online asks once', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const env = {
		LOVENSE_TOKEN_SERVICE_KEYS_FILE: service.keysFile, LOVENSE_TOKEN_SERVICE_DEVELOPER_TOKEN_FILE: service.tokenFile,
		LOVENSE_TOKEN_SERVICE_UPSTREAM_URL: upstream.url,
	};
	const check = async () => {
		const child = spawn(program, ['check', '--online'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		child.stdout.on('data', (piece) => (text += piece));
		const [status] = await once(child, 'close');
		return { status, text };
	};
	const good = await check();
	assert.equal(good.status, 0, good.text);
	assert.match(good.text, /^ok {3}Lovense API: accepts/m);
	assert.equal(upstream.requests.length, 1);
	upstream.answer = (request, response) => reply(response, 200, { code: 501, message: 'Invalid token' });
	const bad = await check();
	assert.equal(bad.status, 1);
	assert.match(bad.text, /^bad {2}Lovense API: .*developer token/m);
	await upstream.close();
	const away = await check();
	assert.equal(away.status, 1);
	assert.match(away.text, /^bad {2}Lovense API: .* cannot be reached\. \(.*connect.*\)$/m);
});

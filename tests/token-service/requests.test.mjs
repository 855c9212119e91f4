// SPDX-License-Identifier: GPL-2.0-or-later
// Requests and their answers: every malformed one, keys, limits, reloads, secrets.
import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
	addKey, ask, Connection, developerToken, healthRequest, launch, metric, program, run, startService, startUpstream,
	temporaryDirectory, tokenRequest, until,
} from './service.mjs';

const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: test\r\n${more}\r\n`;
const post = (more, body = '') => `POST /token HTTP/1.1\r\nHost: test\r\n${more}\r\n${body}`;

test('hands out a token and says who asked', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { platform: 'My Site' });
	const answer = await ask(service.port, tokenRequest(service.key, { uid: 'u-7', uname: 'Imposter' }));
	assert.equal(answer.status, 200);
	assert.deepEqual(answer.json, { authToken: 'AUTH-1-u-7', platform: 'My Site' });
	assert.equal(answer.headers['cache-control'], 'no-store');
	assert.deepEqual(upstream.requests[0].body, { token: developerToken, uid: 'u-7', uname: 'alice' });
	assert.equal(upstream.requests[0].url, '/api/basicApi/getToken');
	assert.equal(upstream.requests[0].method, 'POST');
	assert.equal(upstream.requests[0].headers['content-type'], 'application/json');
});

test('answers every malformed request with JSON and ends the connection', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const cases = [
		[Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1]), 400, 'not_http'],
		['\0\0\0\0', 400, 'not_http'],
		['GET\n', 400, 'not_http'],
		['GET /healthz HTTP/1.1\nHost: x\n\n', 400, 'bad_header'],
		['HELO example.org\r\n\r\n', 400, 'bad_request_line'],
		['GET /healthz\r\n\r\n', 400, 'bad_request_line'],
		['GET healthz HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad_request_line'],
		['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad_request_line'],
		['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'http_version'],
		['GET /healthz HTTP/1.1\r\n\r\n', 400, 'bad_host'],
		[get('/healthz', 'Host: again\r\n'), 400, 'bad_host'],
		[get('/healthz', 'no colon\r\n'), 400, 'bad_header'],
		[get('/healthz', 'Name : x\r\n'), 400, 'bad_header'],
		[get('/healthz', 'A: b\r\n folded\r\n'), 400, 'bad_header'],
		[get('/healthz', 'A: b\0c\r\n'), 400, 'bad_header'],
		[get(`/${'a'.repeat(2000)}`), 414, 'uri_too_long'],
		[get(`/${'a'.repeat(20000)}`), 414, 'uri_too_long'],
		[get('/healthz', `A: ${'a'.repeat(20000)}\r\n`), 431, 'header_too_large'],
		[get('/healthz', 'A: b\r\n'.repeat(100)), 431, 'header_too_large'],
		[post(''), 411, 'length_required'],
		[post('Transfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 411, 'length_required'],
		[post('Transfer-Encoding: chunked\r\nContent-Length: 2\r\n', '{}'), 400, 'bad_content_length'],
		[post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'), 400, 'bad_content_length'],
		[post('Content-Length: two\r\n', '{}'), 400, 'bad_content_length'],
		[post('Content-Length: -2\r\n', '{}'), 400, 'bad_content_length'],
		[post('Content-Length: 4097\r\n', '{'), 413, 'body_too_large'],
		[post('Content-Length: 9223372036854775808\r\n', '{'), 400, 'bad_content_length'],
		[post('Content-Length: 2\r\nExpect: a miracle\r\n', '{}'), 417, 'bad_expectation'],
	];
	for (const [bytes, status, code] of cases) {
		const connection = new Connection(service.port).send(bytes);
		const answer = await connection.response();
		assert.equal(answer.status, status, `${bytes}`);
		assert.equal(answer.json.error, code, `${bytes}`);
		assert.ok(answer.json.message.length > 10);
		assert.equal(answer.json.requestId, answer.headers['x-request-id']);
		assert.equal(answer.headers.connection, 'close');
		await connection.end();
		connection.destroy();
	}
	assert.equal(upstream.requests.length, 0);
});

test('refuses what it understands, with JSON, on a connection that stays open', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const { key } = service;
	const cases = [
		[get('/'), 404, 'not_found'],
		[get('/token/x'), 404, 'not_found'],
		[get('/..%2fetc/passwd'), 404, 'not_found'],
		[get('/%zz'), 404, 'not_found'],
		[get('/token'), 405, 'method_not_allowed'],
		['DELETE /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'method_not_allowed'],
		[get('/healthz', 'Upgrade: websocket\r\nConnection: Upgrade\r\n'), 200],
		[get('/healthz', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n'), 200],
		[tokenRequest(key, '{"uid":'), 400, 'bad_json'],
		[tokenRequest(key, '['.repeat(4096)), 400, 'bad_json'],
		[tokenRequest(key, ''), 400, 'bad_json'],
		[tokenRequest(key, {}), 400, 'uid_missing'],
		[tokenRequest(key, { uid: 7 }), 400, 'uid_missing'],
		[tokenRequest(key, { uid: 'x'.repeat(129) }), 400, 'uid_invalid'],
		[tokenRequest(key, { uid: 'u', uname: ['x'] }), 400, 'uname_invalid'],
		[tokenRequest(key, { uid: 'two words' }), 403, 'uid_not_allowed'],
		[tokenRequest(key, { uid: 'u' }, { 'Content-Type': 'text/plain' }), 415, 'media_type'],
		[tokenRequest(key, { uid: 'u' }, { 'Content-Type': undefined }), 415, 'media_type'],
		[tokenRequest(key, { uid: 'u' }, { Authorization: undefined }), 401, 'key_missing'],
		[tokenRequest(key, { uid: 'u' }, { Authorization: `Basic ${key}` }), 401, 'key_missing'],
		[tokenRequest('wrong'), 401, 'key_unknown'],
		[tokenRequest(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`), 401, 'key_unknown'],
	];
	const connection = new Connection(service.port);
	for (const [bytes, status, code] of cases) {
		const answer = await connection.send(bytes).response();
		assert.equal(answer.status, status, bytes);
		assert.equal(answer.json.error, code, bytes);
		assert.equal(answer.headers.connection, 'keep-alive');
		if (status === 401)
			assert.equal(answer.headers['www-authenticate'], 'Bearer');
	}
	assert.equal((await connection.send(tokenRequest(key)).response()).status, 200);
	assert.equal(upstream.requests.length, 1);
	connection.destroy();
});

test('HEAD, HTTP/1.0, Connection: close, 100-continue', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const head = await ask(service.port, 'HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n', { isHead: true });
	assert.equal(head.status, 200);
	assert.ok(Number(head.headers['content-length']) > 0);

	const old = new Connection(service.port).send('GET /healthz HTTP/1.0\r\n\r\n');
	assert.equal((await old.response()).headers.connection, 'close');
	await old.end();

	const closing = new Connection(service.port).send(get('/healthz', 'Connection: close\r\n'));
	assert.equal((await closing.response()).headers.connection, 'close');
	await closing.end();

	const request = tokenRequest(service.key, { uid: 'u' }, { Expect: '100-continue' });
	const split = request.indexOf('\r\n\r\n') + 4;
	const waiting = new Connection(service.port).send(request.slice(0, split));
	assert.equal((await waiting.response()).status, 100);
	assert.equal((await waiting.send(request.slice(split)).response()).status, 200);

	// A client that says it has no more to send still gets its answer.
	const finished = new Connection(service.port).send(tokenRequest(service.key)).finish();
	assert.equal((await finished.response()).status, 200);
	for (const each of [old, closing, waiting, finished])
		each.destroy();
});

test('answers pipelined requests one by one, in order', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const wanted = Array.from({ length: 40 }, (_, i) => `u-${i}`);
	const all = wanted.map((uid, i) => tokenRequest(service.key, { uid }) + (i % 3 ? '' : healthRequest)).join('');
	for (const piece of [all.length, 1000, 7]) {
		const connection = new Connection(service.port);
		for (let at = 0; at < all.length; at += piece)
			connection.send(all.slice(at, at + piece));
		for (const [i, uid] of wanted.entries()) {
			const answer = await connection.response();
			assert.match(answer.json.authToken, new RegExp(`^AUTH-\\d+-${uid}$`));
			if (i % 3 === 0)
				assert.equal((await connection.response()).json.status, 'ok');
		}
		assert.equal(connection.bytes.length, 0);
		connection.destroy();
	}
});

test('a bad request behind good ones is answered last', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const connection = new Connection(service.port);
	connection.send(tokenRequest(service.key) + 'NONSENSE\r\n\r\n' + tokenRequest(service.key));
	assert.equal((await connection.response()).status, 200);
	assert.equal((await connection.response()).json.error, 'bad_request_line');
	await connection.end();
	assert.equal(connection.bytes.length, 0);
	assert.equal(upstream.requests.length, 1);
	connection.destroy();
});

test('an oversized body is refused before it has come, and the answer arrives', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	for (const size of [5000, 100000, 800000]) {
		const connection = new Connection(service.port);
		connection.send(tokenRequest(service.key, 'x'.repeat(size)));
		const answer = await connection.response();
		assert.equal(answer.status, 413);
		await connection.end();
		assert.equal(connection.error, undefined);
		connection.destroy();
	}
});

test('limits each key and each address', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, {
		key_rate_per_minute: 1, key_burst: 3, address_rate_per_minute: 1, address_burst: 5, trusted_proxies: '127.0.0.1',
	});
	const from = (address) => ask(service.port, tokenRequest(service.key, { uid: 'u' }, { 'X-Forwarded-For': address }));
	for (let i = 0; i < 3; i++)
		assert.equal((await from('198.51.100.1')).status, 200);
	const limited = await from('198.51.100.1');
	assert.equal(limited.json.error, 'key_rate');
	assert.ok(Number(limited.headers['retry-after']) > 30);
	await from('198.51.100.1');
	assert.equal((await from('198.51.100.1')).json.error, 'address_rate');
	assert.equal((await from('198.51.100.2')).json.error, 'key_rate');
	const other = addKey(service.keysFile, 'bob');
	await until(() => /loaded 2 service keys/.test(service.errors), 'the new key');
	assert.equal((await ask(service.port, tokenRequest(other))).status, 200);
	// Reading the keys again gave nobody a fresh burst.
	assert.equal((await from('198.51.100.3')).json.error, 'key_rate');
});

test('follows changed keys, survives a damaged file, reads the developer token again', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	const good = readFileSync(service.keysFile);
	writeFileSync(service.keysFile, '{ damaged');
	await until(() => /keeping the previous keys/.test(service.errors), 'the complaint');
	assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
	assert.equal(await metric(service.port, 'reload_failures_total'), 1);
	writeFileSync(service.keysFile, good);
	await until(() => /loaded 1 service keys/.test(service.errors), 'the repaired file');

	assert.equal(run(['revoke-key', '--keys', service.keysFile, 'alice']).status, 0);
	await until(async () => (await ask(service.port, tokenRequest(service.key))).status === 403, 'the revocation');
	assert.equal((await ask(service.port, tokenRequest(service.key))).json.error, 'key_revoked');

	const key = addKey(service.keysFile, 'carol');
	writeFileSync(service.tokenFile, 'OTHER-TOKEN');
	service.child.kill('SIGHUP');
	await until(() => /loaded the developer token/.test(service.errors), 'the developer token');
	assert.equal((await ask(service.port, tokenRequest(key))).status, 200);
	assert.equal(upstream.requests.at(-1).body.token, 'OTHER-TOKEN');
});

test('SIGHUP reads the configuration again and says what needs a restart', async (t) => {
	const upstream = await startUpstream(t);
	const directory = temporaryDirectory(t);
	const file = join(directory, 'config.json');
	const tokenFile = join(directory, 'developer_token');
	const keysFile = join(directory, 'keys.json');
	const key = addKey(keysFile);
	writeFileSync(tokenFile, developerToken, { mode: 0o600 });
	const settings = {
		listen: '127.0.0.1:0', keys_file: keysFile, developer_token_file: tokenFile, upstream_url: upstream.url,
		platform: 'Before', key_burst: 100000, address_burst: 100000, allowed_uid: 'u-[0-9]+', idle_timeout_ms: 3600000,
		access_log: false,
	};
	writeFileSync(file, JSON.stringify(settings));
	const service = await launch(t, program, ['serve', '--config', file],
		{ LOVENSE_TOKEN_SERVICE_UPSTREAM_TIMEOUT_MS: '60000' });
	const answers = () => ask(service.port, tokenRequest(key, { uid: 'u-1' }, { 'X-Forwarded-For': '198.51.100.1' }));
	const reload = async (change, expected) => {
		service.errors = '';
		writeFileSync(file, typeof change === 'string' ? change : JSON.stringify({ ...settings, ...change }));
		service.child.kill('SIGHUP');
		await until(() => /developer token/.test(service.errors), 'the reload');
		assert.match(service.errors, expected);
	};
	assert.equal((await answers()).json.platform, 'Before');
	const idle = new Connection(service.port).send(healthRequest);
	await idle.response();

	await reload({ platform: 'After' }, /^lovense-token-service: loaded the configuration: changed platform\n/m);
	assert.equal((await answers()).json.platform, 'After');

	await reload('{', /keeping the previous configuration: .*config\.json/);
	assert.equal((await answers()).json.platform, 'After');
	assert.equal(await metric(service.port, 'reload_failures_total'), 1);

	await reload({ listen: '127.0.0.1:1', max_connections: 7, platform: 'After' },
		/restart the service to use the changed listen, max_connections\n/);
	assert.equal((await answers()).json.platform, 'After');
	await reload({ platform: 'After' }, /loaded the configuration: nothing changed\n/);

	await reload({ allowed_uid: 'v-[0-9]+' }, /changed platform, allowed_uid\n/);
	assert.equal((await answers()).json.error, 'uid_not_allowed');
	await reload({ key_rate_per_minute: 1, key_burst: 1 }, /changed /);
	await answers();
	assert.equal((await answers()).json.error, 'key_rate');
	await reload({ address_rate_per_minute: 1, address_burst: 1, trusted_proxies: '127.0.0.1' }, /changed /);
	await answers();
	assert.equal((await answers()).json.error, 'address_rate');

	// The environment wins, then as now.
	await reload({ upstream_timeout_ms: 50, idle_timeout_ms: 100 }, /changed (?!.*upstream_timeout_ms)/);
	await idle.end();
	idle.destroy();
});

test('binds a key to user ids', async (t) => {
	const upstream = await startUpstream(t);
	const directory = temporaryDirectory(t);
	const key = addKey(join(directory, 'keys.json'), 'alice', ['--uid-prefix', 'alice-', '--uid-regex', '[a-z]+-[0-9]+']);
	const service = await startService(t, upstream, {}, { directory, key });
	const statusOf = async (uid) => (await ask(service.port, tokenRequest(key, { uid }))).status;
	assert.equal(await statusOf('alice-1'), 200);
	assert.equal(await statusOf('bob-1'), 403);
	assert.equal(await statusOf('alice-x'), 403);
});

test('logs one line for each request, and no secret anywhere', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream, { log_addresses: true });
	const secrets = [service.key, service.key.slice(17), developerToken, 'AUTH-', 'secret-uid', 'secret-query', 'secret-path'];
	await ask(service.port, tokenRequest(service.key, { uid: 'secret-uid', uname: 'x' }));
	await ask(service.port, get('/token?secret-query'));
	await ask(service.port, get('/secret-path'));
	await ask(service.port, get('/healthz', `Authorization: Bearer ${service.key}\r\n`));
	await ask(service.port, `GET /${service.key}\n\n`);
	upstream.answer = (request, response, body) => {
		response.writeHead(500);
		response.end(`failed for ${JSON.stringify(body)}`);
	};
	const failed = await ask(service.port, tokenRequest(service.key, { uid: 'secret-uid' }));
	assert.equal(failed.status, 502);
	const metrics = await ask(service.port, get('/metrics'));
	await service.stop();
	const lines = service.lines();
	assert.deepEqual(lines.map(({ route, status }) => `${route} ${status}`), [
		'token 200', 'token 405', 'other 404', 'health 200', 'other 400', 'token 502', 'metrics 200']);
	assert.equal(lines[0].key, service.key.slice(4, 16));
	assert.equal(lines[0].address, '127.0.0.1');
	assert.equal(lines[0].attempts, 1);
	assert.equal(lines[5].attempts, 2);
	for (const text of [service.log, service.errors, metrics.text, failed.text])
		for (const secret of secrets)
			assert.ok(!text.includes(secret), `${secret} in ${text}`);
});

test('the access log names no address unless told to, and can be off', async (t) => {
	const upstream = await startUpstream(t);
	for (const [access_log, addresses] of [[true, [undefined]], [false, []]]) {
		const service = await startService(t, upstream, { access_log });
		assert.equal((await ask(service.port, tokenRequest(service.key))).status, 200);
		await service.stop();
		assert.deepEqual(service.lines().map(({ address }) => address), addresses);
	}
});

test('metrics add up', async (t) => {
	const upstream = await startUpstream(t);
	const service = await startService(t, upstream);
	for (let i = 0; i < 3; i++)
		await ask(service.port, tokenRequest(service.key));
	await ask(service.port, tokenRequest('wrong'));
	assert.equal(await metric(service.port, 'requests_total{route="token",status="200",code="ok"}'), 3);
	assert.equal(await metric(service.port, 'requests_total{route="token",status="401",code="key_unknown"}'), 1);
	assert.equal(await metric(service.port, 'token_duration_seconds_count'), 4);
	assert.equal(await metric(service.port, 'upstream_duration_seconds_count'), 3);
	assert.equal(await metric(service.port, 'upstream_connections_total'), 1);
	assert.equal(await metric(service.port, 'keys'), 1);
});

test('subcommands explain themselves', () => {
	for (const command of ['serve', 'add-key', 'revoke-key', 'list-keys', 'check']) {
		const { status, stdout } = run([command, '--help']);
		assert.equal(status, 0);
		assert.match(stdout, new RegExp(`^usage: lovense-token-service ${command}`));
	}
	assert.match(run(['--help']).stdout, /add-key/);
	assert.match(run(['--version']).stdout, /^lovense-token-service \d/);
	for (const wrong of [[], ['fly'], ['add-key'], ['revoke-key'], ['serve', '--nonsense'], ['serve', 'extra'], ['check', 'x']]) {
		const { status, stderr } = run(wrong);
		assert.equal(status, 2, wrong.join(' '));
		assert.match(stderr, /--help/);
	}
});

test('check says what is wrong', async (t) => {
	const upstream = await startUpstream(t);
	const directory = temporaryDirectory(t);
	const config = join(directory, 'config.json');
	const keys = join(directory, 'keys.json');
	const token = join(directory, 'token');
	writeFileSync(config, JSON.stringify({ keys_file: keys, developer_token_file: token, upstream_url: upstream.url }));
	const bad = run(['check', '--config', config]);
	assert.equal(bad.status, 1);
	assert.match(bad.stdout, /^bad {2}service keys/m);
	assert.match(bad.stdout, /^bad {2}developer token/m);
	addKey(keys);
	writeFileSync(token, developerToken, { mode: 0o600 });
	const good = run(['check', '--config', config]);
	assert.equal(good.status, 0);
	assert.doesNotMatch(good.stdout, /0600/);
	chmodSync(keys, 0o666);
	const exposed = run(['check', '--config', config]);
	assert.equal(exposed.status, 0);
	assert.match(exposed.stdout, /^ok {3}service keys: 1 in .*others can change it.*mode 0600/m);
	const service = await startService(t, upstream, {}, { directory, key: addKey(keys, 'bob') });
	assert.doesNotMatch(service.errors, /others can change/, 'add-key made it private');
	chmodSync(keys, 0o666);
	service.child.kill('SIGHUP');
	await until(() => /developer token/.test(service.errors), 'the reload');
	assert.match(service.errors, /others can change .*keys\.json.*mode 0600/);
	assert.equal(upstream.requests.length, 0);
	appendFileSync(config, 'x');
	assert.match(run(['check', '--config', config]).stdout, /^bad {2}configuration/m);
	assert.equal(run(['serve', '--config', config]).status, 1);
	assert.match(run(['list-keys', '--keys', keys]).stdout, /^[0-9a-f]{12} {2}good .* alice$/m);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The two REST calls and the token service: checks, shapes and faults.
import assert from 'node:assert/strict';
import test from 'node:test';
import { getSocketUrl, getToken, startService } from './support.mjs';

const TOKEN_PATH = '/api/basicApi/getToken';

async function urlWith(simulator, faults) {
	await simulator.control('/faults', faults);
	const {
		data: { authToken },
	} = await getToken(simulator);
	return (await getSocketUrl(simulator, authToken)).data;
}

test('form bodies work like JSON bodies', async (t) => {
	const { service } = await startService(t);
	const body = new URLSearchParams({ token: service.store.developerToken, uid: 'u-1' });
	const res = await fetch(service.apiUrl + TOKEN_PATH, { method: 'POST', body });
	assert.equal((await res.json()).code, 0);
});

test('refusals have their codes and messages, with HTTP status 200', async (t) => {
	const simulator = await startService(t);
	const { service, post } = simulator;
	const refusal = async (path, body) => {
		const res = await post(path, body);
		assert.equal(res.status, 200);
		const { code, message, data } = await res.json();
		assert.equal(data, undefined);
		return [code, message];
	};
	assert.deepEqual(await refusal(TOKEN_PATH, { token: 'wrong', uid: 'u-1' }), [501, 'Invalid token']);
	assert.deepEqual(await refusal(TOKEN_PATH, { token: service.store.developerToken, uid: '' }), [
		503,
		'Invalid User ID',
	]);
	const {
		data: { authToken },
	} = await getToken(simulator);
	const url = '/api/basicApi/getSocketUrl';
	const [code, message] = await refusal(url, { platform: 'Other', authToken });
	assert.notEqual(code, 0);
	assert.equal(message, 'Developer information not found');
	assert.equal((await refusal(url, { platform: service.store.platform, authToken: 'unknown' }))[0], 501);
	await simulator.control('/expire', { what: 'auth' });
	assert.equal((await refusal(url, { platform: service.store.platform, authToken }))[0], 501);
});

test('an auth token grows too old', async (t) => {
	const simulator = await startService(t, { time_scale: 0.001 });
	await simulator.control('/faults', { auth_token_life_ms: 0 });
	const {
		data: { authToken },
	} = await getToken(simulator);
	await simulator.control('/faults', { auth_token_life_ms: 1e9 });
	assert.equal((await getSocketUrl(simulator, authToken)).code, 0);
	await simulator.control('/faults', { auth_token_life_ms: 0 });
	assert.equal((await getSocketUrl(simulator, authToken)).code, 501);
});

test('success is told in every form', async (t) => {
	const simulator = await startService(t);
	for (const code of ['0', 200, '200']) {
		await simulator.control('/faults', { token_code: code });
		assert.equal((await getToken(simulator)).code, code);
	}
	await simulator.control('/faults', { token_code: 'result_true' });
	const { code, result } = await getToken(simulator);
	assert.deepEqual([code, result], [undefined, true]);
});

test('the socket URL and path are written in every form', async (t) => {
	const simulator = await startService(t);
	const host = simulator.service.apiUrl.replace('http://', '');
	const form = (faults) => urlWith(simulator, faults);
	assert.match((await form({ socket_url_form: 'slash' })).socketIoUrl, /^http:\/\/[^/]+\/\?ntoken=/);
	assert.match((await form({ socket_url_form: 'path' })).socketIoUrl, /^http:\/\/[^/]+\/chat\?ntoken=/);
	assert.match((await form({ socket_url_form: 'extra_parameters' })).socketIoUrl, /\?x=1&ntoken=.*&y=a%20b$/);
	assert.ok((await form({ socket_url_form: 'no_scheme' })).socketIoUrl.startsWith(`${host}?`));
	assert.ok((await form({ socket_url_form: 'ws_scheme' })).socketIoUrl.startsWith(`ws://${host}?`));
	assert.match(
		(await form({ socket_url_form: 'stale_engine_parameters' })).socketIoUrl,
		/\?EIO=4&transport=polling&/,
	);
	assert.match((await form({ socket_url_form: 'bare', ntoken_form: 'escaped' })).socketIoUrl, /%2B.*%2F.*%3D$/);
	assert.match((await form({ ntoken_form: 'plain' })).socketIoUrl, /ntoken=[0-9a-f]{64}$/);
	assert.doesNotMatch((await form({ ntoken_form: 'none' })).socketIoUrl, /ntoken/);
	assert.equal((await form({ socket_path_form: 'no_front_slash' })).socketIoPath, 'developer.io');
	assert.equal((await form({ socket_path_form: 'end_slash' })).socketIoPath, '/developer.io/');
});

test('bodies are damaged as told', async (t) => {
	const simulator = await startService(t);
	const { service, post, control } = simulator;
	const body = { token: service.store.developerToken, uid: 'u-1' };
	const text = async (value) => {
		await control('/faults', { token_body: value });
		return (await post(TOKEN_PATH, body)).text();
	};
	const data = async (value) => JSON.parse(await text(value)).data;
	assert.match(await text('html'), /^<!DOCTYPE html>/);
	assert.equal(await text('empty'), '');
	await assert.rejects(text('cut'));
	await assert.rejects(data('broken_json'), SyntaxError);
	assert.ok(Array.isArray(JSON.parse(await text('array'))));
	assert.equal(await data('missing_data'), undefined);
	assert.equal(await data('null_data'), null);
	assert.deepEqual(await data('missing_value'), {});
	assert.deepEqual(await data('empty_value'), { authToken: '' });
	assert.deepEqual(await data('wrong_type'), { authToken: 12345 });
	assert.ok((await text('huge')).length > 4e6);
});

test('HTTP faults: status, Retry-After, redirect, content type, reset, no answer', async (t) => {
	const { control, post } = await startService(t);
	const get = async (faults, init) => {
		await control('/faults', faults);
		return post(TOKEN_PATH, {}, init);
	};
	const limited = await get({ token_http: 429, token_retry_after: '7' });
	assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '7']);
	await assert.rejects(get({ token_http: 302 }), 'the other host does not exist');
	assert.equal(
		(await get({ token_http: 200, token_content_type: 'html' })).headers.get('content-type'),
		'text/html',
	);
	assert.equal((await get({ token_content_type: 'none' })).headers.get('content-type'), null);
	await assert.rejects(get({ token_answer: 'reset' }));
	await assert.rejects(get({ token_answer: 'close' }));
	await control('/faults', { token_answer: { value: 'reset', times: 1 } });
	await assert.rejects(post(TOKEN_PATH, {}));
	assert.equal((await post(TOKEN_PATH, {})).status, 200, 'a switch with times goes back by itself');
});

test('never means no answer, and the request is seen', async (t) => {
	const { control, post, wait } = await startService(t);
	await control('/faults', { token_answer: 'never' });
	let hasEnded = false;
	post(TOKEN_PATH, {})
		.catch(() => {})
		.finally(() => (hasEnded = true));
	const { entries } = await wait('what=request&endpoint=token');
	assert.equal(entries[0].how, 'never');
	await control('/faults', { token_answer: 'normal' });
	assert.equal((await post(TOKEN_PATH, {})).status, 200, 'a later request is answered');
	assert.equal(hasEnded, false);
});

test('the API port refuses and takes connections again', async (t) => {
	const { service, control, post } = await startService(t);
	const { port } = service.api;
	await control('/faults', { api_listening: false });
	await assert.rejects(post(TOKEN_PATH, {}));
	await control('/faults', { api_listening: true });
	assert.equal((await post(TOKEN_PATH, {})).status, 200);
	assert.equal(service.api.port, port);
});

test('the token service keeps its contract', async (t) => {
	const { service, control, post } = await startService(t);
	const { token_service_key: key } = service.describe();
	const ask = async (faults = {}, authorization = `Bearer ${key}`) => {
		await control('/faults', faults);
		return post('/token-service', { uid: 'u-9', uname: 'Me' }, { Authorization: authorization });
	};
	assert.equal((await ask({}, 'Bearer wrong')).status, 401);
	const answer = await (await ask()).json();
	assert.deepEqual(Object.keys(answer), ['authToken', 'platform']);
	assert.equal(service.store.uidOfAuthToken(answer.authToken), 'u-9');
	const passed = await (await ask({ token_service_form: 'api_reply' })).json();
	assert.equal(passed.code, 0);
	assert.ok(passed.data.authToken);
	assert.deepEqual(Object.keys(await (await ask({ token_service_form: 'contract_without_platform' })).json()), [
		'authToken',
	]);
	for (const status of [401, 403, 429, 503])
		assert.equal((await ask({ token_service_http: status })).status, status);
	const refused = await ask({ token_service_http: 200, token_service_error: 'uid_refused' });
	assert.deepEqual([refused.status, await refused.json()], [403, { error: 'uid_refused' }]);
	const upstream = await ask({ token_service_error: 'none', token_service_refusal: 501 });
	assert.deepEqual([upstream.status, (await upstream.json()).code], [200, 501]);
});

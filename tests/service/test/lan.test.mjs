// SPDX-License-Identifier: GPL-2.0-or-later
// The LAN service of the phone, and certificates of both hosts, with verification always on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import test from 'node:test';
import { connectClient, startService } from './support.mjs';

const NAME = '127-0-0-1.lovense.club';
const VIBRATE = { command: 'Function', action: 'Vibrate:9', timeSec: 60, apiVer: 1 };

/** POST /command as a client does it: the dashed name for SNI and check, the address known without DNS. */
function start(
	service,
	body,
	{ headers = { 'X-platform': 'Simulated Website' }, path = '/command', host = NAME } = {},
) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const options = {
		host: '127.0.0.1',
		port: service.lanHttps.port,
		servername: host,
		method: 'POST',
		path,
		agent: false,
		ca: readFileSync(service.certificates.caFile),
		headers: { Host: host, ...headers, 'Content-Length': Buffer.byteLength(text) },
	};
	let req;
	const answered = new Promise((resolve, reject) => {
		req = https.request(options, async (res) => {
			try {
				let received = '';
				for await (const chunk of res) received += chunk;
				resolve({
					status: res.statusCode,
					type: res.headers['content-type'],
					text: received,
					location: res.headers.location,
				});
			} catch (error) {
				reject(error);
			}
		});
		req.on('error', reject);
		req.end(text);
	});
	answered.catch(() => {});
	return { req, answered };
}

const command = (...args) => start(...args).answered;

async function startLan(t, options = {}) {
	const simulator = await startService(t, { lan: true, ...options });
	const ask = async (body, extra) => JSON.parse((await command(simulator.service, body, extra)).text);
	return { ...simulator, ask };
}

test('commands work over verified TLS and move toys', async (t) => {
	const { ask, control } = await startLan(t);
	assert.deepEqual(await ask(VIBRATE), { code: 200, type: 'ok' });
	const { toys } = await control('/toys');
	assert.deepEqual(
		toys.map(({ levels }) => levels.Vibrate.level),
		[9, 9],
	);
	assert.equal((await ask({ command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1 })).code, 200);
	assert.equal((await control('/toys')).toys[0].moving, false);
	const { entries } = await control('/log?kind=command');
	assert.deepEqual(
		entries.map(({ route, platform }) => [route, platform]),
		Array(2).fill(['lan', 'Simulated Website']),
	);
});

test('GetToys is JSON in a string, GetToyName a list', async (t) => {
	const { ask, control, service } = await startLan(t);
	const [lush] = service.phone().toys.all();
	const answer = await ask({ command: 'GetToys' });
	assert.deepEqual(Object.keys(answer), ['code', 'data', 'type']);
	const toy = JSON.parse(answer.data.toys)[lush.id];
	assert.deepEqual(toy, {
		id: lush.id,
		status: '1',
		version: '',
		name: 'lush',
		battery: 80,
		nickName: '',
		shortFunctionNames: ['v'],
		fullFunctionNames: ['Vibrate'],
	});
	assert.deepEqual((await ask({ command: 'GetToyName' })).data, ['Lush', 'Nora']);
	await control('/faults', { lan_function_names: false, lan_toys_form: 'object', lan_toys_differ: true });
	const { toys } = (await ask({ command: 'GetToys' })).data;
	assert.equal(toys[lush.id].fullFunctionNames, undefined);
	assert.deepEqual(Object.keys(toys), [lush.id, 'ffffffffffff']);
});

test('errors of commands come as codes with HTTP status 200', async (t) => {
	const { ask, service, control } = await startLan(t);
	assert.equal((await ask({ ...VIBRATE, toy: 'nobody' })).code, 401);
	assert.equal((await ask('no JSON')).code, 400);
	assert.equal((await command(service, 'no JSON')).status, 200);
	assert.equal((await ask(VIBRATE, { headers: {} })).code, 400, 'X-platform is required');
	await control('/faults', { app_strict: false });
	assert.equal((await ask(VIBRATE, { headers: {} })).code, 200);
	assert.equal((await command(service, VIBRATE, { path: '/other' })).status, 404);
	const { toys } = await control('/toys');
	await control('/faults', { lan_error_code: 506 });
	assert.equal((await ask(VIBRATE)).code, 506);
	assert.equal(
		(await control('/toys')).toys[0].last_command_age_ms > toys[0].last_command_age_ms,
		true,
		'not done',
	);
});

test('answers go wrong in every way', async (t) => {
	const { control, service } = await startLan(t);
	const send = async (faults) => {
		await control('/reset', {});
		await control('/faults', faults);
		return command(service, VIBRATE);
	};
	assert.equal((await send({ lan_content_type: 'html' })).type, 'text/html');
	assert.equal((await send({ lan_content_type: 'none' })).type, undefined);
	assert.equal(JSON.parse((await send({ lan_ok: 'OK' })).text).type, 'OK');
	assert.equal((await send({ lan_http: 500 })).status, 500);
	const redirect = await send({ lan_http: 302 });
	assert.deepEqual([redirect.status, redirect.location], [302, 'https://redirect.invalid/']);
	assert.match((await send({ lan_body: 'html' })).text, /^<!DOCTYPE/);
	for (const faults of [
		{ lan_answer: 'reset' },
		{ lan_answer: 'close' },
		{ lan_body: 'cut' },
		{ lan_listening: false },
	])
		await assert.rejects(send(faults), JSON.stringify(faults));
	assert.equal((await send({ lan_listening: true })).status, 200);
	await control('/phone', { app: 'killed' });
	await assert.rejects(command(service, VIBRATE));
	await control('/phone', { app: 'running' });
	assert.equal((await command(service, VIBRATE)).status, 200);
});

test('a command whose client has gone meanwhile is not done', async (t) => {
	const { control, service, wait } = await startLan(t);
	await control('/faults', { lan_delay_ms: 500 });
	const body = JSON.stringify(VIBRATE);
	const req = https.request({
		host: '127.0.0.1',
		port: service.lanHttps.port,
		servername: NAME,
		method: 'POST',
		path: '/command',
		agent: false,
		ca: readFileSync(service.certificates.caFile),
		headers: { 'X-platform': 'Simulated Website', 'Content-Length': Buffer.byteLength(body) },
	});
	req.on('error', () => {});
	req.end(body);
	await wait('what=lan_arrived');
	req.destroy();
	const { entries } = await wait('what=lan');
	assert.equal(entries[0].how, 'client gone');
	assert.deepEqual((await control('/log?kind=command')).entries, []);
});

test('a client that verifies refuses each wrong certificate of the LAN service', async (t) => {
	const { control, service } = await startLan(t);
	const codes = {
		expired: 'CERT_HAS_EXPIRED',
		wrong_name: 'ERR_TLS_CERT_ALTNAME_INVALID',
		self_signed: 'DEPTH_ZERO_SELF_SIGNED_CERT',
	};
	for (const [lan_certificate, code] of Object.entries(codes)) {
		await control('/faults', { lan_certificate });
		await assert.rejects(command(service, VIBRATE), { code });
		await control('/faults', { lan_certificate: 'valid' });
		assert.equal((await command(service, VIBRATE)).status, 200);
	}
	await assert.rejects(
		command(service, VIBRATE, { host: '127.0.0.1.lovense.club' }),
		{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
		'a wildcard covers one label, so the dotted name must fail',
	);
});

test('the whole session works over https and wss', async (t) => {
	const simulator = await startService(t, { tls: true });
	const { service } = simulator;
	const ca = readFileSync(service.certificates.caFile);
	const post = (path, body) =>
		new Promise((resolve, reject) => {
			const req = https.request(
				service.apiUrl + path,
				{ method: 'POST', ca, agent: false },
				async (res) => {
					let text = '';
					for await (const chunk of res) text += chunk;
					resolve({ json: async () => JSON.parse(text) });
				},
			);
			req.on('error', reject);
			req.end(JSON.stringify(body));
		});
	const { socket, events } = await connectClient({ ...simulator, post }, { options: { ca } });
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'tls' });
	assert.equal((await events.json('basicapi_get_qrcode_tc')).data.ackId, 'tls');
	await simulator.control('/kill', { how: 'reset' });
	await events.next('disconnect');
	for (const [value, code] of [
		['expired', 'CERT_HAS_EXPIRED'],
		['wrong_name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['self_signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	]) {
		await simulator.control('/faults', { api_certificate: value });
		await assert.rejects(post('/api/basicApi/getToken', {}), { code });
	}
});

const STOP = { command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1 };
const level = async ({ control }) => (await control('/toys')).toys[0].levels.Vibrate.level;

test('an app that works on connections side by side does a quick Stop before a slow movement', async (t) => {
	const lan = await startLan(t);
	await lan.control('/faults', { lan_move_ms: 1000 });
	const moved = lan.ask(VIBRATE);
	await lan.wait('what=lan_arrived');
	assert.equal((await lan.ask(STOP)).code, 200);
	assert.equal(await level(lan), 0);
	assert.equal((await moved).code, 200);
	assert.equal(await level(lan), 9);
});

test('a Stop may take its time too, and health checks go on meanwhile', async (t) => {
	const lan = await startLan(t);
	await lan.control('/faults', { lan_stop_ms: 1000 });
	assert.equal((await lan.ask(VIBRATE)).code, 200);
	const stopped = lan.ask(STOP);
	assert.equal((await lan.ask({ command: 'GetToys' })).code, 200);
	assert.equal(await level(lan), 9);
	await stopped;
	assert.equal(await level(lan), 0);
});

test('an app that goes on does what its client has given up', async (t) => {
	for (const goesOn of [false, true]) {
		const lan = await startLan(t);
		await lan.control('/faults', { lan_move_ms: 1000, lan_goes_on: goesOn });
		const { req } = start(lan.service, VIBRATE);
		await lan.wait('what=lan_arrived');
		req.destroy();
		await lan.wait('what=lan');
		assert.equal(await level(lan), goesOn ? 9 : 0);
	}
});

test('an app that answers first acts late', async (t) => {
	const lan = await startLan(t);
	await lan.control('/faults', { lan_acts_late_ms: 1000 });
	assert.deepEqual(await lan.ask(VIBRATE), { code: 200, type: 'ok' });
	assert.equal(await level(lan), 0);
	await lan.wait('what=command');
	assert.equal(await level(lan), 9);
});

test('an app that swaps does the second command first', async (t) => {
	const lan = await startLan(t);
	await lan.control('/faults', { lan_order: { value: 'swapped', times: 1 } });
	const first = lan.ask(VIBRATE);
	await lan.wait('what=lan_arrived');
	await lan.ask(STOP);
	await first;
	assert.equal(await level(lan), 9);
});

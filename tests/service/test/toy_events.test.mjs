// SPDX-License-Identifier: GPL-2.0-or-later
// The app's Toy Events websocket, with verification of its certificate always on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { RawClient, startService } from './support.mjs';

const NAME = '127-0-0-1.lovense.club';
const ACCESS = '{"type":"access","data":{"appName":"Test"}}';

function connect({ service, test: owner }) {
	return new RawClient(`wss://${NAME}:${service.lanHttps.port}/v1`, {
		test: owner,
		ca: readFileSync(service.certificates.caFile),
		lookup: (_name, options, done) =>
			options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
	});
}

const start = (t, options = {}) => startService(t, { lan: true, ...options });
const next = async (client) => JSON.parse(await client.next());

async function enter(simulator) {
	const client = connect(simulator);
	await new Promise((resolve) => client.ws.on('open', resolve));
	client.send(ACCESS);
	assert.deepEqual(await next(client), { type: 'access-granted' });
	assert.equal((await next(client)).type, 'toy-list');
	return client;
}

test('who is let in hears what toys do, whoever moves them', async (t) => {
	const simulator = await start(t);
	const [toy] = simulator.service.phone().toys.all();
	const client = await enter(simulator);
	await simulator.control('/toys/move', { id: toy.id, level: 7 });
	assert.deepEqual(await next(client), {
		type: 'function-strength-changed',
		toyId: toy.id,
		data: { function: 'vibration', index: 0, value: 7 },
	});
	await simulator.control('/toys/move', { id: toy.id, level: 0 });
	assert.equal((await next(client)).data.value, 0);
	await simulator.control('/toy-events', { event: 'button-down', toy: toy.id, data: { index: 1 } });
	assert.deepEqual(await next(client), { type: 'button-down', toyId: toy.id, data: { index: 1 } });
	await simulator.control('/toys', { id: toy.id, battery: 12 });
	assert.deepEqual(await next(client), { type: 'battery-changed', toyId: toy.id, data: { value: 12 } });
	client.send('{"type":"ping"}');
	assert.deepEqual(await next(client), { type: 'pong' });
});

test('a Stop that is not obeyed leaves the toy moving', async (t) => {
	const simulator = await start(t);
	const [toy] = simulator.service.phone().toys.all();
	await simulator.control('/toys/move', { id: toy.id, level: 7 });
	await simulator.control('/faults', { stop_obeyed: false });
	assert.equal(simulator.service.phone().command({ command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1 }).code, 200);
	assert.ok(toy.moving);
});

test('nobody is let in before the user allows it', async (t) => {
	const simulator = await start(t);
	await simulator.control('/faults', { toy_events_access: 'silent' });
	const client = connect(simulator);
	await new Promise((resolve) => client.ws.on('open', resolve));
	client.send(ACCESS);
	await simulator.wait('what=toy_events&name=access');
	await simulator.control('/toy-events', { event: 'shake' });
	await simulator.control('/toy-events', { allow: true });
	assert.deepEqual(await next(client), { type: 'access-granted' });
	const refused = connect(simulator);
	await new Promise((resolve) => refused.ws.on('open', resolve));
	await simulator.control('/toy-events', { allow: false });
	assert.equal(await refused.closed, 1000);
});

test('without Game Mode the app says so and closes; an old one refuses the upgrade', async (t) => {
	const simulator = await start(t);
	const client = await enter(simulator);
	await simulator.control('/faults', { toy_events_game_mode: false });
	assert.deepEqual(await next(client), { type: 'event-closed' });
	assert.equal(await client.closed, 1000);
	const late = connect(simulator);
	assert.deepEqual(await next(late), { type: 'event-closed' });
	await simulator.control('/faults', { toy_events_status: 501 });
	assert.equal(await connect(simulator).refused, 501);
});

test('odd shapes and a wrong certificate', async (t) => {
	const simulator = await start(t);
	const client = await enter(simulator);
	const shapes = {
		wrapped: (toyId) => ({ type: 'depth-changed', data: { toyId, value: 3 } }),
		text_numbers: (toyId) => ({ type: 'depth-changed', toyId, data: { value: '3' } }),
		no_toy_id: () => ({ type: 'depth-changed', data: { value: 3 } }),
		text_data: (toyId) => ({ type: 'depth-changed', toyId, data: '{"value":3}' }),
	};
	for (const [shape, expected] of Object.entries(shapes)) {
		await simulator.control('/faults', { toy_events_shape: shape });
		await simulator.control('/toy-events', { event: 'depth-changed', toy: 'a', data: { value: 3 } });
		assert.deepEqual(await next(client), expected('a'), shape);
	}
	await simulator.control('/faults', { lan_certificate: 'self_signed' });
	const other = connect(simulator);
	await other.closed;
	assert.match(String(other.error), /self.signed/i);
});

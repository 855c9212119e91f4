// SPDX-License-Identifier: GPL-2.0-or-later
// The control port: waiting, figures, reset, and what it says about itself.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connectClient, getToken, startService } from './support.mjs';

const vibrate = (level, timeSec = 3) => ({ command: 'Function', action: `Vibrate:${level}`, timeSec, apiVer: 1 });
const STOP = { command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1 };

/** A simulator with a paired client; send() resolves when the phone has the command. */
async function startPaired(t, options = {}) {
	const simulator = await startService(t, options);
	await simulator.control('/faults', { paired_greeting: 'none' });
	const { socket } = await connectClient(simulator);
	await simulator.control('/pair', {});
	const send = async (command) => {
		const { serial } = await simulator.control('/mark', { name: 'send' });
		socket.emit('basicapi_send_toy_command_ts', command);
		return simulator.wait(`what=command&after=${serial}`);
	};
	return { ...simulator, socket, send };
}

test('wait answers at once when it holds, later when it comes to hold, and 408 when it does not', async (t) => {
	const simulator = await startService(t);
	const coming = simulator.wait('what=request&endpoint=token');
	await getToken(simulator);
	const { entries, serial } = await coming;
	assert.equal(entries.length, 1);
	assert.equal((await simulator.wait('what=request')).entries.length, 1);
	const late = await simulator.call(`/wait?what=request&after=${serial}&timeout_ms=1`);
	assert.equal(late.status, 408);
	assert.equal((await simulator.call('/wait?what=request&count=2&timeout_ms=1')).status, 408);
	assert.equal((await simulator.call('/wait?timeout_ms=1')).status, 400);
	const second = simulator.wait('what=request&count=2');
	await getToken(simulator);
	assert.equal((await second).entries.length, 2);
});

test('waiting for a toy to move and to be still', async (t) => {
	const { send, wait, call, control, service } = await startPaired(t, { time_scale: 0.02 });
	assert.equal((await call('/wait?what=toy_moving&timeout_ms=1')).status, 408);
	assert.equal((await wait('what=toy_still')).toys.length, 2);
	const { serial } = await control('/mark', { name: 'go' });
	assert.equal(
		(await call(`/wait?what=toy_still&after=${serial}&timeout_ms=1`)).status,
		408,
		'still, but it never moved',
	);
	const [lush] = service.phone().toys.all();
	await send({ ...vibrate(5, 60), toy: lush.id }); // more than a second: a busy machine is to see it move
	assert.deepEqual((await wait('what=toy_moving')).toys, [lush.id]);
	assert.deepEqual((await wait('what=toy_still&toy=nora')).toys.length, 1);
	await wait(`what=toy_still&toy=${lush.id}&after=${serial}`);
	assert.ok(
		(await wait(`what=toy_moving&after=${serial}`)).entries.length > 0,
		'it has moved, even if it is over',
	);
});

test('figures of a well-behaved client', async (t) => {
	const { send, control } = await startPaired(t);
	await send(vibrate(6));
	await send(vibrate(6));
	await control('/mark', { name: 'panic' });
	await send(STOP);
	const figures = await control('/asserts?cap=0.3&mark=panic');
	assert.deepEqual(figures.unbounded_commands, []);
	assert.deepEqual(figures.commands_above_cap, []);
	assert.deepEqual(figures.levels_above_cap, []);
	assert.deepEqual(figures.moving_commands_after_mark, []);
	assert.deepEqual(figures.moving, []);
	assert.equal(figures.commands, 3);
	assert.equal(figures.longest_command_ms, 3000);
	assert.ok(figures.stop_latency_ms >= 0);
	assert.ok(figures.still_latency_ms >= 0);
	assert.ok(figures.longest_run_ms > 0 && figures.longest_run_ms < 60000);
});

test('figures find each kind of misbehaviour', async (t) => {
	const { send, control, call } = await startPaired(t);
	await control('/mark', { name: 'panic' });
	await send(vibrate(7, 0));
	const preset = { command: 'Preset', name: 'wave', timeSec: 2, apiVer: 1 };
	await send(preset);
	await send({ command: 'Pattern', rule: 'V:1;F:;S:100#', strength: '1;9', timeSec: 2, apiVer: 2 });
	await send({
		command: 'PatternV2',
		type: 'Setup',
		actions: [
			{ ts: 0, pos: 10 },
			{ ts: 100, pos: 31 },
		],
		apiVer: 1,
	});
	await send(vibrate(99));
	const figures = await control('/asserts?cap=0.3&mark=panic');
	assert.deepEqual(
		figures.unbounded_commands.map(({ command }) => command.action),
		['Vibrate:7'],
	);
	assert.deepEqual(
		figures.commands_above_cap.map(({ means }) => means),
		['function', 'preset', 'pattern', 'v2Setup'],
	);
	assert.ok(figures.levels_above_cap.length >= 1);
	assert.equal(figures.moving_commands_after_mark.length, 5);
	assert.equal(figures.stop_latency_ms, null);
	assert.equal(figures.still_latency_ms, null);
	assert.equal((await call('/asserts?mark=unknown')).status, 400);
});

test('commands per second are counted in any window of a second', async (t) => {
	const { service, control } = await startPaired(t);
	for (let i = 0; i < 7; i++) service.phone().command(vibrate(3), 'socket');
	service.phone().command(STOP, 'socket');
	const figures = await control('/asserts');
	assert.equal(figures.commands_per_second_max, 8);
	assert.deepEqual(Object.values(figures.commands_per_second_max_by_toy), [7, 7], 'Stop is exempt');
});

test('reset brings the start back, keeps the secrets, and the log goes on counting', async (t) => {
	const simulator = await startPaired(t);
	const { serial } = await simulator.control('/mark', { name: 'before' });
	await simulator.control('/toys/add', { type: 'max' });
	await simulator.control('/faults', { token_http: 500 });
	await simulator.control('/reset', {});
	assert.deepEqual(await simulator.control('/faults'), {});
	const state = await simulator.control('/state');
	assert.deepEqual([state.sockets, state.users, state.last_qr], [[], [], null]);
	assert.ok(state.serial > serial);
	assert.equal((await simulator.control('/toys')).toys.length, 2);
	assert.ok(Object.values(await simulator.control('/secrets')).includes('u-1'));
	await connectClient(simulator);
});

test('faults are all or nothing, and wrong ones are named', async (t) => {
	const { call, control } = await startService(t);
	const wrong = await call('/faults', { token_http: 500, no_such_switch: 1 });
	assert.equal(wrong.status, 400);
	assert.match(wrong.error, /no_such_switch/);
	assert.deepEqual(await control('/faults'), {});
	assert.match((await call('/faults', { token_http: 299 })).error, /token_http/);
	assert.match((await call('/faults', { token_delay_ms: -1 })).error, /token_delay_ms/);
	assert.match((await call('/faults', { token_http: { value: 500, times: 0 } })).error, /times/);
	await control('/faults', { token_http: { value: 500, times: 2 } });
	assert.deepEqual(await control('/faults'), { token_http: { value: 500, times: 2 } });
});

test('bad control calls are refused and do no harm', async (t) => {
	const { call, service } = await startService(t);
	assert.equal((await call('/pair', {})).status, 400, 'nobody is connected');
	assert.equal((await call('/pair', { code: '000000' })).status, 400);
	assert.equal((await call('/toys', { id: 'nobody' })).status, 400);
	assert.equal((await call('/toys/add', {})).status, 400);
	assert.equal((await call('/phone', { phone: 'nobody' })).status, 400);
	assert.equal((await call('/mark', {})).status, 400);
	assert.equal((await call('/expire', { what: 'milk' })).status, 400);
	assert.equal((await call('/elsewhere')).status, 404);
	const res = await fetch(`${service.control.url}/pair`, { method: 'POST', body: 'no JSON' });
	assert.equal(res.status, 400);
});

test('the log keeps requests, events, commands and levels in order, each with a serial', async (t) => {
	const { send, control } = await startPaired(t, { time_scale: 0.01 });
	await send(vibrate(4));
	await control('/mark', { name: 'end' });
	const { entries } = await control('/log');
	const serials = entries.map(({ serial }) => serial);
	assert.deepEqual(
		serials,
		[...serials].sort((a, b) => a - b),
	);
	for (const kind of ['request', 'upgrade', 'socket', 'pair', 'event', 'command', 'level', 'mark'])
		assert.ok(
			entries.some((entry) => entry.kind === kind),
			kind,
		);
	const { entries: later } = await control(`/log?after=${serials.at(-2)}`);
	// More may have come in the meantime; nothing is left out and nothing comes again.
	assert.equal(later[0].serial, serials.at(-1));
});

test('raw text and events can be sent from outside', async (t) => {
	const simulator = await startPaired(t);
	const { events, uid } = await connectClient(simulator, { uid: 'u-2' });
	await simulator.control('/send', { uid, event: 'basicapi_future_event_tc', args: [1] });
	assert.deepEqual(await events.next('basicapi_future_event_tc'), [1]);
	await simulator.control('/send', { uid, raw: '42["raw",2]' });
	assert.deepEqual(await events.next('raw'), [2]);
});

test('the same seed gives the same ids', async (t) => {
	const ids = async () =>
		(await startService(t, { seed: 42 })).service
			.phone()
			.toys.all()
			.map(({ id }) => id);
	assert.deepEqual(await ids(), await ids());
});

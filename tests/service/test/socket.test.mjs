// SPDX-License-Identifier: GPL-2.0-or-later
// The socket host: the handshake on the wire, refusals, and every way it can go wrong.
import assert from 'node:assert/strict';
import test from 'node:test';
import { RawClient, connectClient, connectRaw, startService, webSocketUrl } from './support.mjs';

test('the wire starts with the open packet and an unasked 40', async (t) => {
	const raw = await connectRaw(await startService(t));
	const open = await raw.next();
	assert.equal(open[0], '0');
	const { sid, ...rest } = JSON.parse(open.slice(1));
	assert.match(sid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	assert.deepEqual(rest, { upgrades: ['websocket'], pingInterval: 25000, pingTimeout: 60000 });
	assert.equal(await raw.next(), '40');
	raw.send('2');
	assert.equal(await raw.next(), '3');
	raw.send('2probe');
	assert.equal(await raw.next(), '3probe');
	raw.send('40');
	assert.equal(await raw.next(), '40');
	raw.send('40/x,');
	assert.equal(await raw.next(), '44/x,"Invalid namespace"');
});

test('upgrades are refused with the status of the service', async (t) => {
	const simulator = await startService(t);
	const url = await webSocketUrl(simulator);
	const status = (changed) => new RawClient(changed, { test: t }).refused;
	assert.equal(await status(url.replace(/ntoken=[^&]*/, 'ntoken=unknown')), 401);
	assert.equal(await status(url.replace('/?', '?')), 400);
	assert.equal(await status(url.replace('developer.io', 'socket.io')), 400);
	assert.equal(await status(url.replace('&transport=websocket', '')), 400);
	assert.equal(await status(url.replace('EIO=3', 'EIO=4')), 400);
	const first = new RawClient(url, { test: t });
	assert.equal((await first.next())[0], '0', 'no refusal used the ntoken up');
	assert.equal(await status(url), 401, 'an ntoken opens one socket');
	await simulator.control('/faults', { ntoken_use: 'reusable' });
	assert.equal((await new RawClient(url, { test: t }).next())[0], '0');
	await simulator.control('/expire', { what: 'ntoken' });
	assert.equal(await status(url), 401);
	for (const forced of [200, 401, 403, 429, 503]) {
		await simulator.control('/faults', { upgrade_status: forced });
		assert.equal(await status(url), forced);
	}
});

test('a raw + in the URL is a blank, as a query decoder reads it', async (t) => {
	const url = await webSocketUrl(await startService(t));
	assert.equal(await new RawClient(url.replaceAll('%2B', '+'), { test: t }).refused, 401);
});

test('upgrades that never end, reset, close, or turn into HTTP', async (t) => {
	const simulator = await startService(t);
	for (const how of ['reset', 'close', 'not_socketio_2']) {
		await simulator.control('/faults', { upgrade_answer: how });
		const raw = await connectRaw(simulator);
		await raw.closed;
		assert.ok(raw.error, how);
	}
	await simulator.control('/faults', { upgrade_answer: 'never' });
	const { serial } = await simulator.control('/mark', { name: 'never' });
	const silent = await connectRaw(simulator);
	const { entries } = await simulator.wait(`what=upgrade&after=${serial}`);
	assert.equal(entries[0].how, 'never');
	assert.equal(silent.ws.readyState, silent.ws.CONNECTING);
});

test('silence of the client ends its socket after interval and timeout', async (t) => {
	const simulator = await startService(t, { time_scale: 0.002 });
	const started = simulator.service.clock.now();
	const raw = await connectRaw(simulator);
	assert.equal(await raw.closed, 1005);
	assert.ok(simulator.service.clock.now() - started >= 85000);
	for (const [how, last] of [
		['engine_close', '1'],
		['disconnect', '41'],
	]) {
		await simulator.control('/faults', { silence_end: how });
		const other = await connectRaw(simulator);
		assert.equal(await other.nextThat(last), last);
		assert.equal(await other.closed, 1006);
	}
});

test('a message above 64 KiB ends the socket, one below does not', async (t) => {
	const simulator = await startService(t);
	const raw = await connectRaw(simulator);
	await raw.nextThat('40');
	raw.send(`42["x","${'a'.repeat(60000)}"]`);
	raw.send('2');
	assert.equal(await raw.next(), '3');
	raw.send(`42["x","${'a'.repeat(66000)}"]`);
	assert.equal(await raw.closed, 1009);
});

test('an unmasked frame ends the socket', async (t) => {
	const raw = await connectRaw(await startService(t));
	await raw.nextThat('40');
	raw.ws._socket.write(Buffer.from([0x81, 0x01, 0x32]));
	assert.equal(await raw.closed, 1002);
});

test('sockets end right after opening or connecting in every way', async (t) => {
	const simulator = await startService(t);
	const codes = { close_1000: 1000, close_1001: 1001, close_1006: 1006, close_empty: 1005, reset: 1006 };
	for (const moment of ['after_open', 'after_connect']) {
		for (const [how, code] of Object.entries(codes)) {
			await simulator.control('/faults', { [moment]: { value: how, times: 1 } });
			assert.equal(await (await connectRaw(simulator)).closed, code, `${moment} ${how}`);
		}
		for (const [how, packet] of [
			['engine_close', '1'],
			['disconnect', '41'],
		]) {
			await simulator.control('/faults', { [moment]: { value: how, times: 1 } });
			const raw = await connectRaw(simulator);
			assert.equal(await raw.nextThat(packet), packet);
		}
	}
});

test('a frozen link stays open and says nothing', async (t) => {
	const simulator = await startService(t);
	const raw = await connectRaw(simulator);
	await raw.nextThat('40');
	const { serial } = await simulator.control('/kill', { how: 'freeze' });
	raw.send('2');
	const other = await connectRaw(simulator);
	await other.nextThat('40');
	other.send('2');
	assert.equal(await other.next(), '3');
	const { entries } = await simulator.control(`/log?after=${serial}&kind=ping`);
	assert.deepEqual(
		entries.map(({ link }) => link),
		['2'],
		'the ping of the frozen link never arrived',
	);
	assert.equal(raw.ws.readyState, raw.ws.OPEN);
});

test('what was sent before a link freezes arrives', async (t) => {
	const simulator = await startService(t);
	await simulator.control('/faults', { after_connect: { value: 'freeze', times: 1 } });
	const raw = await connectRaw(simulator);
	await raw.nextThat('40');
	raw.send('2');
	const other = await connectRaw(simulator);
	await other.nextThat('40');
	other.send('2');
	assert.equal(await other.next(), '3');
	assert.equal((await simulator.control('/log?kind=ping')).entries.length, 1);
	assert.equal(raw.ws.readyState, raw.ws.OPEN);
});

test('kill ends sockets in every way, of one uid or all', async (t) => {
	const simulator = await startService(t);
	for (const [body, code] of [
		[{ how: 'close', code: 4000 }, 4000],
		[{ how: 'drop' }, 1006],
		[{ how: 'reset' }, 1006],
		[{ how: 'close_empty' }, 1005],
		[{}, 1000],
	]) {
		const raw = await connectRaw(simulator);
		await raw.nextThat('40');
		await simulator.control('/kill', body);
		assert.equal(await raw.closed, code, JSON.stringify(body));
	}
	const [one, two] = [await connectRaw(simulator, { uid: 'u-1' }), await connectRaw(simulator, { uid: 'u-2' })];
	await Promise.all([one.nextThat('40'), two.nextThat('40')]);
	await simulator.control('/kill', { uid: 'u-1', how: 'disconnect' });
	assert.equal(await one.next(), '41');
	two.send('2');
	assert.equal(await two.next(), '3');
});

test('the open packet is damaged as told', async (t) => {
	const simulator = await startService(t, { time_scale: 0.01 });
	const first = async (value) => {
		await simulator.control('/faults', { open_packet: value });
		return (await connectRaw(simulator)).next();
	};
	assert.equal(await first('missing'), '40');
	assert.equal((await first('late'))[0], '0');
	const broken = await first('broken_json');
	assert.throws(() => JSON.parse(broken.slice(1)), SyntaxError);
	assert.equal(JSON.parse((await first('no_sid')).slice(1)).sid, undefined);
	assert.equal(JSON.parse((await first('zero_interval')).slice(1)).pingInterval, 0);
	assert.equal(JSON.parse((await first('extra_keys')).slice(1)).maxPayload, 1000000);
	assert.match(await first('glued'), /}2\["basicapi_unknown_tc",{}\]$/);
	await simulator.control('/faults', { open_packet: 'normal', eio_upgrades: 'empty', ping_interval_ms: 5000 });
	const raw = await connectRaw(simulator);
	const { upgrades, pingInterval } = JSON.parse((await raw.next()).slice(1));
	assert.deepEqual([upgrades, pingInterval], [[], 50]);
});

test('the connect packet is missing, late, double, different or refused', async (t) => {
	const simulator = await startService(t, { time_scale: 0.01 });
	const second = async (value) => {
		await simulator.control('/faults', { connect_packet: { value, times: 1 } });
		const raw = await connectRaw(simulator);
		await raw.next();
		return { raw, packet: await raw.next() };
	};
	assert.equal((await second('late')).packet, '40');
	const double = await second('double');
	assert.deepEqual([double.packet, await double.raw.next()], ['40', '40']);
	assert.equal((await second('with_object')).packet, '40{"sid":"x"}');
	assert.equal((await second('with_namespace')).packet, '40/,');
	assert.equal((await second('refused')).packet, '44"Not authorized"');
	assert.equal((await second('refused_object')).packet, '44{"code":401,"message":"Not authorized"}');
	await simulator.control('/faults', { connect_packet: 'missing', noise: 'error_packet' });
	const mute = await connectRaw(simulator);
	await mute.next();
	mute.send('2');
	assert.equal(await mute.next(), '3');
	await simulator.control('/pair', {});
	mute.send('2');
	assert.equal(await mute.next(), '3');
});

test('a ping without a pong', async (t) => {
	const simulator = await startService(t);
	const raw = await connectRaw(simulator);
	await raw.nextThat('40');
	await simulator.control('/faults', { pong: { value: 'none', times: 1 } });
	raw.send('2');
	raw.send('2probe');
	assert.equal(await raw.next(), '3probe');
	await simulator.wait('what=ping');
});

test('fragments, single bytes, WebSocket pings and delays change nothing for a right client', async (t) => {
	const simulator = await startService(t, { time_scale: 0.01 });
	await simulator.control('/faults', { fragment_bytes: 7, trickle: true, ws_ping: true, socket_delay_ms: 100 });
	const { socket, events } = await connectClient(simulator);
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'slow' });
	assert.equal((await events.json('basicapi_get_qrcode_tc')).data.ackId, 'slow');
	const raw = await connectRaw(simulator);
	assert.ok(JSON.parse((await raw.next()).slice(1)).sid);
	assert.ok(raw.pings > 0);
});

test('what a client sends can be late, in order, while what it gets is not', async (t) => {
	const simulator = await startService(t, { time_scale: 0.01 });
	const { socket } = await connectClient(simulator);
	await simulator.control('/faults', { socket_uplink_delay_ms: 2000 });
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'first' });
	const sent = simulator.service.clock.now();
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'second' });
	await simulator.control('/faults', { socket_uplink_delay_ms: 0 });
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'third' });
	const { entries } = await simulator.wait('what=event&direction=in&count=3');
	assert.ok(entries[0].at_ms - sent >= 1900);
	assert.deepEqual(
		entries.map(({ args }) => args[0].ackId),
		['first', 'second', 'third'],
	);
});

test('fragments and single bytes are really on the wire', async (t) => {
	const simulator = await startService(t);
	await simulator.control('/faults', { fragment_bytes: 7, trickle: true });
	const raw = await connectRaw(simulator);
	const sizes = [];
	const frames = [];
	raw.ws.on('open', () => {
		raw.ws._socket.on('data', (chunk) => sizes.push(chunk.length));
		raw.ws._socket.on('data', (chunk) => frames.push(...chunk));
	});
	await raw.nextThat('40');
	// The first frame: FIN clear, text, seven bytes.
	assert.deepEqual(frames.slice(0, 2), [0x01, 0x07]);
	assert.ok(Math.max(...sizes) < 20, 'no chunk holds a whole packet');
});

test('glued bytes and every kind of noise reach the client', async (t) => {
	const simulator = await startService(t);
	const { control } = simulator;
	const raw = await connectRaw(simulator);
	await raw.nextThat('40');
	await control('/faults', { glue: 'engine_tail' });
	await control('/pair', {});
	assert.match(await raw.nextThat('42["basicapi_update_app_status_tc"'), /\]2\["x"\]$/);
	await control('/faults', { glue: 'none' });
	const expected = {
		unknown_event: /^42\["basicapi_future_event_tc"/,
		number_event: /^42\[7,/,
		no_arguments: /^42\["basicapi_update_app_status_tc"\]$/,
		ack: /^42\d+\[/,
		binary: /^451-\["basicapi_future_event_tc",\{"_placeholder":true,"num":0\}\]$/,
		broken_json: /"status":$/,
		big_message: /^42.{1048576,}$/s,
		deep_json: /^42\["x",\[{20000}/,
		engine_ping: /^2$/,
		engine_noop: /^6$/,
		engine_upgrade: /^5$/,
		empty_message: /^$/,
		unknown_packet: /^9hello$/,
		error_packet: /^44"/,
		unknown_namespace: /^42\/elsewhere,/,
		stray_ack: /^43999\[/,
	};
	await raw.nextThat('42["basicapi_update_device_info_tc"');
	for (const [kind, pattern] of Object.entries(expected)) {
		await control('/faults', { noise: kind });
		await control('/phone', { online: true });
		assert.match(String(await raw.next()), pattern, kind);
		await control('/faults', { noise: 'none' });
		await raw.nextThat('42["basicapi_update_device_info_tc"');
	}
});

test('invalid UTF-8 is really invalid', async (t) => {
	const simulator = await startService(t);
	await simulator.control('/faults', { noise: 'invalid_utf8' });
	const raw = await connectRaw(simulator);
	await raw.closed;
	assert.match(raw.error.message, /invalid UTF-8/i);
});

test('a restart of the socket host ends sockets and forgets ntokens', async (t) => {
	const simulator = await startService(t);
	const raw = await connectRaw(simulator);
	await raw.nextThat('40');
	const unused = await webSocketUrl(simulator, 'u-2');
	await simulator.control('/restart-socket', {});
	await raw.closed;
	assert.equal(await new RawClient(unused, { test: t }).refused, 401);
	const again = await connectRaw(simulator);
	assert.equal(await again.nextThat('40'), '40');
});

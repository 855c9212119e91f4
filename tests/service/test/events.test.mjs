// SPDX-License-Identifier: GPL-2.0-or-later
// Events, QR codes and pairing, as the genuine client sees them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connectClient, startService } from './support.mjs';

const STATUS = 'basicapi_update_app_status_tc';
const ONLINE = 'basicapi_update_app_online_tc';
const INFO = 'basicapi_update_device_info_tc';
const QR = 'basicapi_get_qrcode_tc';

const UNPROMPTED_NEVER = { device_info_interval_ms: 36_000_000 };

async function pairedClient(t, options = {}, faults = {}) {
	const simulator = await startService(t, options);
	await simulator.control('/faults', { paired_greeting: 'none', ...faults });
	const client = await connectClient(simulator);
	await simulator.control('/pair', {});
	return { ...simulator, ...client };
}

test('payloads are JSON text in a string, or objects', async (t) => {
	const { events, control } = await pairedClient(t);
	assert.deepEqual(await events.next(STATUS), ['{"status":1}']);
	await events.next(INFO);
	await control('/faults', { payload_form: 'object' });
	await control('/announce', {});
	const [info] = await events.next(INFO);
	assert.equal(info.toyList.length, 2);
});

test('device info has the fields of the phone app', async (t) => {
	const { events, service } = await pairedClient(t, { lan: true });
	const info = await events.json(INFO);
	assert.match(info.deviceCode, /^remote_[0-9a-f]{32}$/);
	assert.deepEqual(
		{ ...info, deviceCode: '', toyList: info.toyList.map((toy) => ({ ...toy, id: '' })) },
		{
			deviceCode: '',
			online: true,
			domain: '127-0-0-1.lovense.club',
			httpsPort: service.lanHttps.port,
			wssPort: service.lanHttps.port,
			platform: 'ios',
			appVersion: '7.76.0',
			appType: 'remote',
			toyList: [
				{
					id: '',
					name: 'Lush',
					toyType: 'lush',
					nickname: '',
					fVersion: 331,
					hVersion: '2',
					battery: 80,
					connected: true,
				},
				{
					id: '',
					name: 'Nora',
					toyType: 'nora',
					nickname: '',
					fVersion: 331,
					hVersion: '2',
					battery: 80,
					connected: true,
				},
			],
		},
	);
});

test('every variant of device info', async (t) => {
	const { events, control } = await pairedClient(t);
	await events.next(INFO);
	const variant = async (faults, name = INFO) => {
		await control('/faults', faults);
		await control('/announce', {});
		const value = await events.json(name);
		await control(
			'/faults',
			Object.fromEntries(Object.keys(faults).map((key) => [key, defaults.get(key)])),
		);
		return value;
	};
	const defaults = new Map(Object.values(await control('/faults?list=1')).map((row) => [row.name, row.default]));
	const lush = (info) => info.toyList[0];
	assert.ok(await variant({ device_event_name: 'basicApi_update_device_info' }, 'basicApi_update_device_info'));
	assert.equal((await variant({ payload_wrap: 'data' })).data.toyList.length, 2);
	assert.equal((await variant({ toy_list_key: 'toys' })).toys.length, 2);
	const map = (await variant({ toy_list_form: 'map' })).toyList;
	assert.deepEqual(
		Object.keys(map),
		Object.values(map).map(({ id }) => id),
	);
	assert.equal(JSON.parse((await variant({ toy_list_form: 'json_string' })).toyList).length, 2);
	assert.deepEqual((await variant({ toy_list_form: 'empty' })).toyList, []);
	assert.equal((await variant({ toy_list_form: 'missing' })).toyList, undefined);
	assert.equal(lush(await variant({ toy_connected_form: 'status_integer' })).status, 1);
	assert.equal(lush(await variant({ toy_connected_form: 'status_string' })).status, '1');
	assert.equal(lush(await variant({ toy_battery_form: 'string' })).battery, '80');
	assert.equal(lush(await variant({ toy_battery_form: 'null' })).battery, null);
	assert.ok(!('battery' in lush(await variant({ toy_battery_form: 'missing' }))));
	assert.equal(lush(await variant({ toy_version_form: 'string' })).fVersion, '331');
	assert.equal(lush(await variant({ toy_nickname_key: 'nickName' })).nickName, '');
	const nora = (await variant({ toy_function_names: true })).toyList[1];
	assert.deepEqual(
		[nora.shortFunctionNames, nora.fullFunctionNames],
		[
			['v', 'r'],
			['Vibrate', 'Rotate'],
		],
	);
	assert.equal(typeof (await variant({ https_port_form: 'string' })).httpsPort, 'string');
	assert.equal((await variant({ https_port_form: 'missing' })).httpsPort, undefined);
	assert.equal((await variant({ https_port_form: 'closed' })).httpsPort, 1);
	assert.equal((await variant({ domain_form: 'dotted' })).domain, '127.0.0.1.lovense.club');
	assert.equal((await variant({ domain_form: 'public' })).domain, '8-8-8-8.lovense.club');
	assert.ok(!(await variant({ domain_form: 'foreign' })).domain.endsWith('.lovense.club'));
	assert.equal((await variant({ domain_form: 'missing' })).domain, undefined);
	assert.equal((await variant({ app_version: '7.69.0', app_platform: 'android' })).appVersion, '7.69.0');
});

test('payloads are damaged as told', async (t) => {
	const { events, control } = await pairedClient(t);
	await events.next(INFO);
	const damaged = async (payload_damage) => {
		await control('/faults', { payload_damage });
		await control('/announce', {});
		return events.next(INFO);
	};
	const [broken] = await damaged('broken_json');
	assert.throws(() => JSON.parse(broken), SyntaxError);
	assert.deepEqual(await damaged('null'), [null]);
	assert.deepEqual(await damaged('number'), [42]);
	assert.ok(Array.isArray((await damaged('array'))[0]));
	assert.deepEqual(await damaged('empty_string'), ['']);
	assert.deepEqual(await damaged('missing'), []);
});

test('status comes in every form', async (t) => {
	const { events, control } = await pairedClient(t);
	await events.next(ONLINE);
	const online = async (faults, isOnline = true) => {
		await control('/faults', faults);
		await control('/phone', { online: isOnline });
		return events.json(ONLINE);
	};
	assert.deepEqual(await online({}, false), { status: 0 });
	assert.deepEqual(await online({ status_form: 'string' }), { status: '1' });
	assert.deepEqual(await online({ status_form: 'boolean' }, false), { status: false });
	assert.deepEqual(await online({ status_form: 'missing' }), {});
	assert.deepEqual(await online({ status_form: 'integer', payload_wrap: 'data' }), { data: { status: 1 } });
});

test('events of a scan come in any order', async (t) => {
	const simulator = await startService(t);
	const { events, uid } = await connectClient(simulator);
	const order = async (pair_order) => {
		await simulator.control('/faults', { pair_order });
		const { serial } = await simulator.control('/mark', { name: 'scan' });
		await simulator.control('/pair', { uid });
		const { entries } = await simulator.wait(`what=event&direction=out&count=3&after=${serial}`);
		return entries.map(({ name }) => name);
	};
	assert.deepEqual(await order('info,online,status'), [INFO, ONLINE, STATUS]);
	assert.deepEqual(await order('online,status,info'), [ONLINE, STATUS, INFO]);
	assert.ok(await events.next(INFO));
});

test('every answer to a QR request', async (t) => {
	const simulator = await startService(t);
	const { socket, events } = await connectClient(simulator);
	const ask = async (qr_reply, ackId = qr_reply) => {
		await simulator.control('/faults', { qr_reply });
		socket.emit('basicapi_get_qrcode_ts', { ackId });
		return events.json(QR);
	};
	const first = await ask('normal');
	assert.equal((await ask('stale')).data.qrcode, first.data.qrcode);
	assert.equal((await ask('wrong_ack')).data.ackId, 'of-another-request');
	assert.ok(!('ackId' in (await ask('no_ack')).data));
	assert.deepEqual(await ask('error'), { code: 500, message: 'System error' });
	assert.equal((await ask('no_code')).data.code, undefined);
	assert.equal((await ask('qrcode_object')).data.qrcode.type, 5);
	assert.ok((await ask('too_long')).data.qrcode.length > 4000);
	assert.equal((await ask('empty')).data.qrcode, '');
	assert.equal((await ask('duplicate')).data.qrcode, (await events.json(QR)).data.qrcode);
	await simulator.control('/faults', { qr_reply: { value: 'none', times: 1 } });
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'lost' });
	socket.emit('basicapi_get_qrcode_ts', JSON.stringify({ ackId: 'as text' }));
	assert.equal((await events.json(QR)).data.ackId, 'as text');
});

test('a new QR replaces the old one, and a QR grows too old', async (t) => {
	const simulator = await startService(t);
	const { socket, events } = await connectClient(simulator);
	const ask = async () => {
		socket.emit('basicapi_get_qrcode_ts', { ackId: 'q' });
		return (await events.json(QR)).data;
	};
	const [old, young] = [await ask(), await ask()];
	assert.equal((await simulator.call('/pair', { qrcode: old.qrcode })).status, 400);
	const {
		last_qr: last,
		users: [user],
	} = await simulator.control('/state');
	assert.deepEqual([last.qrcode, last.code], [young.qrcode, young.code]);
	assert.equal(user.qrcode, young.qrcode);
	await simulator.control('/faults', { qr_life_ms: 0 });
	assert.equal((await simulator.call('/pair', { code: young.code })).status, 400);
	await simulator.control('/faults', { qr_life_ms: 1e9 });
	assert.equal((await simulator.control('/pair', { code: young.code })).uid, 'u-1');
	assert.equal((await simulator.call('/pair', { code: young.code })).status, 400, 'a QR pairs once');
});

test('an unsolicited QR', async (t) => {
	const simulator = await startService(t);
	await simulator.control('/faults', { qr_unsolicited: true });
	const { events } = await connectClient(simulator);
	assert.equal((await events.json(QR)).data.ackId, undefined);
});

test('a paired uid hears of its phone on a new socket without a scan', async (t) => {
	const { control, events, test: own, ...simulator } = await pairedClient(t, { time_scale: 0.01 });
	await events.next(INFO);
	await control('/kill', {});
	await control('/faults', { paired_greeting: 'all' });
	const again = await connectClient({ ...simulator, control, test: own });
	assert.deepEqual(await again.events.json(STATUS), { status: 1 });
	assert.deepEqual(await again.events.json(ONLINE), { status: 1 });
	assert.equal((await again.events.json(INFO)).toyList.length, 2);
});

test('unpair and a phone that goes offline and comes back', async (t) => {
	const { control, events } = await pairedClient(t);
	await events.next(STATUS);
	await events.next(ONLINE);
	await events.next(INFO);
	await control('/phone', { online: false });
	assert.deepEqual(await events.json(ONLINE), { status: 0 });
	assert.equal((await events.json(INFO)).online, false);
	await control('/faults', { device_info_when_offline: false });
	await control('/phone', { online: false });
	await events.next(ONLINE);
	await control('/phone', { online: true });
	assert.deepEqual(await events.json(ONLINE), { status: 1 });
	assert.equal((await events.json(INFO)).online, true);
	await control('/unpair', {});
	assert.deepEqual(await events.json(STATUS), { status: 0 });
	assert.equal(events.count(INFO), 0);
});

test('the end of a pairing comes in every order, and a uid without a phone may hear of it too', async (t) => {
	const { control, events, ...simulator } = await pairedClient(t, { time_scale: 0.01 }, UNPROMPTED_NEVER);
	for (const name of [STATUS, ONLINE, INFO]) await events.next(name);
	await control('/faults', { unpair_order: 'online,info,status', unpaired_greeting: 'status,online,info' });
	await control('/unpair', {});
	const { entries } = await simulator.wait('what=event&direction=out&name=' + STATUS + '&count=2');
	const names = (await control('/log?kind=event')).entries
		.filter(({ serial, direction }) => direction === 'out' && serial <= entries[1].serial)
		.map(({ name }) => name);
	assert.deepEqual(names.slice(-3), [ONLINE, INFO, STATUS]);
	assert.deepEqual(await events.json(ONLINE), { status: 0 });
	assert.equal((await events.json(INFO)).online, false);
	const other = await connectClient({ ...simulator, control }, { uid: 'u-never' });
	assert.deepEqual(await other.events.json(STATUS), { status: 0 });
	assert.deepEqual(await other.events.json(ONLINE), { status: 0 });
	assert.deepEqual(await other.events.json(INFO), { deviceCode: '', online: false, toyList: [] });
});

test('device info comes with each toy change and from time to time', async (t) => {
	const { control, events, service } = await pairedClient(t, { time_scale: 0.01 }, UNPROMPTED_NEVER);
	await events.next(INFO);
	const [toy] = service.phone().toys.all();
	await control('/toys', { id: toy.id, battery: 7 });
	assert.equal((await events.json(INFO)).toyList[0].battery, 7);
	await control('/toys', { id: toy.id, connected: false });
	assert.equal((await events.json(INFO)).toyList[0].connected, false);
	const { id } = await control('/toys/add', { type: 'max', battery: 12 });
	assert.equal((await events.json(INFO)).toyList[2].id, id);
	await control('/toys/remove', { id });
	assert.equal((await events.json(INFO)).toyList.length, 2);
	await control('/faults', { device_info_interval_ms: 1000 });
	await events.next(INFO);
	await events.next(INFO);
	await control('/faults', { device_info_paused: true });
	const { serial } = await control('/mark', { name: 'paused' });
	await control('/announce', {});
	const { entries } = await control(`/log?after=${serial}&kind=event`);
	assert.deepEqual(entries, []);
});

test('sockets of one uid all get events, uids and phones are apart', async (t) => {
	const simulator = await startService(t);
	await simulator.control('/faults', { paired_greeting: 'none' });
	const one = await connectClient(simulator, { uid: 'a' });
	const same = await connectClient(simulator, { uid: 'a' });
	const other = await connectClient(simulator, { uid: 'b' });
	await simulator.control('/pair', { uid: 'a' });
	await simulator.control('/pair', { uid: 'b', phone: 'second' });
	const [first, second] = [await one.events.json(INFO), await other.events.json(INFO)];
	assert.deepEqual(await same.events.json(INFO), first);
	assert.notEqual(first.toyList[0].id, second.toyList[0].id);
	const { serial } = await simulator.control('/mark', { name: 'go' });
	other.socket.emit('basicapi_send_toy_command_ts', {
		command: 'Function',
		action: 'Vibrate:9',
		timeSec: 60,
		apiVer: 1,
	});
	await simulator.wait(`what=command&after=${serial}`);
	const { toys } = await simulator.control('/toys');
	assert.deepEqual(
		toys.map(({ phone, moving }) => [phone, moving]),
		[
			['phone-1', false],
			['phone-1', false],
			['second', true],
			['second', true],
		],
	);
});

test('socket commands: text and object, lost when unpaired, offline or deaf, and never answered', async (t) => {
	const simulator = await startService(t);
	await simulator.control('/faults', { paired_greeting: 'none', device_info_paused: true });
	const { socket, events, uid } = await connectClient(simulator);
	const send = async (command) => {
		const { serial } = await simulator.control('/mark', { name: 'send' });
		socket.emit('basicapi_send_toy_command_ts', command);
		const {
			entries: [entry],
		} = await simulator.wait(`what=command&after=${serial}`);
		return [entry.code, entry.why, entry.means];
	};
	const command = { command: 'Function', action: 'Vibrate:9', timeSec: 5, apiVer: 1 };
	const stop = { command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1 };
	assert.deepEqual(await send(command), [null, 'not paired', 'function']);
	assert.deepEqual(await send(stop), [null, 'not paired', 'stop']);
	assert.deepEqual(await send('not JSON'), [null, 'not paired', undefined]);
	await simulator.control('/pair', { uid });
	assert.deepEqual(await send(command), [200, undefined, 'function']);
	assert.deepEqual(await send(JSON.stringify(command)), [200, undefined, 'function']);
	assert.equal((await send('not JSON'))[0], 400);
	assert.equal((await send({ ...command, toy: 'nobody' }))[0], 401);
	await simulator.control('/faults', { app_deaf: true });
	assert.deepEqual(await send(command), [null, 'lost on the way', 'function']);
	await simulator.control('/phone', { online: false });
	assert.deepEqual(await send(stop), [null, 'phone offline', 'stop']);
	assert.equal(events.count('error'), 0);
});

test('what a toy does goes on when the phone loses the service, and for a while when the app dies', async (t) => {
	const { control, socket, wait } = await pairedClient(t, { time_scale: 0.02 }, { app_kill_hold_ms: 4000 });
	const { serial } = await control('/mark', { name: 'go' });
	socket.emit('basicapi_send_toy_command_ts', {
		command: 'Function',
		action: 'Vibrate:9',
		timeSec: 20,
		apiVer: 1,
	});
	await wait(`what=toy_moving&after=${serial}`);
	await control('/phone', { online: false });
	assert.equal((await control('/toys')).toys[0].moving, true);
	const killedAt = (await control('/toys')).now_ms;
	await control('/phone', { app: 'killed' });
	await wait(`what=toy_still&after=${serial}`);
	const [toy] = (await control('/toys')).toys;
	assert.ok(toy.still_since_ms >= killedAt + 4000 && toy.longest_run_ms < 20000, JSON.stringify(toy));
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way of a session: tokens, socket, QR, scan, device info, command, toy.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connectClient, getSocketUrl, getToken, startService } from './support.mjs';

test('the REST answers have the shape of the service', async (t) => {
	const simulator = await startService(t);
	const token = await getToken(simulator);
	assert.deepEqual(Object.keys(token), ['code', 'message', 'data']);
	assert.equal(token.code, 0);
	const { data } = await getSocketUrl(simulator, token.data.authToken);
	assert.equal(data.socketIoPath, '/developer.io');
	assert.match(data.socketIoUrl, /^http:\/\/127\.0\.0\.1:\d+\?ntoken=.*\+.*\/.*=$/);
});

test('a scan pairs, and a command moves a toy until its time has passed', async (t) => {
	const simulator = await startService(t, { time_scale: 0.05 });
	const { socket, events, uid } = await connectClient(simulator);
	socket.emit('basicapi_get_qrcode_ts', { ackId: 'qr-1' });
	const qr = await events.json('basicapi_get_qrcode_tc');
	assert.equal(qr.code, 0);
	assert.equal(qr.data.ackId, 'qr-1');
	assert.match(qr.data.code, /^\d{6}$/);
	assert.equal(qr.data.qrcode.length, 108);
	assert.equal(JSON.parse(qr.data.qrcode).type, 5);

	const paired = await simulator.control('/pair', { qrcode: qr.data.qrcode });
	assert.equal(paired.uid, uid);
	assert.deepEqual(await events.json('basicapi_update_app_status_tc'), { status: 1 });
	assert.deepEqual(await events.json('basicapi_update_app_online_tc'), { status: 1 });
	const info = await events.json('basicapi_update_device_info_tc');
	assert.deepEqual(
		info.toyList.map(({ toyType }) => toyType),
		['lush', 'nora'],
	);

	const [lush] = info.toyList;
	const { serial } = await simulator.control('/mark', { name: 'before' });
	socket.emit('basicapi_send_toy_command_ts', {
		command: 'Function',
		action: 'Vibrate:16',
		timeSec: 3,
		toy: lush.id,
		apiVer: 1,
	});
	const {
		entries: [command],
	} = await simulator.wait(`what=command&after=${serial}`);
	assert.equal(command.code, 200);
	assert.deepEqual(command.toys, [lush.id]);
	const moved = await simulator.wait(`what=toy_moving&after=${serial}`);
	assert.equal(moved.entries[0].level, 16);
	await simulator.wait(`what=toy_still&after=${serial}`);
	const { toys } = await simulator.control('/toys');
	assert.deepEqual(
		toys[0].history.map(({ level }) => level),
		[16, 0],
	);
	// The levels are worked out, not sampled: the run lasts what it was told to.
	assert.ok(Math.abs(toys[0].longest_run_ms - 3000) < 0.001, String(toys[0].longest_run_ms));
	assert.equal(toys[1].history.length, 0);
});

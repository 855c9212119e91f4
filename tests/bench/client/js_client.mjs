// SPDX-License-Identifier: GPL-2.0-or-later
// The same scenarios as main.c, by socket.io-client 2.5. Commands of "latency" are posted from a thread of their own.
// usage: node js_client.mjs PORT latency COUNT PERIOD_US | rate COUNT | connect | idle
import { createRequire } from 'node:module';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const COMMAND = 'basicapi_send_toy_command_ts';
const BATCH = 1000;
const MAX_BUFFERED_BYTES = 1 << 20;
const command = (seq, ns) => ({ command: 'Function', action: 'Vibrate:16', timeSec: 20, apiVer: 1, seq, ns: String(ns) });

function post({ count, periodUs }) {
	const sleeper = new Int32Array(new SharedArrayBuffer(4));
	const begin = process.hrtime.bigint();
	for (let seq = 0; seq < count; seq++) {
		const due = begin + BigInt((seq + 1) * periodUs * 1000);
		Atomics.wait(sleeper, 0, 0, Math.max(0, Number(due - process.hrtime.bigint()) / 1e6));
		parentPort.postMessage(command(seq, process.hrtime.bigint()));
	}
}

async function postFromAThread(socket, count, periodUs) {
	const worker = new Worker(new URL(import.meta.url), { workerData: { count, periodUs } });
	let left = count;
	await new Promise((resolve) => {
		worker.on('message', (message) => {
			socket.emit(COMMAND, message);
			if (--left === 0) resolve();
		});
	});
}

async function flood(socket, count) {
	for (let seq = 0; seq < count; ) {
		for (const end = Math.min(count, seq + BATCH); seq < end; seq++)
			socket.emit(COMMAND, command(seq, process.hrtime.bigint()));
		do await new Promise(setImmediate);
		while (socket.io.engine.transport.ws.bufferedAmount > MAX_BUFFERED_BYTES);
	}
}

async function isTaken(socket) {
	while (socket.io.engine.writeBuffer.length > 0 || socket.io.engine.transport.ws.bufferedAmount > 0)
		await new Promise((resolve) => setTimeout(resolve, 1));
}

async function main([port, scenario, count, periodUs]) {
	const require = createRequire(new URL('../../service/package.json', import.meta.url));
	const io = require('socket.io-client');
	const begin = process.hrtime.bigint();
	const socket = io(`http://127.0.0.1:${port}?ntoken=bench`, { path: '/developer.io', transports: ['websocket'] });
	socket.on('connect', () => socket.emit('basicapi_get_qrcode_ts', { ackId: '1' }));
	await new Promise((resolve) => socket.on('basicapi_get_qrcode_tc', resolve));
	console.log(JSON.stringify({ connect_us: Number(process.hrtime.bigint() - begin) / 1000 }));
	const before = process.cpuUsage();
	if (scenario === 'latency') await postFromAThread(socket, Number(count), Number(periodUs));
	if (scenario === 'rate') await flood(socket, Number(count));
	if (scenario === 'idle') await new Promise((resolve) => process.stdin.on('end', resolve).resume());
	await isTaken(socket);
	socket.close();
	const { user, system } = process.cpuUsage(before);
	console.log(JSON.stringify({ cpu_us: user + system }));
	process.exit(0);
}

if (isMainThread) await main(process.argv.slice(2));
else post(workerData);

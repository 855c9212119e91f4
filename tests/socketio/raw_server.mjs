// SPDX-License-Identifier: GPL-2.0-or-later
// A server without any library, for faults that a genuine one never commits. The query names the fault: ?case=NAME.
// usage: node raw_server.mjs
// Prints {"port", "rude_port", "ipv6_port"}, where the rude one resets each connection at once and the last is 0 on a
// machine without IPv6; then one JSON line {"case", "got"} for each connection that ended, with the first thousand of the
// messages that came. Ends when its stdin ends.
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { Peer } from './raw_peer.mjs';
import { cases } from './raw_cases.mjs';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function readRequest(text) {
	const [first, ...lines] = text.split('\r\n');
	const headers = {};
	for (const line of lines) {
		const colon = line.indexOf(':');
		if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	const target = first.split(' ')[1] ?? '/';
	return { target, headers, name: new URL(target, 'http://h').searchParams.get('case') };
}

function accept(socket) {
	let buffer = Buffer.alloc(0);
	socket.setNoDelay(true);
	socket.on('error', () => {});
	const onData = (data) => {
		buffer = Buffer.concat([buffer, data]);
		const end = buffer.indexOf('\r\n\r\n');
		if (end < 0) return;
		socket.off('data', onData);
		const request = readRequest(buffer.subarray(0, end).toString('latin1'));
		const key = request.headers['sec-websocket-key'];
		const proof = createHash('sha1').update(`${key}${GUID}`).digest('base64');
		const peer = new Peer(socket, request, proof);
		socket.on('close', () => console.log(JSON.stringify({ case: request.name, got: peer.got.slice(0, 1000) })));
		peer.read(buffer.subarray(end + 4));
		const run = cases[request.name];
		if (run) Promise.resolve(run(peer)).catch((error) => console.error(request.name, error));
		else socket.destroy(new Error(`no case ${request.name}`));
	};
	socket.on('data', onData);
}

// The port; 0: this machine has no such address.
const listen = (serve, address) =>
	new Promise((resolve) => {
		const server = createServer(serve).on('error', () => resolve(0));
		server.listen(0, address, () => resolve(server.address().port));
	});
const ports = {
	port: await listen(accept, '127.0.0.1'),
	rude_port: await listen((socket) => socket.on('error', () => {}).resetAndDestroy(), '127.0.0.1'),
	ipv6_port: await listen(accept, '::1'),
};
console.log(JSON.stringify(ports));
process.stdin.on('end', () => process.exit(0)).resume();

// SPDX-License-Identifier: GPL-2.0-or-later
// Genuine Socket.IO 2.5 behind TLS, once for each certificate of a folder, and proxies to reach it through.
// usage: node tls_server.mjs CERTIFICATE_FOLDER
// Prints {"tls": {NAME: port}, "silent", "proxy", "refusing_proxy"}; ends when its stdin ends.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createPlainServer } from 'node:net';
import { createRequire } from 'node:module';

const [folder] = process.argv.slice(2);
const io = createRequire(new URL('../service/package.json', import.meta.url))('socket.io');
const CERTIFICATES = ['good', 'wrong-name', 'other', 'expired', 'self-signed'];
const tunnels = [];

function serve(socket) {
	socket.on('echo', (value) => socket.emit('echo', value));
	socket.on('tunnels', () => socket.emit('tunnels', tunnels));
	socket.on('burst', () => {
		for (let round = 0; round < 5; round++) {
			for (let i = 0; i < 200; i++) socket.emit('number', round * 200 + i);
			if (round === 2) socket.emit('big', 'x'.repeat(1000000));
		}
		for (let i = 0; i < 20; i++) setTimeout(() => socket.emit('number', 1000 + i), i * 2);
	});
}

const listen = (server) =>
	new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

const tls = {};
for (const name of CERTIFICATES) {
	const read = (kind) => readFileSync(`${folder}/${name}.${kind}`);
	const server = createTlsServer({ key: read('key'), cert: read('pem') });
	server.on('tlsClientError', () => {});
	io(server, { serveClient: false }).on('connection', serve);
	tls[name] = await listen(server);
}

// Takes connections and never says a word.
const silent = createPlainServer((socket) => socket.on('error', () => {}));

const proxy = createServer().on('connect', (request, client) => {
	tunnels.push({ target: request.url, authorization: request.headers['proxy-authorization'] ?? null });
	const server = connect(Number(request.url.split(':').pop()), '127.0.0.1', () => {
		client.write('HTTP/1.1 200 OK\r\n\r\n');
		server.pipe(client).pipe(server);
	});
	server.on('error', () => client.destroy());
	client.on('error', () => server.destroy());
});
const refusing = createServer().on('connect', (request, client) => {
	client.on('error', () => {}); // whoever is refused closes hard
	client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
});

const ports = {
	tls,
	silent: await listen(silent),
	proxy: await listen(proxy),
	refusing_proxy: await listen(refusing),
};
console.log(JSON.stringify(ports));
process.stdin.on('end', () => process.exit(0)).resume();

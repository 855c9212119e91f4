// SPDX-License-Identifier: GPL-2.0-or-later
// An HTTP server with faults, in the clear, behind each certificate of a folder, and a proxy to reach it through.
// usage: node http_server.mjs CERTIFICATE_FOLDER
// Prints {"plain", "proxy", "proxy_403", "proxy_407", "tls": {NAME: port}}; ends when its stdin ends.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';

const [folder] = process.argv.slice(2);
const CERTIFICATES = ['good', 'wrong-name', 'other', 'expired', 'self-signed'];
const counts = { connections: 0, commands: 0, redirected: 0, tunnels: [], authorization: null };

const json = (response, value) => {
	response.setHeader('Content-Type', 'application/json');
	response.end(JSON.stringify(value));
};

async function readBody(request) {
	const parts = [];
	for await (const part of request) parts.push(part);
	return Buffer.concat(parts).toString('latin1');
}

const pages = {
	echo: async (request, response) => {
		const body = await readBody(request);
		json(response, { method: request.method, headers: request.headers, body });
	},
	command: async (request, response) => {
		await readBody(request);
		counts.commands += 1;
		response.end();
	},
	counts: (request, response) => json(response, counts),
	status: (request, response, code) => {
		response.statusCode = Number(code);
		response.end('{"error":"as you asked"}');
	},
	retry: (request, response, after) => {
		response.statusCode = 503;
		response.setHeader('Retry-After', after === 'soon' ? new Date(Date.now() + 1_800_000).toUTCString() : after);
		response.end();
	},
	redirect: (request, response, code) => {
		response.writeHead(Number(code), { Location: `http://${request.headers.host}/redirected` });
		response.end('elsewhere');
	},
	redirected: (request, response) => {
		counts.redirected += 1;
		response.end();
	},
	size: (request, response, size) => {
		response.setHeader('Content-Length', size);
		response.end('x'.repeat(Number(size)));
	},
	chunked: (request, response, size) => {
		for (let left = Number(size); left > 0; left -= 1000) response.write('x'.repeat(Math.min(left, 1000)));
		response.end();
	},
	never: () => {},
	drip: (request, response) => {
		const timer = setInterval(() => response.write('x'), 50);
		response.on('close', () => clearInterval(timer));
	},
	cut: (request, response) => {
		response.setHeader('Content-Length', 100);
		response.write('only this');
		setTimeout(() => response.socket.destroy(), 20);
	},
	reset: (request) => request.socket.resetAndDestroy(),
	hangup: (request) => request.socket.end(),
	garbage: (request) => request.socket.end('this is not HTTP\r\n\r\n'),
	nul: (request, response) => response.end('a\0b'),
	empty: (request, response) => response.end(),
};

function serve(request, response) {
	const [, page, argument] = request.url.split('?')[0].split('/');
	if (pages[page]) pages[page](request, response, argument && decodeURIComponent(argument));
	else response.writeHead(404).end();
}

const listen = (server) =>
	new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

const plain = createServer({ keepAliveTimeout: 60000 }, serve).on('connection', () => {
	counts.connections += 1;
});

// Whatever name is asked for, the tunnel leads to this machine.
const proxy = createServer((request, response) => response.writeHead(405).end()).on('connect', (request, client) => {
	counts.tunnels.push(request.url);
	counts.authorization = request.headers['proxy-authorization'] ?? null;
	const server = connect(Number(request.url.split(':').pop()), '127.0.0.1', () => {
		client.write('HTTP/1.1 200 OK\r\n\r\n');
		server.pipe(client).pipe(server);
	});
	server.on('error', () => client.destroy());
	client.on('error', () => server.destroy());
});

const refusingProxy = (status) =>
	createServer().on('connect', (request, client) => {
		client.on('error', () => {}); // whoever is refused closes hard
		client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
	});

const tls = {};
for (const name of CERTIFICATES) {
	const read = (kind) => readFileSync(`${folder}/${name}.${kind}`);
	const server = createTlsServer({ key: read('key'), cert: read('pem') }, serve);
	server.on('tlsClientError', () => {});
	tls[name] = await listen(server);
}
const ports = {
	plain: await listen(plain),
	proxy: await listen(proxy),
	proxy_403: await listen(refusingProxy(403)),
	proxy_407: await listen(refusingProxy(407)),
	tls,
};
console.log(JSON.stringify(ports));
process.stdin.on('end', () => process.exit(0)).resume();

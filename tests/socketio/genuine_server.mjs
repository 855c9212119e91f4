// SPDX-License-Identifier: GPL-2.0-or-later
// A genuine Socket.IO 2 server with handlers that a test can ask for, and one HTTP page.
// usage: node genuine_server.mjs PACKAGE PING_INTERVAL_MS PING_TIMEOUT_MS
// Prints {"port": ...}; ends when its stdin ends.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const [name, pingInterval, pingTimeout] = process.argv.slice(2);
const require = createRequire(new URL('../service/package.json', import.meta.url));
const http = createServer((request, response) => {
	response.setHeader('Content-Type', 'application/json');
	response.end('{"code":0,"message":"Success"}');
});
const io = require(name)(http, {
	serveClient: false,
	path: '/developer.io',
	pingInterval: Number(pingInterval),
	pingTimeout: Number(pingTimeout),
});
let commands = 0;
let joins = 0;

function authorize(socket, next) {
	switch (socket.handshake.query.token) {
		case 'bad':
			return next(new Error('Not authorized'));
		case 'object': {
			const error = new Error('Not authorized');
			error.data = { code: 17, message: 'the token is too old' };
			return next(error);
		}
		case 'never':
			return undefined;
		case 'slow':
			return setTimeout(next, 100);
		default:
			return next();
	}
}

const actions = {
	echo: (socket, ...args) => socket.emit('echo', ...args),
	ask: (socket, ...args) => socket.emit('question', ...args, (...answer) => socket.emit('answered', answer.length)),
	big: (socket, size) => socket.emit('big', 'x'.repeat(size)),
	burst: (socket, count) => {
		for (let i = 0; i < count; i++) socket.emit('number', i);
	},
	binary: (socket) => socket.emit('binary', { data: Buffer.from([1, 2, 3]), more: [Buffer.alloc(0)] }),
	numeric: (socket) => socket.emit(5, 'x'),
	surrogate: (socket) => socket.emit('echo', '\ud800'),
	kick: (socket) => socket.disconnect(),
	kick_hard: (socket) => socket.disconnect(true),
	terminate: (socket) => socket.conn.transport.socket.terminate(),
	command: () => {
		commands += 1;
	},
	status: (socket) => socket.emit('status', { commands, joins, query: socket.handshake.query, id: socket.id }),
};

function serve(socket) {
	joins += 1;
	socket.emit('welcome', { namespace: socket.nsp.name });
	socket.use(([event], next) => next(event === 'forbidden' ? new Error('not for you') : undefined));
	for (const [event, action] of Object.entries(actions))
		socket.on(event, (...args) => {
			// An event may ask for an acknowledgement; none of ours does.
			if (typeof args.at(-1) === 'function') args.pop()();
			action(socket, ...args);
		});
}

io.use(authorize);
io.on('connection', serve);
http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: http.address().port })));
process.stdin.on('end', () => process.exit(0)).resume();

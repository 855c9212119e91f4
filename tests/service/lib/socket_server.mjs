// SPDX-License-Identifier: GPL-2.0-or-later
// The genuine socket.io 2.5 server of the developer endpoint, on a loopback port behind the gate. This file only sets
// it up as the service runs it (numbers, uuid session ids, `2probe` answered with `3probe`) and keeps its clients.
import { EventEmitter } from 'node:events';
import http from 'node:http';
import createServer from 'socket.io';
import { sendNoise } from './noise.mjs';
import { Wire } from './wire.mjs';

const MAX_MESSAGE_BYTES = 64 * 1024;

/** Emits 'join' (client), 'leave' (client) and 'event' (client, name, args). A client is {id, uid, io, wire}. */
export class SocketServer extends EventEmitter {
	#http;
	#io;
	#clients = new Map();

	constructor({ clock, random, faults, journal, gate }) {
		super();
		Object.assign(this, { clock, random, faults, journal, gate });
	}

	get port() {
		return this.#http.address().port;
	}

	async start() {
		this.#http = http.createServer((_req, res) => res.writeHead(400).end());
		this.#io = createServer();
		// A middleware that is there before attach() makes the server hold 40 back until it has decided, so that a
		// refusal can take its place.
		this.#io.use((_io, next) => next(this.#refusal()));
		this.#io.on('connection', (io) => this.#join(io));
		this.#io.attach(this.#http, {
			path: '/developer.io',
			transports: ['websocket'],
			serveClient: false,
			perMessageDeflate: false,
			cookie: false,
			maxHttpBufferSize: MAX_MESSAGE_BYTES,
		});
		this.#adjustEngine(this.#io.engine);
		await new Promise((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
	}

	async stop() {
		this.#io.close();
		this.gate.destroyAll();
		this.#http.closeAllConnections();
	}

	/** A crash of the socket host: every link ends, the next socket meets a new server. */
	async restart() {
		await this.stop();
		await this.start();
	}

	/** Connected clients, of one uid or all. */
	clients(uid) {
		return [...this.#clients.values()].filter((client) => uid === undefined || client.uid === uid);
	}

	/** Ends the sockets of a uid (or all); how: a way of Wire.end, or 'disconnect' by the genuine server. */
	kill({ uid, how = 'close', code, words } = {}) {
		const clients = this.clients(uid);
		for (const client of clients) {
			if (how === 'disconnect') client.io.disconnect(false);
			else client.wire.end(how, code, words);
		}
		return clients.length;
	}

	emitTo(client, name, ...args) {
		sendNoise(this.faults.get('noise'), client);
		client.io.emit(name, ...args);
		this.journal.add('event', { direction: 'out', socket: client.id, uid: client.uid, name, args });
	}

	#adjustEngine(engine) {
		engine.generateId = () => this.random.uuid();
		engine.upgrades = () => (this.faults.get('eio_upgrades') === 'empty' ? [] : ['websocket']);
		const onWebSocket = engine.onWebSocket.bind(engine);
		engine.onWebSocket = (req, ws) => {
			const link = this.gate.link(req.headers['x-gate-link']);
			if (!link) return ws.terminate();
			const packets = (text) => this.#incoming(req, text);
			req.wire = new Wire({ ws, link, faults: this.faults, clock: this.clock, onPacket: packets });
			engine.pingInterval = this.faults.get('ping_interval_ms') * this.clock.scale;
			engine.pingTimeout = this.faults.get('ping_timeout_ms') * this.clock.scale;
			onWebSocket(req, ws);
		};
		engine.on('connection', (socket) => this.#adjustSocket(socket));
	}

	#adjustSocket(socket) {
		const { wire } = socket.request;
		const onPacket = socket.onPacket.bind(socket);
		const adjusted = (packet) => {
			// The service echoes the data of a probe, and a probe does not count as a sign of life.
			if (packet.type === 'ping' && packet.data) return socket.sendPacket('pong', packet.data);
			onPacket(packet);
		};
		socket.transport.removeAllListeners('packet');
		socket.transport.on('packet', adjusted);
		const onClose = socket.onClose.bind(socket);
		socket.onClose = (reason, description) => {
			if (reason === 'ping timeout') this.#endSilence(wire);
			onClose(reason, description);
		};
	}

	#endSilence(wire) {
		const how = this.faults.get('silence_end');
		this.journal.add('silence', { how });
		if (how === 'close') return;
		if (how !== 'drop') wire.end(how);
		wire.end('drop');
	}

	#incoming(req, text) {
		const link = this.gate.link(req.headers['x-gate-link']);
		this.journal.add(text === '2' ? 'ping' : 'packet', {
			link: link?.id,
			uid: link?.uid,
			text: text.slice(0, 2000),
		});
	}

	#refusal() {
		switch (this.faults.get('connect_packet')) {
			case 'refused':
				this.faults.take('connect_packet');
				return new Error('Not authorized');
			case 'refused_object':
				this.faults.take('connect_packet');
				return Object.assign(new Error('Not authorized'), {
					data: { code: 401, message: 'Not authorized' },
				});
			default:
				return undefined;
		}
	}

	/** A client that sends 40 joins again with the same id: it is still one client, with a new Socket object. */
	#join(io) {
		const { wire } = io.request;
		const client = this.#clients.get(io.id) ?? {
			id: io.id,
			uid: wire.link.uid,
			wire,
			joinedAt: this.clock.now(),
		};
		const isNew = client.io === undefined;
		client.io = io;
		this.#clients.set(io.id, client);
		io.use(([name, ...args], next) => {
			this.journal.add('event', { direction: 'in', socket: client.id, uid: client.uid, name, args });
			this.emit('event', client, name, args);
			next();
		});
		io.on('disconnect', (reason) => this.#leave(client, io, reason));
		io.on('error', () => {});
		if (!isNew) return;
		this.journal.add('socket', { state: 'connected', socket: client.id, uid: client.uid });
		sendNoise(this.faults.get('noise'), client);
		this.emit('join', client);
	}

	#leave(client, io, reason) {
		if (client.io !== io || !this.#clients.delete(client.id)) return;
		this.journal.add('socket_closed', { socket: client.id, uid: client.uid, reason });
		this.emit('leave', client);
	}
}

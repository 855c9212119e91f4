// SPDX-License-Identifier: GPL-2.0-or-later
// The front of the socket endpoint: decides about the upgrade as the service does, then passes bytes between the client
// and the genuine Socket.IO server behind it. Faults below the level of a WebSocket message happen here: resets,
// silence, single bytes, delays. Faults within the genuine server's reach are in wire.mjs and socket_server.mjs.
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import net from 'node:net';
import { STATUS_CODES } from 'node:http';
import { resetConnection } from './http_io.mjs';

export const SOCKET_PATH = '/developer.io/';

/** One client's TCP link. Emits nothing; the socket server finds it by its id in a request header. */
class Link {
	/** Of what the server sends: so many bytes have been read here, and so many are all that ever arrives. */
	#read = 0;
	#last = Infinity;

	constructor({ id, uid, client, server, faults, clock }) {
		Object.assign(this, { id, uid, client, server, faults, clock });
	}

	/** Goes silent in both directions while both TCP links stay up. What the server has sent by now, so many bytes,
	 * still arrives. */
	freeze(sent) {
		this.#last = sent;
	}

	get #isFrozen() {
		return this.#last !== Infinity;
	}

	/** What of it still arrives. */
	#passing(chunk, to) {
		if (to === this.server) return this.#isFrozen ? chunk.subarray(0, 0) : chunk;
		const left = this.#last - this.#read;
		this.#read += chunk.length;
		return chunk.subarray(0, Math.max(0, Math.min(left, chunk.length)));
	}

	reset() {
		resetConnection(this.client);
		this.server.destroy();
	}

	destroy() {
		this.client.destroy();
		this.server.destroy();
	}

	start() {
		this.client.setNoDelay(true);
		this.server.setNoDelay(true);
		this.#pump(this.client, this.server, (chunk) => [chunk]);
		this.#pump(this.server, this.client, (chunk) => this.#shape(chunk));
	}

	#shape(chunk) {
		return this.faults.get('trickle') ? Array.from(chunk, (byte) => Buffer.of(byte)) : [chunk];
	}

	async #pump(from, to, shape) {
		let sending = Promise.resolve();
		try {
			for await (const read of from) {
				if (to === this.client) await this.clock.sleep(this.faults.get('socket_delay_ms'));
				const chunk = this.#passing(read, to);
				// Leaving the loop would destroy the stream: a frozen link waits for ever and reads no further.
				if (!chunk.length) await new Promise(() => {});
				const delay = to === this.server ? this.faults.get('socket_uplink_delay_ms') : 0;
				const arrival = this.clock.sleep(delay);
				const write = () => arrival.then(() => this.#write(to, chunk, shape));
				sending = this.#follow(sending, write);
				// On the way up chunks are under way together: each arrives a delay after it was sent.
				if (!delay) await sending;
			}
			await sending;
			if (!this.#isFrozen) to.end();
		} catch {
			if (!this.#isFrozen) to.destroy();
		}
	}

	/** Behind what is still under way. A link that breaks meanwhile ends it, which the reader hears of too. */
	#follow(sending, write) {
		return sending.then(write).catch(() => {
			if (!this.#isFrozen) this.destroy();
		});
	}

	async #write(to, chunk, shape) {
		if (this.#isFrozen && to === this.server) return;
		for (const piece of shape(chunk)) {
			if (!to.write(piece)) await once(to, 'drain');
			// The next turn of the event loop, so that each piece becomes a segment of its own.
			if (piece.length < chunk.length) await new Promise(setImmediate);
		}
	}
}

export class Gate {
	#links = new Map();
	#lastId = 0;

	/** serverPort(): the loopback port of the genuine server. */
	constructor({ clock, faults, store, journal, serverPort }) {
		Object.assign(this, { clock, faults, store, journal, serverPort });
	}

	link(id) {
		return this.#links.get(id);
	}

	async handleUpgrade(req, client, head) {
		client.on('error', () => {});
		const url = new URL(req.url, 'http://localhost');
		await this.clock.sleep(this.faults.take('upgrade_delay_ms'));
		const how = this.faults.take('upgrade_answer');
		const status = how === 'normal' ? this.#status(url) : 0;
		const uid = status === 101 ? this.store.useNtoken(url.searchParams.get('ntoken') ?? '') : undefined;
		const outcome = status === 101 && uid === undefined ? 401 : status;
		this.journal.add('upgrade', {
			path: url.pathname,
			query: url.search,
			status: outcome,
			how,
			uid: uid ?? null,
		});
		if (how !== 'normal') return this.#misbehave(how, req, client);
		if (outcome !== 101) return refuse(client, outcome, this.faults.get('upgrade_retry_after'));
		return this.#connect(req, client, head, uid);
	}

	destroyAll() {
		for (const link of this.#links.values()) link.destroy();
	}

	#status(url) {
		const forced = this.faults.take('upgrade_status');
		if (forced !== 101) return forced;
		if (url.pathname !== SOCKET_PATH || url.searchParams.get('transport') !== 'websocket') return 400;
		if (this.faults.get('strict_eio') && url.searchParams.get('EIO') !== '3') return 400;
		return 101;
	}

	#misbehave(how, req, client) {
		if (how === 'reset') resetConnection(client);
		if (how === 'close') client.destroy();
		if (how === 'not_socketio_2') {
			// Completes the upgrade and then writes plain HTTP into the stream, as a server of version 3 or 4 does.
			client.write(
				'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
					`Sec-WebSocket-Accept: ${acceptKey(req.headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
			);
			client.end(
				'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n' +
					'{"code":5,"message":"Unsupported protocol version"}',
			);
		}
	}

	#connect(req, client, head, uid) {
		const id = String(++this.#lastId);
		const server = net.connect(this.serverPort(), '127.0.0.1');
		const link = new Link({ id, uid, client, server, faults: this.faults, clock: this.clock });
		this.#links.set(id, link);
		client.once('close', () => {
			this.#links.delete(id);
			server.destroy();
		});
		server.on('error', () => client.destroy());
		server.once('connect', () => {
			const headers = [];
			for (let i = 0; i < req.rawHeaders.length; i += 2)
				headers.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
			server.write(
				`GET ${req.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\nX-Gate-Link: ${id}\r\n\r\n`,
			);
			if (head.length) server.write(head);
			link.start();
		});
	}
}

function acceptKey(key) {
	return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

function refuse(client, status, retryAfter) {
	const location = status === 302 ? 'Location: https://redirect.invalid/\r\n' : '';
	const pause = retryAfter && `Retry-After: ${retryAfter}\r\n`;
	client.end(
		`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${location}${pause}Content-Length: 0\r\nConnection: close\r\n\r\n`,
	);
}

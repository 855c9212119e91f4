// SPDX-License-Identifier: GPL-2.0-or-later
// An HTTP or HTTPS server on loopback that can stop listening and come back on the same port, change its certificate
// while it runs, and end every connection.
import { randomInt } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

// Not the ports that the system gives to whoever asks for any: one of those is taken while this listener has stopped.
const PORTS = [15_000, 32_000];
const ATTEMPTS = 20;

export class Listener {
	#server;
	#connections = new Set();
	#wanted = Promise.resolve();

	/** tls: {key, cert} or undefined. handlers: {request, upgrade?}. */
	constructor({ tls, handlers }) {
		this.tls = tls;
		this.handlers = handlers;
		this.port = 0;
	}

	get scheme() {
		return this.tls ? 'https' : 'http';
	}

	/** 0: any port that is free. */
	async listen(port) {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.#listenOn(port || randomInt(...PORTS));
			} catch (error) {
				if (port || error.code !== 'EADDRINUSE' || attempt === ATTEMPTS) throw error;
			}
		}
	}

	async #listenOn(port) {
		const server = this.tls ? https.createServer(this.tls) : http.createServer();
		server.on('request', this.handlers.request);
		if (this.handlers.upgrade) server.on('upgrade', this.handlers.upgrade);
		server.on('connection', (socket) => {
			this.#connections.add(socket);
			socket.on('error', () => {});
			socket.on('close', () => this.#connections.delete(socket));
		});
		server.on('tlsClientError', () => {});
		server.on('clientError', (_error, socket) => socket.destroy());
		await new Promise((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
		this.#server = server;
		this.port = server.address().port;
	}

	/** Stops accepting; connections that are open stay open unless `cut`. */
	setListening(isListening, { cut = false } = {}) {
		// One change after the other: a port is only free again when the old server has closed it.
		this.#wanted = this.#wanted.then(async () => {
			if (isListening && !this.#server) await this.listen(this.port);
			if (!isListening) this.#stopListening();
		});
		if (cut) this.cut();
	}

	/** Resolves when the listener is as it was last told to be. */
	settled() {
		return this.#wanted;
	}

	setCertificate(cert) {
		this.tls = { ...this.tls, cert };
		this.#server?.setSecureContext(this.tls);
		// A kept connection would go on with the old certificate.
		this.cut();
	}

	cut() {
		for (const socket of this.#connections) socket.destroy();
	}

	async stop() {
		await this.#wanted;
		this.#stopListening();
		this.cut();
	}

	#stopListening() {
		this.#server?.close();
		this.#server = undefined;
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Helpers of the simulator's own tests: a service in this process, its control calls, and the genuine client.
import io from 'socket.io-client';
import WebSocket from 'ws';
import { Service } from '../lib/service.mjs';

/** Starts a service that ends with the test, and calls to it. */
export async function startService(test, options = {}) {
	const service = new Service({ seed: 7, lan: false, ...options });
	await service.start();
	test.after(() => service.stop());
	const { control_url: controlUrl, api_url: apiUrl } = service.describe();
	const call = async (path, body) => {
		const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
		const res = await fetch(controlUrl + path, init);
		return { status: res.status, ...(await res.json()) };
	};
	const control = async (path, body) => {
		const { status, ...value } = await call(path, body);
		if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(value)}`);
		return value;
	};
	const post = (path, body, headers = {}) =>
		fetch(apiUrl + path, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	return { test, service, call, control, post, wait: (query) => control(`/wait?timeout_ms=60000&${query}`) };
}

export async function getToken({ service, post }, uid = 'u-1') {
	const res = await post('/api/basicApi/getToken', { token: service.store.developerToken, uid });
	return res.json();
}

export async function getSocketUrl({ service, post }, authToken) {
	const res = await post('/api/basicApi/getSocketUrl', { platform: service.store.platform, authToken });
	return res.json();
}

/** A genuine socket.io-client 2.5 on its way through both REST calls; it keeps every event. */
export async function connectClient(simulator, { uid = 'u-1', mayFail = false, options = {} } = {}) {
	const {
		data: { authToken },
	} = await getToken(simulator, uid);
	const { data } = await getSocketUrl(simulator, authToken);
	const socket = io(data.socketIoUrl, {
		path: data.socketIoPath,
		transports: ['websocket'],
		reconnection: false,
		forceNew: true,
		...options,
	});
	simulator.test.after(() => socket.close());
	const events = new EventLog(socket);
	if (!mayFail) await events.next('connect');
	return { socket, events, uid };
}

/** Every event of a client, with a way to wait for the next of a name. */
export class EventLog {
	#seen = [];
	#waiters = [];

	constructor(socket) {
		const onevent = socket.onevent;
		socket.onevent = (packet) => {
			const [name, ...args] = packet.data ?? [];
			this.#add(name, args);
			onevent.call(socket, packet);
		};
		for (const name of ['connect', 'disconnect', 'error', 'connect_error'])
			socket.on(name, (...args) => this.#add(name, args));
	}

	/** Arguments of the first event of this name that was not taken yet. */
	next(name) {
		const index = this.#seen.findIndex((event) => event.name === name);
		if (index >= 0) return Promise.resolve(this.#seen.splice(index, 1)[0].args);
		return new Promise((resolve) => this.#waiters.push({ name, resolve }));
	}

	/** The first argument as the API has it: JSON text in a string. */
	async json(name) {
		const [text] = await this.next(name);
		return JSON.parse(text);
	}

	count(name) {
		return this.#seen.filter((event) => event.name === name).length;
	}

	#add(name, args) {
		const index = this.#waiters.findIndex((waiter) => waiter.name === name);
		if (index >= 0) this.#waiters.splice(index, 1)[0].resolve(args);
		else this.#seen.push({ name, args });
	}
}

/** The URL a raw client builds from getSocketUrl. */
export async function webSocketUrl(simulator, uid = 'u-1') {
	const {
		data: { authToken },
	} = await getToken(simulator, uid);
	const { data } = await getSocketUrl(simulator, authToken);
	const ntoken = /ntoken=([^&]*)/.exec(data.socketIoUrl)?.[1] ?? '';
	const origin = simulator.service.apiUrl.replace(/^http/, 'ws');
	return `${origin}/developer.io/?ntoken=${encodeURIComponent(ntoken)}&EIO=3&transport=websocket`;
}

/** A WebSocket without Socket.IO on it, to see every message as it is. */
export class RawClient {
	#messages = [];
	#waiters = [];

	constructor(url, { test, ...options } = {}) {
		this.ws = new WebSocket(url, { perMessageDeflate: false, ...options });
		test?.after(() => this.ws.terminate());
		this.ws.on('message', (data) => this.#add(data));
		this.pings = 0;
		this.ws.on('ping', () => this.pings++);
		this.ws.on('error', (error) => (this.error = error));
		this.closed = new Promise((resolve) =>
			this.ws.on('close', (code) => {
				resolve(code);
				while (this.#waiters.length) this.#waiters.shift()(undefined);
			}),
		);
		this.refused = new Promise((resolve) =>
			this.ws.on('unexpected-response', (_req, res) => {
				resolve(res.statusCode);
				res.destroy();
			}),
		);
	}

	send(text) {
		this.ws.send(text);
	}

	/** The next message; undefined when the socket has closed. */
	next() {
		if (this.#messages.length) return Promise.resolve(this.#messages.shift());
		if (this.ws.readyState === WebSocket.CLOSED) return Promise.resolve(undefined);
		return new Promise((resolve) => this.#waiters.push(resolve));
	}

	/** Skips to the next message that starts with this text. */
	async nextThat(start) {
		for (;;) {
			const message = await this.next();
			if (message === undefined || String(message).startsWith(start)) return message;
		}
	}

	#add(data) {
		const waiter = this.#waiters.shift();
		if (waiter) waiter(data);
		else this.#messages.push(data);
	}
}

export async function connectRaw(simulator, { uid = 'u-1' } = {}) {
	return new RawClient(await webSocketUrl(simulator, uid), { test: simulator.test });
}

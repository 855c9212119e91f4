// SPDX-License-Identifier: GPL-2.0-or-later
// Faults in the packets of one connection, applied where the genuine Engine.IO server hands them to its WebSocket.
// The frames themselves are still made by the genuine `ws` library.

const LATE_MS = 3000;
const TAILS = { engine_tail: '2["x"]', namespace_tail: ',"Invalid namespace"', brace_tail: '}' };

export class Wire {
	#send;
	#queue = Promise.resolve();
	#isLate = false;
	/** Nothing of the namespace may reach a client that was never let in. */
	isMuted = false;

	/** ws: the WebSocket of the genuine server; link: the client's TCP link in the gate. */
	constructor({ ws, link, faults, clock, onPacket = () => {} }) {
		Object.assign(this, { ws, link, faults, clock, onPacket });
		this.#send = ws.send.bind(ws);
		ws.send = (data, options, done) => this.#outgoing(data, options, done);
		ws.on('message', (data) => this.onPacket(String(data)));
	}

	/** A text message as it stands, past every switch. */
	raw(text) {
		if (this.ws.readyState === this.ws.OPEN) this.#send(text, { binary: false }, () => {});
	}

	/** how: one of the values of after_open, or 'drop'; words: of the close frame. */
	end(how, code, words) {
		switch (how) {
			case 'close_1000':
			case 'close_1001':
				return this.ws.close(Number(how.slice(6)));
			case 'close':
				return this.ws.close(code ?? 1000, words);
			case 'close_empty':
				return this.ws.close();
			case 'close_1006':
			case 'drop':
				return this.ws.terminate();
			case 'reset':
				return this.link.reset();
			case 'freeze':
				return this.link.freeze(this.ws._socket.bytesWritten);
			case 'engine_close':
				return this.raw('1');
			case 'disconnect':
				return this.raw('41');
			default:
				throw new Error(`no way to end a socket is named ${how}`);
		}
	}

	#outgoing(data, options, done) {
		if (!this.#isLate) return this.#deliver(data, options, done);
		// What follows a late packet stays behind it.
		this.#queue = this.#queue.then(() => this.#deliver(data, options, done));
	}

	#deliver(data, options, done = () => {}) {
		if (typeof data !== 'string') return this.#write(data, options, done);
		if (data[0] === '0') return this.#deliverOpen(data, options, done);
		if (data === '40') return this.#deliverConnect(data, options, done);
		if (data[0] === '3' && this.faults.take('pong') === 'none') return done();
		const isEvent = data.startsWith('42');
		this.#write(isEvent ? data + (TAILS[this.faults.get('glue')] ?? '') : data, options, done);
	}

	#deliverOpen(data, options, done) {
		const how = this.faults.take('open_packet');
		const ending = this.faults.take('after_open');
		const send = () => {
			this.#write(damagedOpen(how, data), options, done);
			if (ending !== 'none') this.end(ending);
		};
		if (how === 'missing') done();
		else if (how === 'late') this.#later(send);
		else send();
	}

	#deliverConnect(data, options, done) {
		const how = this.faults.take('connect_packet');
		const ending = this.faults.take('after_connect');
		const send = () => {
			const text = { with_object: '40{"sid":"x"}', with_namespace: '40/,' }[how] ?? data;
			this.#write(text, options, done);
			if (how === 'double') this.raw('40');
			if (ending !== 'none') this.end(ending);
		};
		if (how === 'missing') {
			this.isMuted = true;
			done();
		} else if (how === 'late') this.#later(send);
		else send();
	}

	#later(send) {
		this.#isLate = true;
		this.#queue = this.#queue.then(() => this.clock.sleep(LATE_MS)).then(send);
	}

	#write(data, options, done) {
		if (this.ws.readyState !== this.ws.OPEN) return done();
		if (this.isMuted && typeof data === 'string' && data[0] === '4') return done();
		if (this.faults.get('ws_ping')) this.ws.ping('simulator');
		const size = this.faults.get('fragment_bytes');
		const bytes = Buffer.from(data);
		if (size <= 0 || bytes.length <= size) return this.#send(data, options, done);
		const binary = typeof data !== 'string';
		for (let from = 0; from < bytes.length; from += size) {
			const fin = from + size >= bytes.length;
			this.#send(
				bytes.subarray(from, from + size),
				{ binary, fin, compress: false },
				fin ? done : undefined,
			);
		}
	}
}

function damagedOpen(how, data) {
	switch (how) {
		case 'broken_json':
			return data.slice(0, -2);
		case 'no_sid':
			return data.replace(/"sid":"[^"]*",/, '');
		case 'zero_interval':
			return data
				.replace(/"pingInterval":[\d.]+/, '"pingInterval":0')
				.replace(/"pingTimeout":[\d.]+/, '"pingTimeout":0');
		case 'extra_keys':
			return data.replace(/}$/, ',"maxPayload":1000000,"extra":{"a":[1]}}');
		case 'glued':
			return `${data}2["basicapi_unknown_tc",{}]`;
		default:
			return data;
	}
}

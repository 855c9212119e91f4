// SPDX-License-Identifier: GPL-2.0-or-later
// One connection of the raw server: writes any frame, right or wrong, and takes the client's frames apart.
export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

function lengthBytes(size, maskBit) {
	if (size < 126) return Buffer.from([maskBit | size]);
	const bytes = Buffer.alloc(size < 65536 ? 3 : 9);
	bytes[0] = maskBit | (size < 65536 ? 126 : 127);
	if (size < 65536) bytes.writeUInt16BE(size, 1);
	else bytes.writeBigUInt64BE(BigInt(size), 1);
	return bytes;
}

export function frame(payload, { opcode = TEXT, fin = true, rsv = 0, mask = false, size } = {}) {
	let body = Buffer.from(payload);
	const head = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode]);
	const length = lengthBytes(size ?? body.length, mask ? 0x80 : 0);
	if (!mask) return Buffer.concat([head, length, body]);
	const key = Buffer.from([1, 2, 3, 4]);
	body = body.map((byte, index) => byte ^ key[index % 4]);
	return Buffer.concat([head, length, key, body]);
}

export const close = (code, reason = '') =>
	frame(code ? Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]) : '', { opcode: CLOSE });

export class Peer {
	constructor(socket, request, proof) {
		this.socket = socket;
		this.request = request;
		this.proof = proof;
		this.got = []; // what the client sent, as text; control frames as {opcode, hex}
		this.buffer = Buffer.alloc(0);
		this.waiting = [];
		socket.on('data', (data) => this.read(data));
	}

	read(data) {
		this.buffer = Buffer.concat([this.buffer, data]);
		while (this.takeFrame());
		this.waiting = this.waiting.filter(({ wanted, times, resolve }) => {
			const isHere = this.has(wanted, times);
			if (isHere) resolve();
			return !isHere;
		});
	}

	takeFrame() {
		const { buffer } = this;
		if (buffer.length < 2) return false;
		let size = buffer[1] & 127;
		let at = 2;
		if (size === 126) [size, at] = [buffer.length < 4 ? Infinity : buffer.readUInt16BE(2), 4];
		else if (size === 127) [size, at] = [buffer.length < 10 ? Infinity : Number(buffer.readBigUInt64BE(2)), 10];
		if (buffer.length < at + 4 + size) return false;
		const isMasked = (buffer[1] & 128) !== 0;
		const key = buffer.subarray(at, at + 4);
		const body = buffer.subarray(at + 4, at + 4 + size).map((byte, index) => byte ^ key[index % 4]);
		const opcode = buffer[0] & 15;
		if (!isMasked || (buffer[0] & 0x70) !== 0) this.got.push({ error: 'not masked, or reserved bits' });
		else this.got.push(opcode === TEXT ? body.toString() : { opcode, hex: body.toString('hex') });
		this.buffer = buffer.subarray(at + 4 + size);
		return true;
	}

	// Resolves once the client has sent this text, so many times.
	received(wanted, times = 1) {
		return this.has(wanted, times)
			? Promise.resolve()
			: new Promise((resolve) => this.waiting.push({ wanted, times, resolve }));
	}

	has(wanted, times) {
		return this.got.filter((text) => text === wanted).length >= times;
	}

	write(data) {
		this.socket.write(data);
	}

	send(...texts) {
		this.write(Buffer.concat(texts.map((text) => frame(text))));
	}

	upgrade({ accept = this.proof, extra = '', glued = Buffer.alloc(0) } = {}) {
		const head =
			'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
			`Sec-WebSocket-Accept: ${accept}\r\n${extra}\r\n`;
		this.write(Buffer.concat([Buffer.from(head), glued]));
	}

	// The usual start, up to where the client is connected.
	open({ pingInterval = 25000, pingTimeout = 20000, connect = true } = {}) {
		this.upgrade();
		this.send(`0${JSON.stringify({ sid: 'AAA', upgrades: [], pingInterval, pingTimeout })}`);
		if (connect) this.send('40');
	}

	reset() {
		this.socket.resetAndDestroy();
	}
}

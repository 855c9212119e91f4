// SPDX-License-Identifier: GPL-2.0-or-later
// Randomness that a seed makes repeatable, so that a failing run can be run again.
import { randomBytes } from 'node:crypto';

export class Random {
	#state;

	constructor(seed) {
		this.seed = seed ?? randomBytes(4).readUInt32LE();
		this.#state = this.seed >>> 0;
	}

	/** mulberry32: small, public domain, good enough for ids and delays of a simulator. */
	unit() {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	below(limit) {
		return Math.floor(this.unit() * limit);
	}

	pick(list) {
		return list[this.below(list.length)];
	}

	bytes(count) {
		return Buffer.from(Array.from({ length: count }, () => this.below(256)));
	}

	hex(digits) {
		return this.bytes(Math.ceil(digits / 2))
			.toString('hex')
			.slice(0, digits);
	}

	digits(count) {
		return String(this.below(10 ** count)).padStart(count, '0');
	}

	uuid() {
		const hex = this.hex(32);
		const variant = (8 + this.below(4)).toString(16);
		return [
			hex.slice(0, 8),
			hex.slice(8, 12),
			`4${hex.slice(13, 16)}`,
			variant + hex.slice(17, 20),
			hex.slice(20),
		].join('-');
	}

	/** Base64 that holds each of `+`, `/` and `=`: the characters a client forgets to escape in a query. */
	awkwardBase64(count) {
		const text = this.bytes(count - (count % 3) + 1).toString('base64');
		return `${text.slice(0, 5)}+${text.slice(6, 9)}/${text.slice(10)}`;
	}
}

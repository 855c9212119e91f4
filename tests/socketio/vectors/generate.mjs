// SPDX-License-Identifier: GPL-2.0-or-later
// Makes vectors.json: what the genuine JavaScript libraries of Socket.IO 2 do with each input below. Nothing but the
// inputs is written by hand. Run after "npm ci" in tests/service:  node tests/socketio/vectors/generate.mjs
//
// Frames are {"t": text} or {"b": hex}. Values that JSON cannot hold: {"$bin": hex}, {"$undefined": true},
// {"$num": "NaN"}, {"$utf16": big-endian hex} for lone surrogates; nesting is cut at 600 levels with {"$deep": ...}.
// Load with jansson and JSON_ALLOW_NUL. "jansson" names why a C client built on jansson has to drop that packet.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parserInputs } from './inputs.mjs';
import { backoffVectors, urlVectors } from './client.mjs';

const service = createRequire(new URL('../../service/package.json', import.meta.url));
const fromClient = createRequire(service.resolve('socket.io-client/package.json'));
const fromServer = createRequire(service.resolve('socket.io/package.json'));
const engine = service('engine.io-parser');
const parsers = [fromClient('socket.io-parser'), fromServer('socket.io-parser')];
const hasBinary = fromServer('has-binary2');

const MAX_LEVELS = 600;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const isObject = (value) => value !== null && typeof value === 'object';
const bytes = (hex) => Buffer.from(hex, 'hex');
const define = (target, key, value) =>
	Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });

// A JavaScript value as JSON can carry it.
function tag(value, level = 1) {
	if (level > MAX_LEVELS) return { $deep: `cut at ${MAX_LEVELS} levels` };
	if (value === undefined) return { $undefined: true };
	if (typeof value === 'number') {
		const isExact = Number.isFinite(value) && !(Number.isInteger(value) && Math.abs(value) > 2 ** 53);
		return isExact ? value : { $num: String(value) };
	}
	if (typeof value === 'string' && LONE_SURROGATE.test(value))
		return { $utf16: Buffer.from(value, 'utf16le').swap16().toString('hex') };
	if (Buffer.isBuffer(value) || value instanceof ArrayBuffer) return { $bin: Buffer.from(value).toString('hex') };
	if (Array.isArray(value)) return value.map((item) => tag(item, level + 1));
	if (!isObject(value)) return value;
	if (value.base64 !== undefined && value.data !== undefined) return { $base64: value };
	const tagged = {};
	for (const key of Object.keys(value)) define(tagged, key, tag(value[key], level + 1));
	return tagged;
}

// Why jansson cannot read a text that JavaScript reads.
function janssonNotes(text) {
	const start = text.search(/[[{"]/);
	const body = start < 0 ? '' : text.slice(start);
	const notes = [];
	if (/\\u0000/i.test(body)) notes.push('nul-escape: json_loads needs JSON_ALLOW_NUL, strlen() is wrong');
	if (/\\u[dD][89a-fA-F][0-9a-fA-F]{2}/.test(body)) {
		try {
			if (/\\ud[89a-f][0-9a-f]{2}/i.test(JSON.stringify(JSON.parse(body))))
				notes.push('lone-surrogate: jansson rejects, JS accepts');
		} catch {
			// not JSON for JavaScript either
		}
	}
	if (/(^|[^\d."\w])-?\d{19,}/.test(body)) notes.push('big-integer: jansson fails above 2^63-1, JS rounds');
	if (/\d[eE]\+?\d{3,}/.test(body))
		notes.push('huge-exponent: jansson fails (real overflow), JS gives Infinity');
	if (/\[{2049,}/.test(body)) notes.push('depth: jansson fails above JSON_PARSER_MAX_DEPTH 2048');
	return notes;
}

function agree(name, results) {
	const [first, ...others] = results.map((result) => JSON.stringify(result));
	if (others.some((other) => other !== first)) throw new Error(`the parsers disagree: ${name}`);
	return results[0];
}

const toInput = (frame) => (frame.b === undefined ? frame.t : bytes(frame.b));

function engineFrame(packet) {
	let frame;
	engine.encodePacket(packet, true, false, (out) => {
		frame = Buffer.isBuffer(out) ? { b: out.toString('hex') } : { t: out };
	});
	return frame;
}

function decodeEngine({ name, frame }) {
	const { type, data } = engine.decodePacket(toInput(frame));
	if (type === 'error') return { name, frame, expect: { error: data } };
	if (type === undefined) return { name, frame, expect: { error: 'undefined type' } };
	return { name, frame, expect: { type, data: data === undefined ? null : tag(data) } };
}

// The encoders replace binary parts in place, so each run gets a packet of its own.
function encodeSocket({ name, make }) {
	const complete = () => {
		const packet = make();
		if (packet.type === undefined) packet.type = hasBinary(packet.data) ? 5 : 2;
		return packet;
	};
	const frames = parsers.map((parser) => {
		let encoded;
		new parser.Encoder().encode(complete(), (out) => {
			encoded = out;
		});
		return encoded.map((data) => engineFrame({ type: 'message', data }));
	});
	return { name, packet: tag(complete()), frames: agree(name, frames) };
}

function decodeWith(parser, frames) {
	const decoder = new parser.Decoder();
	const packets = [];
	const result = { packets };
	decoder.on('decoded', ({ attachments, ...packet }) => packets.push(tag(packet)));
	for (const [index, frame] of frames.entries()) {
		const { type, data } = engine.decodePacket(toInput(frame));
		if (type === 'error') return { packets, error: `engine: ${data}`, error_at: index };
		if (type !== 'message') {
			packets.push(tag({ eio: type, data }));
			continue;
		}
		try {
			decoder.add(data);
		} catch (error) {
			Object.assign(result, { error: error.message, error_at: index });
			break;
		}
	}
	if (decoder.reconstructor) result.pending = true;
	return result;
}

function decodeSocket({ name, frames }) {
	const expect = agree(
		name,
		parsers.map((parser) => decodeWith(parser, frames)),
	);
	const notes = [...new Set(frames.flatMap((frame) => (frame.t ? janssonNotes(frame.t) : [])))];
	return notes.length ? { name, frames, expect, jansson: notes } : { name, frames, expect };
}

const version = (resolve, name) => resolve(`${name}/package.json`).version;
const inputs = parserInputs(bytes);
const vectors = {
	generated_with: {
		'engine.io-parser': version(service, 'engine.io-parser'),
		'socket.io-parser (client)': version(fromClient, 'socket.io-parser'),
		'socket.io-parser (server)': version(fromServer, 'socket.io-parser'),
		'socket.io-client': version(service, 'socket.io-client'),
		'engine.io-client': version(fromClient, 'engine.io-client'),
	},
	eio_decode: inputs.engineFrames.map(decodeEngine),
	eio_encode: inputs.enginePackets.map(({ name, packet }) => ({
		name,
		packet: tag(packet),
		frame: engineFrame(packet),
	})),
	sio_encode: inputs.socketPackets.map(encodeSocket),
	sio_decode: inputs.socketFrames.map(decodeSocket),
	url: urlVectors(service, fromClient),
	backoff: backoffVectors(fromClient),
};

const escapeNonAscii = (text) =>
	text.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
const lines = Object.entries(vectors).map(([key, value]) =>
	Array.isArray(value)
		? `"${key}": [\n${value.map((item) => `  ${escapeNonAscii(JSON.stringify(item))}`).join(',\n')}\n ]`
		: `"${key}": ${JSON.stringify(value)}`,
);
writeFileSync(new URL('vectors.json', import.meta.url), `{\n ${lines.join(',\n ')}\n}\n`);

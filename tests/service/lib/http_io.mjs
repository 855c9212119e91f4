// SPDX-License-Identifier: GPL-2.0-or-later
// Reading HTTP bodies and sending answers with the faults of one endpoint.

const MAX_BODY_BYTES = 1 << 20;
const HTML = '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>Try again later</body></html>';
const CONTENT_TYPES = { json: 'application/json;charset=UTF-8', html: 'text/html', none: undefined };

/** The body as text; undefined when it is too long. */
export async function readBody(req) {
	const chunks = [];
	let size = 0;
	for await (const chunk of req) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** JSON or form body as an object; undefined when it is neither. */
export function parseBody(text, contentType = '') {
	if (contentType.startsWith('application/x-www-form-urlencoded'))
		return Object.fromEntries(new URLSearchParams(text));
	try {
		const value = JSON.parse(text);
		return value !== null && typeof value === 'object' ? value : undefined;
	} catch {
		return undefined;
	}
}

export function sendJson(res, status, value, headers = {}) {
	const body = JSON.stringify(value);
	res.writeHead(status, {
		'Content-Type': 'application/json',
		'Content-Length': Buffer.byteLength(body),
		...headers,
	});
	res.end(body);
}

/** Resets the TCP link; under TLS the link is the parent of the secure socket. */
export function resetConnection(socket) {
	const link = socket._parent ?? socket;
	if (typeof link.resetAndDestroy === 'function') link.resetAndDestroy();
	socket.destroy();
}

/**
 * Sends an answer through the switches of an endpoint. `make` does the work and returns the answer; it is not called
 * when the request would not have arrived, is refused with an HTTP status, or its client has gone by then.
 */
export async function answer({ faults, clock, endpoint, req, res }, make) {
	await clock.sleep(faults.take(`${endpoint}_delay_ms`));
	const how = faults.take(`${endpoint}_answer`);
	if (req.socket.destroyed && !(endpoint === 'lan' && faults.get('lan_goes_on'))) return { how: 'client gone' };
	if (how === 'never') return { how };
	if (how === 'reset' || how === 'close') {
		how === 'reset' ? resetConnection(req.socket) : req.socket.destroy();
		return { how };
	}
	const status = faults.take(`${endpoint}_http`);
	if (status !== 200) {
		sendStatus(res, status, faults.get(`${endpoint}_retry_after`));
		return { status };
	}
	const value = make();
	send(res, { faults, endpoint, value });
	return { status, answer: value };
}

function sendStatus(res, status, retryAfter) {
	const headers = { 'Content-Type': 'text/html' };
	if (retryAfter) headers['Retry-After'] = retryAfter;
	if (status === 301 || status === 302) headers.Location = 'https://redirect.invalid/';
	res.writeHead(status, headers);
	res.end(status === 204 ? undefined : HTML);
}

function send(res, { faults, endpoint, value }) {
	const damage = faults.take(`${endpoint}_body`);
	const body = Buffer.from(damagedText(damage, value));
	const contentType = CONTENT_TYPES[faults.get(`${endpoint}_content_type`)];
	const headers = { 'Content-Length': body.length };
	if (contentType) headers['Content-Type'] = contentType;
	res.writeHead(200, headers);
	if (damage !== 'cut') res.end(body);
	else res.write(body.subarray(0, body.length / 2), () => res.socket?.destroy());
}

function damagedText(damage, value) {
	switch (damage) {
		case 'html':
			return HTML;
		case 'empty':
			return '';
		case 'error':
			return '{"error":"not subscribed"}';
		case 'broken_json':
			return JSON.stringify(value).slice(0, -2);
		default:
			return JSON.stringify(damagedValue(damage, value));
	}
}

/** The useful part of an answer is `data`, or all of it where there is no such key. */
function damagedValue(damage, value) {
	const withData = (data) => ('data' in value ? { ...value, data } : data);
	const withEach = (make) =>
		withData(
			Object.fromEntries(
				Object.entries(value.data ?? value).map(([key, old]) => [
					key,
					typeof old === 'string' ? make(old) : old,
				]),
			),
		);
	switch (damage) {
		case 'array':
			return [value];
		case 'missing_data':
			return withData(undefined) ?? {};
		case 'null_data':
			return withData(null);
		case 'missing_value':
			return withEach(() => undefined);
		case 'empty_value':
			return withEach(() => '');
		case 'wrong_type':
			return withEach(() => 12345);
		case 'huge':
			return { ...value, padding: 'x'.repeat(4 << 20) };
		default:
			return value;
	}
}

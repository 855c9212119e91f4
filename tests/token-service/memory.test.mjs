// SPDX-License-Identifier: GPL-2.0-or-later
// What stays of auth tokens and service keys in the memory of the service once they were used.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
	Connection, developerToken, metric, reply, startService, startUpstream, temporaryDirectory, tokenRequest, until,
} from './service.mjs';

const largestMapping = 2 ** 30; // the sanitizers reserve far more than they use
const pieceSize = 2 ** 24;

// All mappings that the process can write to and has touched: { from, size, name, isDumped (in a core file) }
function touchedMappings(pid) {
	const mapping = /^([0-9a-f]+)-([0-9a-f]+) rw\S+ \S+ \S+ \d+ *(.*)$[^]*?^Rss: +(\d+) kB$[^]*?^Swap: +(\d+) kB$[^]*?^VmFlags:(.*)$/mg;
	return [...readFileSync(`/proc/${pid}/smaps`, 'utf8').matchAll(mapping)]
		.map(([, from, to, name, resident, swapped, flags]) => ({
			from: parseInt(from, 16), size: parseInt(to, 16) - parseInt(from, 16), name: name || 'no file',
			isTouched: Number(resident) + Number(swapped) > 0, isDumped: !/ dd\b/.test(flags),
		}))
		.filter(({ size, isTouched }) => isTouched && size < largestMapping);
}

// Which of these texts, none longer than 64 bytes, the memory holds: { text, name, isDumped } of each place. null when the system does not let a
// parent look. It goes piece by piece: a mapping may be larger than any string.
function placesInMemory(pid, texts) {
	let memory;
	try {
		memory = openSync(`/proc/${pid}/mem`);
	} catch {
		return null;
	}
	const wanted = new RegExp(texts.join('|'), 'g');
	const bytes = Buffer.alloc(pieceSize + 64);
	const places = [];
	for (const { from, size, name, isDumped } of touchedMappings(pid))
		for (let at = 0; at < size; at += pieceSize) {
			const read = readSync(memory, bytes, 0, Math.min(bytes.length, size - at), from + at);
			for (const [text] of bytes.latin1Slice(0, read).matchAll(wanted))
				places.push({ text, name, isDumped });
		}
	closeSync(memory);
	return places;
}

// Where 300 auth tokens, and the service key that asked for them, are left: undefined when the system does not let a parent look.
async function secretsLeft(t, upstream, settings) {
	const secrets = [];
	upstream.answer = (request, response) => {
		secrets.push(`AUTH-${randomBytes(12).toString('hex')}`);
		reply(response, 200, { code: 0, message: 'Success', data: { authToken: secrets.at(-1) } });
	};
	const service = await startService(t, upstream, settings);
	for (let round = 0; round < 10; round++) {
		const clients = Array.from({ length: 30 }, () => new Connection(service.port).send(tokenRequest(service.key)));
		for (const client of clients)
			assert.equal((await client.response()).status, 200);
		clients.forEach((client) => client.destroy());
	}
	// Every connection has gone or waits: nothing is under way.
	await until(async () => (await metric(service.port, 'connections')) === 1, 'the connections to end');
	assert.equal(secrets.length, 300);
	secrets.push(service.key);
	// The end of a secret is enough to find it: the allocator writes over the beginning of what is freed.
	const places = placesInMemory(service.child.pid, [developerToken, ...secrets.map((secret) => secret.slice(-12))]);
	const [holders, left] = [true, false].map((isHolder) => places?.filter(({ text }) => (text === developerToken) === isHolder));
	assert.ok(!places || holders.length, 'the search finds what is there');
	assert.ok(!holders?.some(({ isDumped }) => isDumped), 'a core file would hold the developer token');
	assert.match(readFileSync(`/proc/${service.child.pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m);
	return left;
}

test('no auth token and no service key stays in memory', async (t) => {
	const left = await secretsLeft(t, await startUpstream(t), {});
	if (!left)
		return t.skip('the memory of the service cannot be read here');
	assert.deepEqual(left, []);
});

test('nor when the tokens came over TLS', async (t) => {
	const folder = temporaryDirectory(t);
	const script = fileURLToPath(new URL('../net/tls/make_certificates.sh', import.meta.url));
	assert.equal(spawnSync('sh', [script, folder]).status, 0);
	const tls = { key: readFileSync(join(folder, 'good.key')), cert: readFileSync(join(folder, 'good.pem')) };
	const left = await secretsLeft(t, await startUpstream(t, undefined, tls), { ca_file: join(folder, 'ca.pem') });
	if (!left)
		return t.skip('the memory of the service cannot be read here');
	assert.deepEqual(left, []);
});

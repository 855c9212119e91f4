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

const largestMapping = 2 ** 30; // the address sanitizer reserves far more than it uses

// All that the process can write to, as one text for each mapping, and whether a core file would hold it: null when the system does not let a parent look.
function memoryOf(pid) {
	let memory;
	try {
		memory = openSync(`/proc/${pid}/mem`);
	} catch {
		return null;
	}
	const texts = [];
	const mapping = /^([0-9a-f]+)-([0-9a-f]+) rw[^]*?^VmFlags:(.*)$/mg;
	for (const [, from, to, flags] of readFileSync(`/proc/${pid}/smaps`, 'utf8').matchAll(mapping)) {
		const size = parseInt(to, 16) - parseInt(from, 16);
		if (!(size < largestMapping))
			continue;
		const bytes = Buffer.alloc(size);
		const read = readSync(memory, bytes, 0, size, parseInt(from, 16));
		texts.push({ text: bytes.latin1Slice(0, read), isDumped: !/ dd\b/.test(flags) });
	}
	closeSync(memory);
	return texts;
}

// How many of 300 auth tokens, and of the service key that asked for them, are left.
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
	const memory = memoryOf(service.child.pid);
	const holders = memory?.filter(({ text }) => text.includes(developerToken));
	assert.ok(!holders || holders.length, 'the search finds what is there');
	assert.ok(!holders?.some(({ isDumped }) => isDumped), 'a core file would hold the developer token');
	assert.match(readFileSync(`/proc/${service.child.pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m);
	// The end of a secret is enough to find it: the allocator writes over the beginning of what is freed.
	return memory && secrets.filter((secret) => memory.some(({ text }) => text.includes(secret.slice(-12)))).length;
}

test('no auth token and no service key stays in memory', async (t) => {
	const left = await secretsLeft(t, await startUpstream(t), {});
	if (left === null)
		return t.skip('the memory of the service cannot be read here');
	assert.equal(left, 0);
});

test('nor when the tokens came over TLS', async (t) => {
	const folder = temporaryDirectory(t);
	const script = fileURLToPath(new URL('../net/tls/make_certificates.sh', import.meta.url));
	assert.equal(spawnSync('sh', [script, folder]).status, 0);
	const tls = { key: readFileSync(join(folder, 'good.key')), cert: readFileSync(join(folder, 'good.pem')) };
	const left = await secretsLeft(t, await startUpstream(t, undefined, tls), { ca_file: join(folder, 'ca.pem') });
	if (left === null)
		return t.skip('the memory of the service cannot be read here');
	assert.equal(left, 0);
});

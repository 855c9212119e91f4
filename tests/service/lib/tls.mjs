// SPDX-License-Identifier: GPL-2.0-or-later
// A test CA and the certificates it signs, made by openssl at start into a folder of their own and gone at the end. Where
// SIMULATOR_CERTIFICATES names a folder, the first simulator makes them there and the others take them: to make them is
// most of what a start costs. No key is ever stored in the source tree.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const API_NAMES = 'DNS:localhost,IP:127.0.0.1,IP:::1';
const LAN_NAMES = 'DNS:*.lovense.club,DNS:lovense.club';
const WRONG_NAMES = 'DNS:wrong.example.net';

async function openssl(...args) {
	await run('openssl', args);
}

async function makeAuthority(folder) {
	const [key, cert] = [join(folder, 'ca.key'), join(folder, 'ca.pem')];
	await openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', key);
	await openssl(
		'req',
		'-x509',
		'-new',
		'-key',
		key,
		'-subj',
		'/CN=Simulator test CA',
		'-days',
		'30',
		'-out',
		cert,
		'-addext',
		'basicConstraints=critical,CA:TRUE',
		'-addext',
		'keyUsage=critical,keyCertSign,cRLSign',
	);
	return { key, cert };
}

/** Signs as "openssl ca" does: only that takes dates in the past in every version of OpenSSL. */
async function signExpired(path, signer) {
	const database = path('index');
	const config = ['[ca]', 'default_ca = test', '[test]', `database = ${database}`, 'rand_serial = yes', 'policy = any',
		'[any]', 'commonName = supplied', ''];
	await writeFile(database, '');
	await writeFile(path('conf'), config.join('\n'));
	const signing = ['-config', path('conf'), '-cert', signer.cert, '-keyfile', signer.key, '-md', 'sha256'];
	const dates = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'];
	const files = ['-in', path('csr'), '-extfile', path('ext'), '-out', path('pem'), '-outdir', dirname(path('pem'))];
	await openssl('ca', '-batch', '-notext', ...signing, ...dates, ...files);
}

/** One certificate with its own name in the subject, so that a failing handshake says which one was used. */
async function makeCertificate(folder, name, { names, isExpired = false, signer, key }) {
	const path = (ending) => join(folder, `${name}.${ending}`);
	const extensions = `subjectAltName=${names}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n`;
	await writeFile(path('ext'), extensions);
	await openssl('req', '-new', '-key', key, '-subj', `/CN=${name}`, '-out', path('csr'));
	if (isExpired) return signExpired(path, signer);
	const signing = signer ? ['-CA', signer.cert, '-CAkey', signer.key, '-CAcreateserial'] : ['-signkey', key];
	// Each signing run needs a serial file of its own: the runs go side by side.
	const serial = signer ? ['-CAserial', path('srl')] : [];
	await openssl(
		'x509',
		'-req',
		'-in',
		path('csr'),
		...signing,
		...serial,
		'-days',
		'30',
		'-extfile',
		path('ext'),
		'-out',
		path('pem'),
	);
	return undefined;
}

function makeSet(folder, prefix, names, signer, key) {
	return Promise.all([
		makeCertificate(folder, `${prefix}-valid`, { names, signer, key }),
		makeCertificate(folder, `${prefix}-expired`, { names, signer, key, isExpired: true }),
		makeCertificate(folder, `${prefix}-wrong-name`, { names: WRONG_NAMES, signer, key }),
		makeCertificate(folder, `${prefix}-self-signed`, { names, key }),
	]);
}

/** Into a new folder beside `place`; returns it. */
async function make(place) {
	const folder = await mkdtemp(`${place}-`);
	const signer = await makeAuthority(folder);
	const key = join(folder, 'server.key');
	await openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', key);
	await Promise.all([makeSet(folder, 'api', API_NAMES, signer, key), makeSet(folder, 'lan', LAN_NAMES, signer, key)]);
	return folder;
}

const remove = (folder) => rm(folder, { recursive: true, force: true });

/** The first of several that start side by side wins. */
async function takeShared(place) {
	if (existsSync(place)) return place;
	const made = await make(place);
	await rename(made, place).catch(async (error) => {
		if (!existsSync(place)) throw error;
		await remove(made);
	});
	return place;
}

async function readSet(folder, prefix) {
	const read = (name) => readFile(join(folder, `${prefix}-${name}.pem`), 'utf8');
	const [valid, expired, wrongName, selfSigned] = await Promise.all(['valid', 'expired', 'wrong-name', 'self-signed'].map(read));
	return { valid, expired, wrong_name: wrongName, self_signed: selfSigned };
}

/** Returns {caFile, api, lan, key, remove()}; api and lan map the values of the certificate switches to PEM text. */
export async function makeCertificates() {
	const shared = process.env.SIMULATOR_CERTIFICATES;
	const folder = shared ? await takeShared(join(shared, 'set')) : await make(join(tmpdir(), 'lovense-service'));
	const [api, lan] = await Promise.all([readSet(folder, 'api'), readSet(folder, 'lan')]);
	const key = await readFile(join(folder, 'server.key'), 'utf8');
	return { caFile: join(folder, 'ca.pem'), api, lan, key, remove: async () => shared || remove(folder) };
}

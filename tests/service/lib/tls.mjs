// SPDX-License-Identifier: GPL-2.0-or-later
// A test CA and the certificates it signs, made by openssl at start into a folder of their own and gone at the end.
// No key is ever stored in the source tree.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
	if (isExpired) {
		await signExpired(path, signer);
		return readFile(path('pem'), 'utf8');
	}
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
	return readFile(path('pem'), 'utf8');
}

async function makeSet(folder, prefix, names, signer, key) {
	const [valid, expired, wrongName, selfSigned] = await Promise.all([
		makeCertificate(folder, `${prefix}-valid`, { names, signer, key }),
		makeCertificate(folder, `${prefix}-expired`, { names, signer, key, isExpired: true }),
		makeCertificate(folder, `${prefix}-wrong-name`, { names: WRONG_NAMES, signer, key }),
		makeCertificate(folder, `${prefix}-self-signed`, { names, key }),
	]);
	return { valid, expired, wrong_name: wrongName, self_signed: selfSigned };
}

/** Returns {caFile, api, lan, key, remove()}; api and lan map the values of the certificate switches to PEM text. */
export async function makeCertificates() {
	const folder = await mkdtemp(join(tmpdir(), 'lovense-service-'));
	const signer = await makeAuthority(folder);
	const keyFile = join(folder, 'server.key');
	await openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', keyFile);
	const [api, lan] = await Promise.all([
		makeSet(folder, 'api', API_NAMES, signer, keyFile),
		makeSet(folder, 'lan', LAN_NAMES, signer, keyFile),
	]);
	const key = await readFile(keyFile, 'utf8');
	return { caFile: signer.cert, api, lan, key, remove: () => rm(folder, { recursive: true, force: true }) };
}

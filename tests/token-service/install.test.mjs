// SPDX-License-Identifier: GPL-2.0-or-later
// The deployment of the README, line by line, into a throw-away root; the unit is then started as systemd would do it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, developerToken, grant, launch, startUpstream, temporaryDirectory, tokenRequest } from './service.mjs';

const project = fileURLToPath(new URL('../../', import.meta.url));
const buildFolder = process.env.BUILD_FOLDER;

function deploymentLines() {
	const section = readFileSync(`${project}README.md`, 'utf8').split(/^## /m).find((each) => each.startsWith('Token service'));
	return section.split('\n').filter((line) => line.startsWith('    ')).map((line) => line.trim());
}

// A root without privileges: sudo does nothing, and paths lie below the root.
function inRoot(root, line) {
	return line.replaceAll('sudo ', '').replaceAll('/usr/local/bin/', `${root}/usr/local/bin/`).replaceAll(' /etc/', ` ${root}/etc/`)
		.replace('cmake --install build-token-service', `cmake --install '${buildFolder}' --prefix ${root}/usr/local`)
		.replace('add-key', `add-key --keys ${root}/var/lib/lovense-token-service/keys.json`);
}

function shell(root, line) {
	const path = `${root}/usr/local/bin:${process.env.PATH}`;
	const result = spawnSync('bash', ['-c', `set -eo pipefail; ${line}`], { cwd: root, encoding: 'utf8', env: { ...process.env, PATH: path } });
	assert.equal(result.status, 0, `${line}: ${result.stderr}`);
	return result.stdout;
}

function install(root) {
	const [packages, , build, token, configuration, addKey, enable, check, ...more] = deploymentLines();
	assert.deepEqual(more, [], 'eight lines');
	assert.match(packages, /^sudo apt-get install /);
	mkdirSync(`${root}/var/lib`, { recursive: true });
	writeFileSync(`${root}/developer-token`, `${developerToken}\n`);
	shell(root, inRoot(root, build));
	shell(root, inRoot(root, token));
	shell(root, inRoot(root, configuration));
	const key = shell(root, inRoot(root, addKey)).trim();
	const unitName = /^sudo systemctl enable --now (\S+)$/.exec(enable)[1];
	const unitFile = `${root}/usr/local/lib/systemd/system/${unitName}.service`;
	const unit = readFileSync(unitFile, 'utf8');
	const setting = (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];
	return { key, unitFile, setting, check };
}

test('the deployment of the README serves tokens', async (t) => {
	const root = temporaryDirectory(t);
	const upstream = await startUpstream(t, grant);
	const { key, setting } = install(root);
	const [credential, source] = setting('LoadCredential').split(':');
	assert.equal(statSync(root + source).mode & 0o777, 0o600);
	mkdirSync(join(root, 'credentials'));
	cpSync(root + source, join(root, 'credentials', credential));
	const [program, ...args] = setting('ExecStart').replaceAll(' /etc/', ` ${root}/etc/`).split(' ');
	const service = await launch(t, program, args, {
		CREDENTIALS_DIRECTORY: join(root, 'credentials'),
		LOVENSE_TOKEN_SERVICE_KEYS_FILE: `${root}/var/lib/${setting('StateDirectory')}/keys.json`,
		LOVENSE_TOKEN_SERVICE_LISTEN: '127.0.0.1:0', LOVENSE_TOKEN_SERVICE_UPSTREAM_URL: upstream.url,
	});
	const answer = await ask(service.port, tokenRequest(key, { uid: 'u-1' }));
	assert.deepEqual(answer.json, { authToken: 'AUTH-1-u-1', platform: 'Your Website' });
	assert.deepEqual(upstream.requests[0].body, { token: developerToken, uid: 'u-1', uname: 'alice' });
});

test('the check of the README asks the upstream with the token as installed', async (t) => {
	const root = temporaryDirectory(t);
	const upstream = await startUpstream(t, grant);
	const { check, setting } = install(root);
	const line = `LOVENSE_TOKEN_SERVICE_UPSTREAM_URL=${upstream.url} LOVENSE_TOKEN_SERVICE_KEYS_FILE=${root}/var/lib/${setting('StateDirectory')}/keys.json `
		+ inRoot(root, check).replaceAll('=/etc/', `=${root}/etc/`);
	const { status, stdout } = await new Promise((resolve) => {
		const child = spawn('bash', ['-c', line], { env: { ...process.env, PATH: `${root}/usr/local/bin:${process.env.PATH}` } });
		const seen = [];
		child.stdout.on('data', (data) => seen.push(data));
		child.on('close', (code) => resolve({ status: code, stdout: Buffer.concat(seen).toString() }));
	});
	assert.equal(status, 0, stdout);
	assert.match(stdout, /^ok {3}Lovense API: accepts the developer token$/m);
	assert.equal(upstream.requests[0].body.token, developerToken);
});

test('the unit is valid and locked down', (t) => {
	const root = temporaryDirectory(t);
	const { unitFile, setting } = install(root);
	const needed = { DynamicUser: 'yes', NoNewPrivileges: 'yes', ProtectSystem: 'strict', ProtectHome: 'yes', PrivateDevices: 'yes',
		PrivateTmp: 'yes', PrivateUsers: 'yes', MemoryDenyWriteExecute: 'yes', RestrictNamespaces: 'yes', LockPersonality: 'yes',
		CapabilityBoundingSet: '', SystemCallFilter: '@system-service', UMask: '0077', LimitCORE: '0' };
	for (const [name, value] of Object.entries(needed))
		assert.equal(setting(name), value, name);
	const analyze = (...args) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
	if (analyze('--version').error) {
		t.diagnostic('systemd-analyze is missing: only the list above was checked');
		return;
	}
	const verified = analyze('verify', unitFile);
	assert.equal(verified.status, 0, verified.stderr);
	assert.equal(verified.stderr, '');
	const judged = analyze('security', '--offline=true', '--threshold=15', '--no-pager', unitFile);
	assert.equal(judged.status, 0, judged.stdout + judged.stderr);
});

test('nothing but the service is installed, and the examples are usable', (t) => {
	const root = temporaryDirectory(t);
	install(root);
	const files = readdirSync(`${root}/usr/local`, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
	assert.deepEqual(files.map(({ name }) => name).sort(),
		['config.example.json', 'lovense-token-service', 'lovense-token-service.service', 'nginx.example.conf']);
	const example = `${root}/usr/local/share/doc/lovense-for-obs/token-service/config.example.json`;
	const { stdout } = spawnSync(`${root}/usr/local/bin/lovense-token-service`, ['check', '--config', example], { encoding: 'utf8', env: {} });
	assert.match(stdout, /^ok {3}configuration/m);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// What the end-to-end tests share: the program under test, a stand-in for the Lovense API, and a client that sends
// exactly the bytes it is told to. Everything on loopback, on ports the system chooses.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const program = process.env.TOKEN_SERVICE;
if (!program)
	throw new Error('TOKEN_SERVICE must name the program under test, for instance build/plugin/token-service/lovense-token-service');
export const developerToken = 'DEVELOPER-TOKEN-7f3a91';

export function temporaryDirectory(t) {
	const directory = mkdtempSync(join(tmpdir(), 'token-service-'));
	t.after(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

export function run(args, options = {}) {
	const result = spawnSync(program, args, { encoding: 'utf8', env: {}, ...options });
	if (result.error)
		throw result.error;
	return result;
}

export function addKey(keysFile, name = 'alice', more = []) {
	const { status, stdout, stderr } = run(['add-key', '--keys', keysFile, '--name', name, ...more]);
	if (status !== 0)
		throw new Error(stderr);
	return stdout.trim();
}

// A stand-in for the Lovense API. answer(request, response, body) may be replaced at any time. tls: { key, cert }
export async function startUpstream(t, answer = grant, tls = undefined) {
	const upstream = { answer, requests: [], connections: 0, underWay: 0, mostUnderWay: 0 };
	const serve = (request, response) => {
		let text = '';
		upstream.mostUnderWay = Math.max(upstream.mostUnderWay, ++upstream.underWay);
		response.on('close', () => upstream.underWay--);
		request.setEncoding('utf8');
		request.on('data', (piece) => (text += piece));
		request.on('end', () => {
			const body = JSON.parse(text);
			upstream.requests.push({ url: request.url, method: request.method, headers: request.headers, body });
			upstream.answer(request, response, body, upstream.requests.length);
		});
	};
	const server = tls ? https.createServer(tls, serve) : http.createServer(serve);
	server.keepAliveTimeout = 60000;
	server.on('connection', () => upstream.connections++);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	upstream.url = `${tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
	upstream.close = () => {
		server.closeAllConnections();
		return new Promise((resolve) => server.close(resolve));
	};
	t.after(upstream.close);
	return upstream;
}

export function reply(response, status, value, headers = {}) {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
	response.end(text);
}

export function grant(request, response, body, count) {
	reply(response, 200, { code: 0, message: 'Success', data: { authToken: `AUTH-${count}-${body.uid}` } });
}

// Starts the program and waits until it listens. Unless a test kills it, it must end well.
export async function launch(t, file, args, env) {
	const child = spawn(file, args, { env: { ...sanitizerEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
	const service = { child, log: '', errors: '' };
	service.exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
	service.lines = () => service.log.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
	service.stop = async () => {
		if (child.exitCode === null && child.signalCode === null)
			child.kill('SIGTERM');
		return service.exited;
	};
	child.stdout.setEncoding('utf8').on('data', (piece) => (service.log += piece));
	child.stderr.setEncoding('utf8').on('data', (piece) => (service.errors += piece));
	t.after(async () => {
		let hangs = false;
		const timer = setTimeout(() => (hangs = child.kill('SIGKILL')), 60000);
		const { code, signal } = await service.stop();
		clearTimeout(timer);
		if (hangs || (code !== 0 && signal !== 'SIGKILL'))
			throw new Error(`the service ended with ${code ?? signal}${hangs ? ' after it hung' : ''}: ${service.errors}`);
	});
	await until(() => /listening on .* port (\d+)/.test(service.errors) || child.exitCode !== null);
	const found = /listening on .* port (\d+)/.exec(service.errors);
	if (!found)
		throw new Error(`the service did not start: ${service.errors}`);
	service.port = Number(found[1]);
	return service;
}

// Starts the service with settings (as in the configuration file, lower case).
export async function startService(t, upstream, settings = {}, options = {}) {
	const directory = options.directory ?? temporaryDirectory(t);
	const keysFile = join(directory, 'keys.json');
	const tokenFile = join(directory, 'developer_token');
	const key = options.key ?? addKey(keysFile);
	writeFileSync(tokenFile, `${developerToken}\n`, { mode: 0o600 });
	const all = {
		listen: '127.0.0.1:0', keys_file: keysFile, developer_token_file: tokenFile, upstream_url: upstream.url,
		key_rate_per_minute: 0, address_rate_per_minute: 0,
		// A test that is not about a time limit must not meet it on a busy machine.
		request_timeout_ms: 120000, upstream_timeout_ms: 120000, upstream_connect_timeout_ms: 60000, ...settings,
	};
	const env = Object.fromEntries(Object.entries(all).map(([name, value]) => [`LOVENSE_TOKEN_SERVICE_${name.toUpperCase()}`, String(value)]));
	return Object.assign(await launch(t, program, ['serve'], env), { key, keysFile, tokenFile, directory });
}

function sanitizerEnvironment() {
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(A|UB|L|T)SAN_OPTIONS$/.test(name)));
}

// Waits for a condition; the time-out only ends a test that has failed.
export async function until(condition, what = 'the condition', milliseconds = 100000) {
	const end = Date.now() + milliseconds;
	while (!(await condition())) {
		if (Date.now() > end)
			throw new Error(`gave up waiting for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

// A connection that keeps what arrives.
export class Connection {
	constructor(port, options = {}) {
		this.bytes = Buffer.alloc(0);
		this.ended = false;
		this.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, ...options });
		this.socket.on('data', (piece) => {
			this.bytes = Buffer.concat([this.bytes, piece]);
			this.wake?.();
		});
		const end = () => {
			this.ended = true;
			this.wake?.();
		};
		this.socket.on('end', end).on('close', end).on('error', (error) => {
			this.error = error;
			end();
		});
	}

	send(bytes) {
		this.socket.write(bytes);
		return this;
	}

	finish() {
		this.socket.end();
		return this;
	}

	async changed() {
		if (this.ended)
			throw new Error(`connection ended${this.error ? `: ${this.error.message}` : ''}: ${this.bytes}`);
		await new Promise((resolve) => (this.wake = resolve));
	}

	// Takes the next response off what has arrived.
	async response({ isHead = false } = {}) {
		for (;;) {
			const headEnd = this.bytes.indexOf('\r\n\r\n');
			if (headEnd >= 0) {
				const [statusLine, ...lines] = this.bytes.subarray(0, headEnd).toString().split('\r\n');
				const headers = Object.fromEntries(lines.map((line) => [
					line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
				const status = Number(statusLine.split(' ')[1]);
				const size = status === 100 || isHead ? 0 : Number(headers['content-length']);
				if (this.bytes.length >= headEnd + 4 + size) {
					const text = this.bytes.subarray(headEnd + 4, headEnd + 4 + size).toString();
					this.bytes = this.bytes.subarray(headEnd + 4 + size);
					const isJson = /json/.test(headers['content-type'] ?? '') && size;
					return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
				}
			}
			await this.changed();
		}
	}

	async end() {
		while (!this.ended)
			await new Promise((resolve) => (this.wake = resolve));
	}

	destroy() {
		this.socket.destroy();
	}
}

export function tokenRequest(key, body = { uid: 'u-1' }, headers = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const all = {
		Host: 'test', Authorization: `Bearer ${key}`, 'Content-Type': 'application/json',
		'Content-Length': Buffer.byteLength(text), ...headers,
	};
	const lines = Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\r\n`);
	return `POST /token HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}

export const healthRequest = 'GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n';

// One request on a connection of its own.
export async function ask(port, bytes, options) {
	const connection = new Connection(port);
	try {
		return await connection.send(bytes).response(options);
	} finally {
		connection.destroy();
	}
}

export async function metric(port, name) {
	const { text } = await ask(port, 'GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n');
	const line = text.split('\n').find((each) => each.startsWith(`lovense_token_service_${name} `));
	return line === undefined ? 0 : Number(line.split(' ').at(-1));
}

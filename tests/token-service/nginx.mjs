// SPDX-License-Identifier: GPL-2.0-or-later
// nginx with a configuration of its own in a directory of its own, stopped by its process id.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory, until } from './service.mjs';

// The last one is where tests/run unpacks it.
const candidates = ['nginx', '/usr/sbin/nginx', fileURLToPath(new URL('../../build-tools/usr/sbin/nginx', import.meta.url))];
const nginxProgram = candidates.find((program) => spawnSync(program, ['-v']).status === 0);

async function freePort() {
	const server = net.createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address();
	await new Promise((resolve) => server.close(resolve));
	return port;
}

function answers(port) {
	return new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.unref();
		socket.once('connect', () => socket.destroy());
	});
}

// http: text inside http { }, made from the port nginx listens on.
export async function startNginx(t, http) {
	if (!nginxProgram)
		throw new Error('nginx is missing: tests/run fetches it');
	const directory = temporaryDirectory(t);
	// nginx cannot tell which port the system chose, so one is chosen here; should another process take it in between,
	// the next is tried.
	for (let attempt = 0; attempt < 5; attempt++) {
		const port = await freePort();
		const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
		writeFileSync(join(directory, 'nginx.conf'), `daemon off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
events { worker_connections 4096; }
http { access_log off; ${temporary.join(' ')}
${http(port)} }
`);
		const child = spawn(nginxProgram, ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', join(directory, 'error.log')],
			{ stdio: 'ignore' });
		const exited = new Promise((resolve) => child.once('exit', resolve));
		await until(async () => child.exitCode !== null || (await answers(port)), 'nginx');
		if (child.exitCode !== null)
			continue;
		t.after(async () => {
			child.kill('SIGQUIT');
			setTimeout(() => child.kill('SIGTERM'), 2000).unref();
			await exited;
		});
		return port;
	}
	throw new Error('nginx did not start');
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Runs the programs of the benchmark and reads what the system says about them.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const CLIENT_TIMEOUT_MS = 120000;

class Program {
	constructor(command, args) {
		this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
		this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
		this.ended = once(this.child, 'exit');
		this.watchdog = setTimeout(() => this.child.kill('SIGKILL'), CLIENT_TIMEOUT_MS);
		this.watchdog.unref();
	}

	async read() {
		const { value, done } = await this.lines.next();
		if (done) throw new Error(`${this.child.spawnargs.join(' ')} ended without an answer`);
		return JSON.parse(value);
	}

	async finish() {
		this.child.stdin.end();
		const [code] = await this.ended;
		clearTimeout(this.watchdog);
		if (code !== 0) throw new Error(`${this.child.spawnargs.join(' ')} failed (${code})`);
	}
}

export async function startSink(programs) {
	const sink = new Program(programs.sink, []);
	const { port, tcp_port: tcpPort } = await sink.read();
	return { sink, portOf: (subject) => (subject.isTcp ? tcpPort : port) };
}

// One scenario against a fresh sink: what the client printed, and what the sink saw.
export async function play(programs, subject, ...scenario) {
	const { sink, portOf } = await startSink(programs);
	const client = new Program(subject.command, [...subject.args, portOf(subject), ...scenario]);
	const said = await client.read();
	const saidLast = subject.isSilent ? {} : await client.read();
	await client.finish();
	const seen = subject.isSilent ? {} : await sink.read();
	await sink.finish();
	return { ...said, ...saidLast, ...seen };
}

const tasksOf = (pid) => readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`);
const field = (text, name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1]);
const sum = (values) => values.reduce((total, value) => total + value, 0);

function usage(pid) {
	const cpuNs = (task) => Number(readFileSync(`${task}/schedstat`, 'utf8').split(' ')[0]);
	const sleeps = (task) => field(readFileSync(`${task}/status`, 'utf8'), 'voluntary_ctxt_switches');
	const tasks = tasksOf(pid);
	return { cpuUs: sum(tasks.map(cpuNs)) / 1000, wakeUps: sum(tasks.map(sleeps)) };
}

function memory(pid) {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return { rss_mb: field(status, 'VmRSS') / 1024, rss_anon_mb: field(status, 'RssAnon') / 1024 };
}

// A connected client that is left alone.
export async function idle(programs, subject, settleMs, windowMs) {
	const { sink, portOf } = await startSink(programs);
	const client = new Program(subject.command, [...subject.args, portOf(subject), 'idle']);
	await client.read();
	await sleep(settleMs);
	const { pid } = client.child;
	const figures = memory(pid);
	const before = usage(pid);
	await sleep(windowMs);
	const after = usage(pid);
	await client.finish();
	await sink.finish();
	const seconds = windowMs / 1000;
	figures.idle_cpu_us_per_s = (after.cpuUs - before.cpuUs) / seconds;
	figures.idle_wake_ups_per_s = (after.wakeUps - before.wakeUps) / seconds;
	return figures;
}

export const canTrace = () => spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

const isCall = (line) => /^\d+ +[\d.]+ [a-z_0-9]+\(/.test(line);

// The same under strace, which slows a client down but counts each of its system calls.
export async function idleCalls(programs, subject, settleMs, windowMs) {
	const folder = mkdtempSync(join(tmpdir(), 'bench-client-'));
	const log = join(folder, 'calls');
	const { sink, portOf } = await startSink(programs);
	const traced = ['-f', '-ttt', '-o', log, subject.command, ...subject.args, portOf(subject), 'idle'];
	const client = new Program('strace', traced);
	await client.read();
	await sleep(settleMs);
	const begin = Date.now() / 1000;
	await sleep(windowMs);
	const end = Date.now() / 1000;
	await client.finish();
	await sink.finish();
	const at = (line) => Number(line.split(/ +/)[1]);
	const calls = readFileSync(log, 'utf8').split('\n').filter(isCall);
	rmSync(folder, { recursive: true });
	return calls.filter((line) => at(line) > begin && at(line) < end).length / (windowMs / 1000);
}

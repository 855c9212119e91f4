// SPDX-License-Identifier: GPL-2.0-or-later
// Rounds of every scenario with every client, in an order that rotates; the medians of the rounds make the table.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { canTrace, idle, idleCalls, play } from './measure.mjs';

const { values: options } = parseArgs({
	options: {
		json: { type: 'string' },
		build: { type: 'string' },
		quick: { type: 'boolean', default: false },
		rounds: { type: 'string' },
	},
});
const plan = options.quick
	? { rounds: 1, posts: 10, emits: 2000, connects: 1, pings: 100, settleMs: 100, idleMs: 500 }
	: { rounds: 7, posts: 200, emits: 50000, connects: 5, pings: 2000, settleMs: 1500, idleMs: 20000 };
if (options.rounds) plan.rounds = Number(options.rounds);
const PERIOD_US = 20000;

const program = (name) => resolve(options.build, 'tests/bench/client', `bench_client_${name}`);
const programs = { sink: program('sink') };
const script = fileURLToPath(new URL('js_client.mjs', import.meta.url));
const subjects = [
	{ name: 'ours', title: 'plugin/socketio', command: program('ours'), args: [] },
	{ name: 'js', title: 'socket.io-client 2.5 (node)', command: process.execPath, args: [script] },
	{ name: 'lws', title: 'bare libwebsockets', command: program('lws'), args: [] },
	{ name: 'tcp', title: 'bare TCP', command: program('tcp'), args: [], isTcp: true },
	{ name: 'thread', title: 'bare TCP, 2nd thread', command: program('thread'), args: [], isTcp: true },
];
const pingpong = { command: program('pingpong'), args: [], isTcp: true, isSilent: true };

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * q))];
const median = (values) => quantile(values, 0.5);
const rotate = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

function mustBeWhole({ received, gaps }, count) {
	if (received !== count || gaps !== 0) throw new Error(`${received} of ${count} commands arrived, ${gaps} gaps`);
}

async function playRound(subject, rows) {
	const posts = await play(programs, subject, 'latency', plan.posts, PERIOD_US);
	mustBeWhole(posts, plan.posts);
	const emits = await play(programs, subject, 'rate', plan.emits);
	mustBeWhole(emits, plan.emits);
	const connects = [];
	for (let i = 0; i < plan.connects; i++) connects.push((await play(programs, subject, 'connect')).connect_us);
	rows.push({
		post_p50_us: quantile(posts.latency_us, 0.5),
		post_p99_us: quantile(posts.latency_us, 0.99),
		emits_per_s: plan.emits / (emits.span_us / 1e6),
		cpu_us_per_post: posts.cpu_us / plan.posts,
		cpu_us_per_emit: emits.cpu_us / plan.emits,
		connect_to_reply_ms: median(connects) / 1000,
	});
}

async function playAll() {
	const rows = Object.fromEntries(subjects.map(({ name }) => [name, []]));
	const pings = [];
	for (let round = 0; round < plan.rounds; round++) {
		for (const subject of rotate(subjects, round)) await playRound(subject, rows[subject.name]);
		const { round_trip_us: times } = await play(programs, pingpong, plan.pings);
		pings.push({ p50_us: quantile(times, 0.5), p99_us: quantile(times, 0.99) });
		process.stderr.write(`round ${round + 1} of ${plan.rounds}\n`);
	}
	return { rows, pings };
}

const medians = (rows) =>
	Object.fromEntries(Object.keys(rows[0]).map((key) => [key, median(rows.map((row) => row[key]))]));

// They disturb nobody: all at once.
async function measureIdle() {
	const figures = await Promise.all(subjects.map((subject) => idle(programs, subject, plan.settleMs, plan.idleMs)));
	const isTraced = canTrace();
	const calls = isTraced
		? await Promise.all(subjects.map((subject) => idleCalls(programs, subject, plan.settleMs * 2, plan.idleMs)))
		: subjects.map(() => null);
	return figures.map((figure, index) => ({ ...figure, idle_calls_per_s: calls[index] }));
}

const columns = [
	['post_p50_us', 'post p50 us', 0],
	['post_p99_us', 'post p99 us', 0],
	['cpu_us_per_post', 'CPU us/post', 0],
	['emits_per_s', 'emits/s', 0],
	['cpu_us_per_emit', 'CPU us/emit', 1],
	['connect_to_reply_ms', 'connect ms', 2],
	['rss_mb', 'RSS MB', 1],
	['rss_anon_mb', 'private MB', 1],
	['idle_cpu_us_per_s', 'idle CPU us/s', 0],
	['idle_wake_ups_per_s', 'idle wakes/s', 2],
	['idle_calls_per_s', 'idle calls/s', 2],
];
// Only what needs strace may be missing.
const isComplete = (clients) =>
	Object.values(clients).every((client) =>
		columns.every(([key]) => Number.isFinite(client[key]) || (key === 'idle_calls_per_s' && client[key] === null)),
	);
const show = (value, digits) => (value === null ? '-' : value.toFixed(digits));

function printTable(clients, pings) {
	const lines = [['client', ...columns.map(([, title]) => title)]];
	for (const { name, title } of subjects)
		lines.push([title, ...columns.map(([key, , digits]) => show(clients[name][key], digits))]);
	const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
	for (const line of lines)
		console.log(line.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
	console.log(`TCP ping-pong: p50 ${show(pings.p50_us, 0)} us, p99 ${show(pings.p99_us, 0)} us there and back`);
}

// What the client is built to reach, always against the others of the same run.
function goals({ ours, js, lws, thread }) {
	// is_met of what could not be measured is null.
	const goal = (name, value, limit, isMet) => ({ name, value, limit, is_met: value === null ? null : isMet });
	const below = (name, value, limit) => goal(name, value, limit, value <= limit);
	return [
		below('post p50, against the JavaScript client', ours.post_p50_us / js.post_p50_us, 1),
		below('post p99, against the JavaScript client', ours.post_p99_us / js.post_p99_us, 1),
		below('post p50, against bare libwebsockets', ours.post_p50_us / lws.post_p50_us, 1.1),
		below('post p50, against the limit of any worker thread', ours.post_p50_us / thread.post_p50_us, 1.3),
		below('post p99, against bare libwebsockets', ours.post_p99_us / lws.post_p99_us, 1),
		goal('emits per second, against the JavaScript client', ours.emits_per_s / js.emits_per_s, 2,
			ours.emits_per_s >= 2 * js.emits_per_s),
		below('system calls per idle second (strace)', ours.idle_calls_per_s, 0),
	];
}

const { rows, pings } = await playAll();
const idles = await measureIdle();
const clients = Object.fromEntries(
	subjects.map(({ name, title }, index) => [name, { title, ...medians(rows[name]), ...idles[index] }]),
);
if (!isComplete(clients)) throw new Error(`figures are missing: ${JSON.stringify(clients)}`);
const result = { benchmark: 'client', is_quick: options.quick, plan, cpus: cpus().length, load: loadavg(), clients };
result.tcp_ping_pong = medians(pings);
result.goals = goals(clients);
result.rounds = rows;
printTable(clients, result.tcp_ping_pong);
const verdict = (isMet) => (isMet === null ? 'not measured' : isMet ? 'met' : 'not met').padEnd(12);
for (const { name, value, limit, is_met: isMet } of result.goals)
	console.log(`${verdict(isMet)} ${name}: ${show(value, 2)} (${limit})`);
if (options.json) {
	mkdirSync(dirname(options.json), { recursive: true });
	writeFileSync(options.json, `${JSON.stringify(result, null, '\t')}\n`);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// The toy model alone, on a clock of its own: what each command does, and for how long.
import assert from 'node:assert/strict';
import test from 'node:test';
import { functionsOfType } from '../lib/toys/functions.mjs';
import { isVersionAtLeast } from '../lib/toys/command.mjs';
import { ToyBox } from '../lib/toys/toybox.mjs';

const RULES = { strict: true, outOfRange: 'ignore', version: '7.76.0', platform: 'ios', stopEndsPatternV2: false };

function box(...types) {
	const toys = new ToyBox();
	types.forEach((type, index) => toys.add({ id: `t${index}`, type, now: 0 }));
	const send = (command, now = 0, rules = {}) => toys.command(command, { ...RULES, ...rules }, now);
	const level = (at, name = 'Vibrate', id = 't0') => {
		toys.advance(at);
		return toys.get(id).levels[name];
	};
	return { toys, send, level, toy: (id = 't0') => toys.get(id) };
}

const vibrate = (level, fields = {}) => ({
	command: 'Function',
	action: `Vibrate:${level}`,
	timeSec: 5,
	apiVer: 1,
	...fields,
});
const stop = (fields = {}) => ({ command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1, ...fields });
const pattern = (fields = {}) => ({
	command: 'Pattern',
	rule: 'V:1;F:v;S:100#',
	strength: '20;5',
	timeSec: 1,
	apiVer: 2,
	...fields,
});
const v2 = (type, fields = {}) => ({ command: 'PatternV2', type, apiVer: 1, ...fields });
const LIST = [
	{ ts: 0, pos: 10 },
	{ ts: 100, pos: 100 },
	{ ts: 200, pos: 10 },
];

test('a level ends when its time has passed, to the millisecond', () => {
	const { send, level, toy } = box('lush');
	assert.equal(send(vibrate(16), 1000).code, 200);
	assert.equal(level(5999), 16);
	assert.equal(level(6000), 0);
	assert.deepEqual(
		toy().history.map(({ at_ms: at }) => at),
		[1000, 6000],
	);
	assert.equal(toy().longestRunMs, 5000);
	assert.equal(toy().stillSince, 6000);
});

test('a late look gives the same history as a close one', () => {
	const close = box('lush');
	const late = box('lush');
	for (const { send } of [close, late]) send(pattern({ timeSec: 1 }), 0);
	for (let at = 0; at <= 2000; at += 7) close.level(at);
	late.level(2000);
	assert.deepEqual(late.toy().history, close.toy().history);
	assert.equal(late.toy().history.length, 11);
});

test('timeSec 0 runs without end until Stop', () => {
	const { send, level, toy } = box('lush');
	send(vibrate(5, { timeSec: 0 }), 0);
	assert.equal(level(1e9), 5);
	assert.equal(toy().deadline(), Infinity);
	send(stop(), 1e9);
	assert.equal(level(1e9), 0);
	assert.equal(toy().moving, false);
});

test('a renewed lease goes on without a gap and counts as renewed', () => {
	const { send, level, toy } = box('lush');
	for (let at = 0; at <= 9000; at += 1500) send(vibrate(8, { timeSec: 3 }), at);
	assert.equal(level(11999), 8);
	assert.equal(level(12000), 0);
	assert.equal(toy().history.length, 2);
	assert.equal(toy().longestRunMs, 12000);
	assert.equal(toy().longestUnrenewedMs, 3000);
});

test('stopPrevious 1 replaces what runs, 0 adds to it', () => {
	const first = { command: 'Function', action: 'Vibrate:10', timeSec: 9, apiVer: 1 };
	const second = { command: 'Function', action: 'Rotate:20', timeSec: 9, apiVer: 1 };
	const replaced = box('nora');
	replaced.send(first);
	replaced.send(second);
	assert.deepEqual(replaced.toy().levels, { Vibrate: 0, Rotate: 20 });
	const added = box('nora');
	added.send(first);
	added.send({ ...second, stopPrevious: 0 });
	assert.deepEqual(added.toy().levels, { Vibrate: 10, Rotate: 20 });
	added.send({ ...first, action: 'Vibrate:3', timeSec: 1, stopPrevious: 0 });
	assert.equal(added.level(1000), 0, 'a function has one run, not a stack of them');
});

test('without a toy all connected toys are meant; one that is off is left alone', () => {
	const { toys, send } = box('lush', 'nora', 'max');
	toys.get('t2').setConnected(false, 0);
	assert.deepEqual(send(vibrate(9)).toys, ['t0', 't1']);
	assert.equal(toys.get('t2').levels.Vibrate, 0);
});

test('a toy that goes off is still at once and does not wake up running', () => {
	const { toys, send, level } = box('lush');
	send(vibrate(9), 0);
	toys.get('t0').setConnected(false, 1000);
	assert.equal(level(1000), 0);
	toys.get('t0').setConnected(true, 2000);
	assert.equal(level(2000), 0);
});

test('each error has its code', () => {
	const { toys, send } = box('lush', 'nora');
	toys.get('t1').setConnected(false, 0);
	const code = (command, rules) => send(command, 0, rules).code;
	assert.equal(code(undefined), 400);
	assert.equal(code({ command: 'Dance' }), 400);
	assert.equal(code(vibrate(1, { toy: 'nobody' })), 401);
	assert.equal(code(vibrate(1, { toy: 't1' })), 402);
	assert.equal(code({ ...vibrate(1), action: 'Rotate:5' }), 403);
	assert.equal(code({ ...vibrate(1), action: 'Sing:5' }), 403);
	assert.equal(code({ ...vibrate(1), action: '' }), 404);
	assert.equal(code(vibrate(1, { timeSec: 'x' })), 404);
	assert.equal(code(vibrate(1, { apiVer: 2 })), 404);
	assert.equal(code(vibrate(1, { timeSec: 0.5 })), 404);
	assert.equal(code(vibrate(1, { timeSec: -1 })), 404);
	assert.equal(code(vibrate(1, { timeSec: 0.5 }), { strict: false }), 200);
	assert.equal(code(vibrate(1, { loopRunningSec: 0.5, loopPauseSec: 2 })), 404);
	assert.equal(code(vibrate(1, { toy: ['t0'] }), { version: '7.70.9' }), 404);
	assert.equal(code(vibrate(1, { toy: ['t0'] })), 200);
	assert.equal(box().send(vibrate(1)).code, 402);
});

test('levels out of range are ignored, clamped or refused', () => {
	const level = (outOfRange) => {
		const { send, toy } = box('lush');
		const { code } = send(vibrate(99), 0, { outOfRange });
		return [code, toy().levels.Vibrate];
	};
	assert.deepEqual(level('ignore'), [200, 0]);
	assert.deepEqual(level('clamp'), [200, 20]);
	assert.deepEqual(level('refuse'), [404, 0]);
});

test('All means every function that is not named', () => {
	const { send, toy } = box('max');
	send({ command: 'Function', action: 'Vibrate:2,All:20', timeSec: 5, apiVer: 1 });
	assert.deepEqual(toy().levels, { Vibrate: 2, Pump: 3 });
});

test('Vibrate moves all motors, a number one of them', () => {
	const { send, toy } = box('edge');
	send(vibrate(7));
	assert.deepEqual(toy().levels, { Vibrate1: 7, Vibrate2: 7 });
	send({ ...vibrate(0), action: 'Vibrate2:9' });
	assert.deepEqual(toy().levels, { Vibrate1: 0, Vibrate2: 9 });
});

test('Stroke needs Thrusting and a span of 20', () => {
	const levels = (action) => {
		const { send, toy } = box('solace pro');
		send({ command: 'Function', action, timeSec: 5, apiVer: 1 });
		return [toy().levels.Stroke, toy().levels.Thrusting, toy().moving];
	};
	assert.deepEqual(levels('Stroke:0-20,Thrusting:10'), [20, 10, true]);
	assert.deepEqual(levels('Stroke:0-19,Thrusting:10'), [0, 10, true]);
	assert.deepEqual(levels('Stroke:0-80'), [0, 0, false]);
});

test('a loop runs and pauses until its time has passed', () => {
	const { send, level, toy } = box('lush');
	send(vibrate(16, { timeSec: 20, loopRunningSec: 9, loopPauseSec: 4 }));
	assert.deepEqual(
		[8999, 9000, 12999, 13000, 19999, 20000].map((at) => level(at)),
		[16, 0, 0, 16, 16, 0],
	);
	assert.equal(toy().longestRunMs, 9000);
});

test('a pattern steps, repeats, ends, and scales to coarse functions', () => {
	const { send, level } = box('max');
	send(pattern({ rule: 'V:1;F:v,p;S:200#', strength: '20;7;0' }));
	assert.deepEqual(
		[0, 199, 200, 400, 600, 999, 1000].map((at) => level(at)),
		[20, 20, 7, 0, 20, 7, 0],
	);
	assert.deepEqual(box('max').send(pattern({ rule: 'V:1;F:;S:200#' })).toys, ['t0']);
	const scaled = box('max');
	scaled.send(pattern({ rule: 'V:1;F:p;S:200#', strength: '10' }));
	assert.deepEqual(scaled.toy().levels, { Vibrate: 0, Pump: 2 });
});

test('a pattern that breaks the rules is refused', () => {
	const { send } = box('lush');
	const code = (fields) => send(pattern(fields)).code;
	assert.equal(code({ strength: Array(51).fill(1).join(';') }), 404);
	assert.equal(code({ strength: Array(50).fill(1).join(';') }), 200);
	assert.equal(code({ rule: 'V:1;F:v;S:99#' }), 404);
	assert.equal(code({ rule: 'V:1;F:v;S:100' }), 404);
	assert.equal(code({ rule: 'V:1;F:x;S:100#' }), 404);
	assert.equal(code({ rule: 'V:1;F:r;S:100#' }), 403);
	assert.equal(code({ rule: 'V:1;F:vr;S:100#' }), 200, 'the old way without commas');
	assert.equal(code({ strength: '1;x' }), 404);
	assert.equal(code({ apiVer: 1 }), 404);
});

test('the four presets run for their time, others are refused', () => {
	for (const name of ['pulse', 'wave', 'fireworks', 'earthquake']) {
		const { send, toy, level } = box('lush');
		assert.equal(send({ command: 'Preset', name, timeSec: 9, apiVer: 1 }).code, 200);
		level(8999);
		assert.ok(
			toy().history.some(({ level: reached }) => reached === 20),
			name,
		);
		assert.equal(level(9000), 0);
	}
	assert.equal(box('lush').send({ command: 'Preset', name: 'tango', timeSec: 9, apiVer: 1 }).code, 404);
});

test('Position takes text, moves for 300 ms, and needs a toy that can', () => {
	const { send, toy, toys } = box('solace pro');
	const position = (value) => send({ command: 'Position', value, apiVer: 1 }, 0).code;
	assert.equal(position(38), 404);
	assert.equal(position('38'), 200);
	assert.equal(toy().moving, true);
	toys.advance(300);
	assert.equal(toy().moving, false);
	assert.equal(box('lush').send({ command: 'Position', value: '38', apiVer: 1 }).code, 403);
});

test('Function Stop leaves a position pattern running, its own Stop ends it', () => {
	const { send, toy } = box('solace pro');
	send(v2('Setup', { actions: LIST }));
	send(v2('Play', { timeMs: 5000 }));
	send(stop(), 100);
	assert.equal(toy().moving, true);
	send(v2('Stop'), 200);
	assert.equal(toy().moving, false);
	send(v2('Play', { timeMs: 5000 }), 300);
	send(stop(), 400, { stopEndsPatternV2: true });
	assert.equal(toy().moving, false);
});

test('PatternV2 moves what a toy can do, beside its functions', () => {
	const { send, level } = box('nora');
	send(v2('Setup', { actions: [{ ts: 0, pos: 50 }, { ts: 5000, pos: 50 }] }));
	send({ ...vibrate(4), action: 'Vibrate:4,Rotate:4' });
	send(v2('Play', { timeMs: 3000 }), 100);
	assert.deepEqual([level(100), level(100, 'Rotate')], [10, 10]);
	send(stop(), 200);
	assert.deepEqual([level(200), level(200, 'Rotate')], [10, 10]);
	send(vibrate(4), 300);
	send(v2('Stop'), 400);
	assert.deepEqual([level(400), level(400, 'Rotate')], [4, 0]);
});

test('PatternV2 drops bad entries, needs a Setup, and knows its versions', () => {
	assert.equal(box('lush').send(v2('Play')).code, 404);
	const { send, level } = box('lush');
	const bad = [
		{ ts: 0, pos: 5 },
		{ ts: 0, pos: 6 },
		{ ts: 50, pos: 101 },
		null,
		{ ts: 7200001, pos: 1 },
		{ ts: 100, pos: 9 },
	];
	assert.equal(send(v2('Setup', { actions: bad })).code, 200);
	assert.equal(send(v2('Setup', { actions: [] })).code, 404);
	send(v2('Play', { timeMs: 150 }));
	assert.deepEqual(
		[0, 99, 149, 150].map((at) => level(at)),
		[1, 1, 1, 0],
	);
	assert.equal(send(v2('Play'), 200, { version: '7.70.0' }).code, 403);
	assert.equal(box('solace pro').send(v2('Play'), 0, { version: '7.70.0' }).code, 404);
	assert.equal(send(v2('InitPlay', { actions: LIST }), 200, { version: '7.75.9' }).code, 403);
	assert.equal(send(v2('SyncTime'), 200).code, 200);
	assert.equal(send(v2('Sing'), 200).code, 404);
	assert.equal(send(v2('Play', { offsetTime: 15001 }), 200).code, 404);
});

test('InitPlay waits for the running list, or ends it', () => {
	const queued = box('solace pro');
	queued.send(v2('InitPlay', { actions: LIST, stopPrevious: 0 }));
	queued.send(v2('InitPlay', { actions: LIST, stopPrevious: 0 }));
	queued.toys.advance(1000);
	assert.equal(queued.toy().longestRunMs, 400);
	const replaced = box('solace pro');
	replaced.send(v2('InitPlay', { actions: LIST, stopPrevious: 0 }));
	replaced.send(v2('InitPlay', { actions: LIST, stopPrevious: 1 }), 50);
	replaced.toys.advance(1000);
	assert.equal(replaced.toy().longestRunMs, 250);
});

test('a killed app leaves the toy at its last level for a while', () => {
	const { toys, send, level } = box('lush');
	send(pattern({ timeSec: 60 }), 0);
	toys.hold(10000, 50);
	assert.equal(level(9000), 20);
	assert.equal(level(10050), 0);
});

test('versions compare by number, not by text', () => {
	assert.equal(isVersionAtLeast('7.100.0', '7.71.0'), true);
	assert.equal(isVersionAtLeast('7.71.0', '7.71.0'), true);
	assert.equal(isVersionAtLeast('7.71', '7.71.0'), true);
	assert.equal(isVersionAtLeast('7.9.9', '7.71.0'), false);
	assert.equal(isVersionAtLeast('6.99.0', '7.0.0'), false);
});

test('an unknown toy type vibrates', () => {
	assert.deepEqual(functionsOfType('futuretoy'), ['Vibrate']);
	assert.deepEqual(functionsOfType('Solace Pro'), functionsOfType('solacepro'));
});

// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a command as the phone app does and says what it means, or which error code it gets. Pure.
import { ACTIONS, LETTERS, MAX_LEVEL } from './functions.mjs';

export const OK = 200;
export const INVALID_COMMAND = 400;
export const TOY_NOT_FOUND = 401;
export const TOY_NOT_CONNECTED = 402;
export const NOT_SUPPORTED = 403;
export const INVALID_PARAMETER = 404;

const MAX_TS_MS = 7200000;
const PRESETS = ['pulse', 'wave', 'fireworks', 'earthquake'];

/** Thrown by the readers below; `code` is the answer of the app. */
export class CommandError extends Error {
	constructor(code, why) {
		super(why);
		this.code = code;
	}
}

function refuse(why, code = INVALID_PARAMETER) {
	throw new CommandError(code, why);
}

export function isVersionAtLeast(version, wanted) {
	const parts = (text) => text.split('.').map(Number);
	const [have, need] = [parts(version), parts(wanted)];
	const differs = need.findIndex((part, index) => (have[index] ?? 0) !== part);
	return differs < 0 || (have[differs] ?? 0) > need[differs];
}

/** 'stop', 'query' or 'move', of a command that nobody has checked yet. */
export function kindOf(command) {
	if (String(command?.command).startsWith('Get')) return 'query';
	const isStop = command?.type === 'Stop' || /(^|,)\s*Stop\s*(,|$)/.test(command?.action ?? '');
	return isStop ? 'stop' : 'move';
}

/** rules: {strict, outOfRange: 'ignore'|'clamp'|'refuse', version, platform}. Throws CommandError. */
export function readCommand(command, rules) {
	if (command === null || typeof command !== 'object' || Array.isArray(command))
		refuse('not a JSON object', INVALID_COMMAND);
	const reader = READERS[command.command];
	if (!reader) refuse(`unknown command ${JSON.stringify(command.command)}`, INVALID_COMMAND);
	return { toys: readToys(command.toy, rules), ...reader(command, rules) };
}

function readToys(toy, rules) {
	if (toy === undefined || toy === '') return undefined;
	if (typeof toy === 'string') return [toy];
	if (!Array.isArray(toy) || !toy.every((id) => typeof id === 'string')) refuse('toy is neither text nor a list');
	if (!isVersionAtLeast(rules.version, '7.71.0')) refuse('a list of toys needs app 7.71.0');
	return toy;
}

function readApiVersion(command, expected, rules) {
	if (rules.strict && command.apiVer !== expected) refuse(`apiVer must be ${expected}`);
}

/** Infinity for 0, which runs without end. */
function readTimeMs({ timeSec }, rules) {
	if (typeof timeSec !== 'number' || !Number.isFinite(timeSec)) refuse('timeSec is not a number');
	if (timeSec === 0) return Infinity;
	if (timeSec < 0 && !rules.strict) return 0;
	if (timeSec < 1 && rules.strict) refuse('timeSec must be 0 or at least 1');
	return timeSec * 1000;
}

/** The level, or undefined when it is out of range and to be ignored. */
function readLevel(value, max, rules) {
	if (!Number.isInteger(value)) refuse('a level is not a whole number');
	if (value >= 0 && value <= max) return value;
	if (rules.outOfRange === 'refuse') refuse(`level ${value} is not in 0-${max}`);
	return rules.outOfRange === 'clamp' ? Math.min(max, Math.max(0, value)) : undefined;
}

function readLoop({ loopRunningSec, loopPauseSec }, rules) {
	if (loopRunningSec === undefined) return undefined;
	for (const seconds of [loopRunningSec, loopPauseSec].filter((given) => given !== undefined)) {
		if (typeof seconds !== 'number' || seconds < 0) refuse('a loop time is not a number');
		if (rules.strict && seconds < 1) refuse('a loop time must be at least 1');
	}
	return { runMs: loopRunningSec * 1000, pauseMs: (loopPauseSec ?? 0) * 1000 };
}

function readFunction(command, rules) {
	readApiVersion(command, 1, rules);
	if (typeof command.action !== 'string' || command.action === '') refuse('action is missing');
	const parts = command.action.split(',').map((part) => part.trim());
	if (parts.includes('Stop')) return { kind: 'stop' };
	const levels = {};
	for (const part of parts) readAction(part, levels, rules);
	dropUselessStroke(levels);
	return {
		kind: 'function',
		levels,
		lengthMs: readTimeMs(command, rules),
		loop: readLoop(command, rules),
		replaces: command.stopPrevious === undefined || Number(command.stopPrevious) !== 0,
		fraction: largestFraction(levels),
	};
}

function readAction(part, levels, rules) {
	const [name, value] = part.split(':');
	if (name !== 'All' && !ACTIONS.has(name)) refuse(`unknown function ${name}`, NOT_SUPPORTED);
	if (name === 'Stroke') {
		const range = /^(\d+)-(\d+)$/.exec(value ?? '');
		if (!range) refuse('Stroke needs min-max');
		levels.Stroke = { from: Number(range[1]), to: Number(range[2]) };
		return;
	}
	if (!/^-?\d+$/.test(value ?? '')) refuse(`${name} has no level`);
	const level = readLevel(Number(value), MAX_LEVEL[name] ?? 20, rules);
	if (level !== undefined) levels[name] = level;
}

/** Stroke alone, out of range, or shorter than 20 does nothing; its level is the far end. */
function dropUselessStroke(levels) {
	if (!levels.Stroke) return;
	const { from, to } = levels.Stroke;
	delete levels.Stroke;
	if (levels.Thrusting !== undefined && to - from >= 20 && to <= 100) levels.Stroke = to;
}

/** How strong a command is, 0 to 1, whatever it drives. The stroke range is a way, not a strength. */
function largestFraction(levels) {
	const parts = Object.entries(levels).filter(([name]) => name !== 'Stroke');
	return Math.max(0, ...parts.map(([name, level]) => level / (MAX_LEVEL[name] ?? 20)));
}

function readPattern(command, rules) {
	readApiVersion(command, 2, rules);
	const rule = /^V:1;F:([a-z,]*);S:(\d+)#$/.exec(command.rule ?? '');
	if (!rule) refuse('rule is not V:1;F:...;S:...#');
	const intervalMs = Number(rule[2]);
	if (intervalMs < 100) refuse('the interval is below 100 ms');
	const letters = rule[1].includes(',') ? rule[1].split(',') : (rule[1].match(/st|[a-z]/g) ?? []);
	const names = letters.filter(Boolean).map((letter) => LETTERS[letter] ?? refuse(`unknown letter ${letter}`));
	const given = String(command.strength ?? '').split(';');
	if (given.length > 50) refuse('more than 50 strengths');
	if (!given.every((text) => /^-?\d+$/.test(text))) refuse('strength is not a list of whole numbers');
	const strengths = given
		.map((text) => readLevel(Number(text), 20, rules))
		.filter((level) => level !== undefined);
	if (!strengths.length) refuse('no strength is left');
	return {
		kind: 'pattern',
		names,
		intervalMs,
		strengths,
		lengthMs: readTimeMs(command, rules),
		replaces: true,
		fraction: Math.max(...strengths) / 20,
	};
}

function readPreset(command, rules) {
	readApiVersion(command, 1, rules);
	if (!PRESETS.includes(command.name)) refuse('unknown preset');
	return {
		kind: 'preset',
		name: command.name,
		lengthMs: readTimeMs(command, rules),
		replaces: true,
		fraction: 1,
	};
}

function readPosition(command, rules) {
	readApiVersion(command, 1, rules);
	if (typeof command.value !== 'string' || !/^\d+$/.test(command.value)) refuse('value is not a number as text');
	const position = readLevel(Number(command.value), 100, rules);
	return { kind: 'position', position, lengthMs: 300, replaces: true, fraction: (position ?? 0) / 100 };
}

/** Entries that do not rise, are too late or out of range are dropped, as the documents say. */
function readPositionList(actions) {
	if (!Array.isArray(actions)) refuse('actions is not a list');
	let last = -1;
	const good = actions.filter((action) => {
		const { ts, pos } = action ?? {};
		const isGood =
			Number.isFinite(ts) &&
			ts > last &&
			ts <= MAX_TS_MS &&
			Number.isFinite(pos) &&
			pos >= 0 &&
			pos <= 100;
		if (isGood) last = ts;
		return isGood;
	});
	if (!good.length) refuse('no usable action is left');
	return good;
}

function readTimes({ startTime = 0, offsetTime = 0 }) {
	if (!(startTime >= 0 && startTime <= MAX_TS_MS)) refuse('startTime is out of range');
	if (!(offsetTime >= 0 && offsetTime <= 15000)) refuse('offsetTime is out of range');
	return { phase: startTime + offsetTime };
}

const PATTERN_V2_READERS = {
	Setup: ({ actions }) => {
		const list = readPositionList(actions);
		return { kind: 'v2Setup', actions: list, fraction: Math.max(...list.map(({ pos }) => pos)) / 100 };
	},
	Play: (command) => {
		const timed = typeof command.timeMs === 'number' && command.timeMs > 100;
		return { kind: 'v2Play', ...readTimes(command), lengthMs: timed ? command.timeMs : undefined };
	},
	InitPlay: (command, rules) => {
		if (!isVersionAtLeast(rules.version, '7.76.0') || rules.platform === 'pc')
			refuse('InitPlay needs app 7.76.0 on a phone', NOT_SUPPORTED);
		const list = readPositionList(command.actions);
		const replaces = Number(command.stopPrevious ?? 0) === 1;
		const fraction = Math.max(...list.map(({ pos }) => pos)) / 100;
		return { kind: 'v2InitPlay', actions: list, ...readTimes(command), replaces, fraction };
	},
	Stop: () => ({ kind: 'v2Stop' }),
	SyncTime: () => ({ kind: 'query' }),
};

function readPatternV2(command, rules) {
	readApiVersion(command, 1, rules);
	const reader = PATTERN_V2_READERS[command.type];
	if (!reader) refuse('unknown PatternV2 type');
	return reader(command, rules);
}

const READERS = {
	Function: readFunction,
	Pattern: readPattern,
	PatternV2: readPatternV2,
	Preset: readPreset,
	Position: readPosition,
	GetToys: () => ({ kind: 'query', query: 'GetToys' }),
	GetToyName: () => ({ kind: 'query', query: 'GetToyName' }),
};

// SPDX-License-Identifier: GPL-2.0-or-later
// The functions of toys: names, ranges, pattern letters, and which toy type has which.
import { readFileSync } from 'node:fs';

const TYPES = JSON.parse(readFileSync(new URL('./types.json', import.meta.url), 'utf8'));

export const MAX_LEVEL = {
	Vibrate: 20,
	Vibrate1: 20,
	Vibrate2: 20,
	Vibrate3: 20,
	Rotate: 20,
	Pump: 3,
	Thrusting: 20,
	Fingering: 20,
	Suction: 20,
	Depth: 3,
	Stroke: 100,
	Oscillate: 20,
	Position: 100,
};

/** Letters of a Pattern rule, and the short names in GetToys. */
export const LETTERS = {
	v: 'Vibrate',
	r: 'Rotate',
	p: 'Pump',
	t: 'Thrusting',
	f: 'Fingering',
	s: 'Suction',
	d: 'Depth',
	o: 'Oscillate',
	st: 'Stroke',
};

/** What `Function` accepts besides All and Stop; Position has a command of its own. */
export const ACTIONS = new Set(Object.keys(MAX_LEVEL).filter((name) => name !== 'Position'));

export function functionsOfType(toyType) {
	return TYPES[toyType.toLowerCase().replaceAll(' ', '')] ?? ['Vibrate'];
}

/** The toy's own functions that a name speaks to: `Vibrate` moves every motor of a toy with numbered ones. */
export function functionsMeant(name, functions) {
	if (functions.includes(name)) return [name];
	return name === 'Vibrate' ? functions.filter((own) => /^Vibrate\d$/.test(own)) : [];
}

/** Functions a Pattern or Preset drives: all that have a strength, so neither the stroke range nor the position. */
export function strengthFunctions(functions) {
	return functions.filter((name) => name !== 'Stroke' && name !== 'Position');
}

/** Pattern strengths are 0 to 20 for every function; Pump and Depth have three steps. */
export function scaleStrength(name, strength) {
	return Math.round((strength * MAX_LEVEL[name]) / 20);
}

export function shortName(name) {
	const letter = Object.keys(LETTERS).find((key) => LETTERS[key] === name);
	return letter ?? name.replace('Vibrate', 'v').replace('Position', 'pos');
}

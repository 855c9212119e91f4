// SPDX-License-Identifier: GPL-2.0-or-later
// The toys of one phone and what a command does to them. Pure: time is an argument.
import {
	CommandError,
	INVALID_PARAMETER,
	NOT_SUPPORTED,
	OK,
	TOY_NOT_CONNECTED,
	TOY_NOT_FOUND,
	isVersionAtLeast,
	readCommand,
} from './command.mjs';
import { functionsMeant, scaleStrength, strengthFunctions } from './functions.mjs';
import { functionRun, patternRun, patternV2Run, positionRun } from './run.mjs';
import { Toy } from './toy.mjs';

const FUNCTION_STOP_ENDS = ['function', 'pattern', 'preset', 'position'];
const PRESET_INTERVAL_MS = 200;
/** Shapes of our own; the real ones are not published. Full strength is reached in each. */
const PRESET_STRENGTHS = {
	pulse: [20, 0],
	wave: [0, 5, 10, 15, 20, 15, 10, 5],
	fireworks: [4, 8, 12, 16, 20, 0, 20, 0],
	earthquake: [12, 20, 8, 20, 16, 20],
};

export class ToyBox {
	#toys = new Map();
	#setup;

	/** onLevel(toy, {at, name, level, max}) hears of each change. */
	constructor({ onLevel = () => {} } = {}) {
		this.onLevel = onLevel;
	}

	add({ now, ...fields }) {
		const toy = new Toy({ ...fields, now, onLevel: (change) => this.onLevel(toy, change) });
		this.#toys.set(toy.id, toy);
		return toy;
	}

	remove(id, now) {
		this.get(id)?.setConnected(false, now);
		return this.#toys.delete(id);
	}

	get(id) {
		return this.#toys.get(id);
	}

	all() {
		return [...this.#toys.values()];
	}

	advance(now) {
		for (const toy of this.all()) toy.advance(now);
	}

	nextChange() {
		return this.all().reduce((next, toy) => Math.min(next, toy.nextChange()), Infinity);
	}

	hold(holdMs, now) {
		for (const toy of this.all()) toy.hold(holdMs, now);
	}

	/**
	 * Does a command. rules: see readCommand, and stopEndsPatternV2.
	 * Returns {code, why?, meaning?, toys: ids it moved or stopped}; never throws for a bad command.
	 */
	command(command, rules, now) {
		let meaning;
		try {
			meaning = readCommand(command, rules);
			const toys =
				meaning.kind === 'query' || meaning.kind === 'v2Setup'
					? []
					: this.#targets(meaning, rules);
			this.#apply(meaning, toys, rules, now);
			return { code: OK, meaning, toys: toys.map(({ id }) => id) };
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			return { code: error.code, why: error.message, meaning, toys: [] };
		}
	}

	#targets({ toys: ids, kind }, rules) {
		const toys = ids ? ids.map((id) => this.#known(id)) : this.all().filter(({ connected }) => connected);
		if (!toys.length) throw new CommandError(TOY_NOT_CONNECTED, 'no toy is connected');
		if (!kind.startsWith('v2') || isVersionAtLeast(rules.version, '7.71.0')) return toys;
		const able = toys.filter(({ functions }) => functions.includes('Position'));
		if (!able.length) throw new CommandError(NOT_SUPPORTED, 'PatternV2 needs app 7.71.0 or a Solace Pro');
		return able;
	}

	#known(id) {
		const toy = this.#toys.get(id);
		if (!toy) throw new CommandError(TOY_NOT_FOUND, 'no such toy');
		if (!toy.connected) throw new CommandError(TOY_NOT_CONNECTED, 'the toy is off');
		return toy;
	}

	#apply(meaning, toys, rules, now) {
		switch (meaning.kind) {
			case 'query':
				return;
			case 'v2Setup':
				this.#setup = meaning.actions;
				return;
			case 'stop': {
				const kinds = rules.stopEndsPatternV2
					? [...FUNCTION_STOP_ENDS, 'patternV2']
					: FUNCTION_STOP_ENDS;
				return toys.forEach((toy) => this.#stop(toy, kinds, now));
			}
			case 'v2Stop':
				return toys.forEach((toy) => this.#stop(toy, ['patternV2'], now));
			default:
				this.#start(meaning, toys, now);
		}
	}

	#stop(toy, kinds, now) {
		toy.touch(now);
		toy.stop(kinds, now);
	}

	#start(meaning, toys, now) {
		if (meaning.kind === 'v2Play' && !this.#setup)
			throw new CommandError(INVALID_PARAMETER, 'Play without Setup');
		const planned = toys.map((toy) => ({ toy, run: this.#run(meaning, toy, now) }));
		if (planned.every(({ run }) => run === undefined))
			throw new CommandError(NOT_SUPPORTED, 'no toy has the function');
		for (const { toy, run } of planned) {
			toy.touch(now);
			if (run) toy.start(run, { ends: kindsEnded(meaning), now });
		}
	}

	/** The run of one toy; undefined when it lacks the function, null when the command is to be ignored. */
	#run(meaning, toy, now) {
		const end = now + (meaning.lengthMs ?? 0);
		switch (meaning.kind) {
			case 'function': {
				const levels = levelsFor(meaning.levels, toy.functions);
				if (!Object.keys(meaning.levels).length) return null;
				return Object.keys(levels).length
					? functionRun({ levels, start: now, end, loop: meaning.loop })
					: undefined;
			}
			case 'pattern': {
				const meant = meaning.names.flatMap((name) => functionsMeant(name, toy.functions));
				const names = meaning.names.length ? meant : strengthFunctions(toy.functions);
				return names.length
					? patternRun({ ...meaning, names, scale: scaleStrength, start: now, end })
					: undefined;
			}
			case 'preset':
				return patternRun({
					kind: 'preset',
					names: strengthFunctions(toy.functions),
					scale: scaleStrength,
					start: now,
					end,
					strengths: PRESET_STRENGTHS[meaning.name],
					intervalMs: PRESET_INTERVAL_MS,
				});
			case 'position':
				if (!toy.functions.includes('Position')) return undefined;
				return meaning.position === undefined
					? null
					: positionRun({ position: meaning.position, start: now, end });
			case 'v2Play':
				return patternV2Run({
					...followers(toy),
					actions: this.#setup,
					phase: meaning.phase,
					lengthMs: meaning.lengthMs,
					start: now,
				});
			case 'v2InitPlay':
				return patternV2Run({
					...followers(toy),
					actions: meaning.actions,
					phase: meaning.phase,
					start: meaning.replaces ? now : toy.patternV2End(now),
				});
			default:
				throw new Error(`no run for ${meaning.kind}`);
		}
	}
}

/** What of a toy follows the points of a PatternV2: its position, or else the strength of all that it can do. */
function followers(toy) {
	if (toy.functions.includes('Position')) return {};
	return { names: strengthFunctions(toy.functions), scale: (name, value) => scaleStrength(name, value / 5) };
}

/** The kinds of runs a new one takes the place of. */
function kindsEnded({ kind, replaces }) {
	if (kind === 'v2Play' || (kind === 'v2InitPlay' && replaces)) return ['patternV2', 'position'];
	return replaces ? FUNCTION_STOP_ENDS : [];
}

/** `All` speaks to every function that is not named otherwise. */
function levelsFor(wanted, functions) {
	const levels = {};
	for (const [name, level] of Object.entries(wanted))
		for (const own of functionsMeant(name, functions)) levels[own] = level;
	if (wanted.All === undefined) return levels;
	for (const own of strengthFunctions(functions)) levels[own] ??= scaleStrength(own, wanted.All);
	return levels;
}

// SPDX-License-Identifier: GPL-2.0-or-later
// One run: what one command makes a toy do from a start to an end. Every kind of command is a list of steps that may
// repeat; a plain Function is a single step. Pure: time is an argument, in milliseconds.

export class Run {
	/**
	 * kind       'function', 'pattern', 'preset', 'position' or 'patternV2'
	 * levels     function name -> level for the value of a step
	 * steps      [{at, value}], rising, the first at 0
	 * period     length of one round; Infinity when the last step lasts
	 * phase      how far into the round the run starts
	 * movesWhile 'level': moving while a level is above 0; 'active': moving all along (a position is travelled to)
	 */
	constructor({ kind, levels, steps, period = Infinity, phase = 0, start, end, movesWhile = 'level' }) {
		Object.assign(this, { kind, steps, period, phase, start, end, movesWhile });
		this.levels = new Map(Object.entries(levels));
	}

	isActive(at) {
		return at >= this.start && at < this.end;
	}

	levelOf(name, at) {
		const level = this.levels.get(name);
		return level === undefined ? undefined : level(this.steps[this.#step(at)].value);
	}

	/** The next time after `at` when a level of this run may change: its start, a step, or its end. */
	nextChange(at) {
		if (at < this.start) return this.start;
		if (at >= this.end) return Infinity;
		const offset = this.#offset(at);
		const next = this.steps.find((step) => step.at > offset)?.at ?? this.period;
		// A step so close that the sum does not move on would be found again and again.
		const time = at + (next - offset);
		return Math.min(this.end, time > at ? time : at + 1);
	}

	/** Gives functions up to a newer run; false when nothing is left to do. */
	yield(names) {
		for (const name of names) this.levels.delete(name);
		return this.levels.size > 0;
	}

	#offset(at) {
		const passed = at - this.start + this.phase;
		return Number.isFinite(this.period) ? passed % this.period : passed;
	}

	#step(at) {
		const offset = this.#offset(at);
		let index = 0;
		while (index + 1 < this.steps.length && this.steps[index + 1].at <= offset) index++;
		return index;
	}
}

export function functionRun({ levels, start, end, loop }) {
	const constant = Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, (on) => on * level]));
	const looped = loop && loop.pauseMs > 0;
	return new Run({
		kind: 'function',
		levels: constant,
		start,
		end,
		steps: looped
			? [
					{ at: 0, value: 1 },
					{ at: loop.runMs, value: 0 },
				]
			: [{ at: 0, value: 1 }],
		period: looped ? loop.runMs + loop.pauseMs : Infinity,
	});
}

export function patternRun({ kind = 'pattern', names, scale, strengths, intervalMs, start, end }) {
	return new Run({
		kind,
		start,
		end,
		levels: Object.fromEntries(names.map((name) => [name, (strength) => scale(name, strength)])),
		steps: strengths.map((value, index) => ({ at: index * intervalMs, value })),
		period: strengths.length * intervalMs,
	});
}

export function positionRun({ position, start, end }) {
	return new Run({
		kind: 'position',
		levels: { Position: (value) => value },
		steps: [{ at: 0, value: position }],
		start,
		end,
		movesWhile: 'active',
	});
}

/** names: the functions that follow the list as strengths; without them it is a way to go. Without `lengthMs` the list
 * plays once; with it, it repeats (the documents leave this open). */
export function patternV2Run({ names, scale, actions, phase = 0, lengthMs, start }) {
	const strengths = (names ?? []).map((name) => [name, (value) => scale(name, value)]);
	const first = actions[0].ts > 0 ? [{ at: 0, value: 0 }] : [];
	const last = actions.at(-1).ts;
	return new Run({
		kind: 'patternV2',
		levels: names ? Object.fromEntries(strengths) : { Position: (value) => value },
		start,
		steps: [...first, ...actions.map(({ ts, pos }) => ({ at: ts, value: pos }))],
		period: lengthMs === undefined ? Infinity : Math.max(last, 1),
		phase,
		end: start + (lengthMs ?? Math.max(0, last - phase)),
		movesWhile: !names && actions.some(({ pos }) => pos > 0) ? 'active' : 'level',
	});
}

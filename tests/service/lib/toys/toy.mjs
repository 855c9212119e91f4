// SPDX-License-Identifier: GPL-2.0-or-later
// One toy: its runs, its levels over time, and how long it has been moving. Pure: time is an argument and must not go
// back; the owner calls advance() whenever it wants to know, no timer is needed for a right answer.
import { MAX_LEVEL, functionsOfType } from './functions.mjs';

const MAX_HISTORY = 5000;

export class Toy {
	/** onLevel({at, name, level, max}) is called for each change of a level, with the exact time of the change. */
	constructor({ id, type, name, battery = 80, now = 0, onLevel = () => {} }) {
		this.id = id;
		this.type = type;
		this.name = name ?? type[0].toUpperCase() + type.slice(1);
		this.functions = functionsOfType(type);
		this.battery = battery;
		this.connected = true;
		this.onLevel = onLevel;
		this.runs = [];
		this.history = [];
		this.lastCommandAt = undefined;
		this.longestRunMs = 0;
		this.longestUnrenewedMs = 0;
		this.#at = now;
		this.#movingSince = undefined;
		this.stillSince = now;
		this.levels = Object.fromEntries(this.functions.map((name_) => [name_, 0]));
	}

	#at;
	#movingSince;

	/** Starts a run in the place of the runs of these kinds; of the other kinds only the same functions yield. What a
	 * PatternV2 does goes on beside the rest. */
	start(run, { ends, now }) {
		this.advance(now);
		const names = [...run.levels.keys()];
		const isBeside = (other) => [other.kind, run.kind].includes('patternV2');
		this.#keep((other) => !ends.includes(other.kind) && (isBeside(other) || other.yield(names)));
		this.runs.push(run);
		this.#record(now);
	}

	/** Ends the runs of these kinds. */
	stop(kinds, now) {
		this.advance(now);
		this.#keep((run) => !kinds.includes(run.kind));
		this.#record(now);
	}

	/** Notes that a command reached the toy, for the age of the last command. */
	touch(now) {
		this.advance(now);
		this.lastCommandAt = now;
	}

	/** The app died: the toy goes on as it is for a while, and then stops. */
	hold(holdMs, now) {
		this.advance(now);
		const active = this.runs.filter((run) => run.isActive(now));
		for (const run of active) {
			for (const [name] of run.levels) {
				const level = run.levelOf(name, now);
				run.levels.set(name, () => level);
			}
			Object.assign(run, { end: now + holdMs, period: Infinity });
		}
		this.runs = active;
		this.#record(now);
	}

	setConnected(connected, now) {
		this.advance(now);
		this.connected = connected;
		if (!connected) this.runs = [];
		this.#record(now);
	}

	/** When the last position pattern in the queue ends; `now` when there is none. */
	patternV2End(now) {
		return this.runs
			.filter((run) => run.kind === 'patternV2')
			.reduce((end, run) => Math.max(end, run.end), now);
	}

	/** Walks to `now`, through every change on the way. */
	advance(now) {
		for (let next = this.nextChange(); next <= now; next = this.nextChange()) this.#record(next);
		if (now > this.#at) this.#at = now;
		this.#measure(this.#at);
	}

	/** The next time a level may change by itself; Infinity when none will. */
	nextChange() {
		return this.runs.reduce((next, run) => Math.min(next, run.nextChange(this.#at)), Infinity);
	}

	get moving() {
		return this.#movingSince !== undefined;
	}

	/** The latest end of the active runs of a function (all of them without a name); undefined when nothing runs. */
	deadline(name) {
		const running = this.runs.filter((run) => run.isActive(this.#at) && (!name || run.levels.has(name)));
		return running.length ? Math.max(...running.map((run) => run.end)) : undefined;
	}

	#keep(accepts) {
		this.runs = this.runs.filter(accepts);
	}

	#record(at) {
		this.#at = at;
		this.#measure(at);
		this.#keep((run) => run.end > at);
		const active = this.runs.filter((run) => run.isActive(at));
		const changes = [];
		for (const name of this.functionsShown(active)) {
			// The newest run that has the function wins.
			const level = active.reduce((found, run) => run.levelOf(name, at) ?? found, 0);
			if (level !== (this.levels[name] ?? 0)) changes.push({ at, name, level, max: MAX_LEVEL[name] });
		}
		for (const change of changes) this.#keepChange(change);
		const moving =
			active.some((run) => run.movesWhile === 'active') ||
			this.functions.concat('Position').some((name) => name !== 'Stroke' && this.levels[name] > 0);
		if (moving) {
			this.#movingSince ??= at;
			this.stillSince = undefined;
		} else {
			this.#movingSince = undefined;
			this.stillSince ??= at;
		}
		// Last, because whoever hears of a change may look at the toy, which has to be whole by then.
		for (const change of changes) this.onLevel(change);
	}

	/** A position pattern reaches every toy of a new enough app, also one without the function. */
	functionsShown(active) {
		const names = new Set(Object.keys(this.levels));
		for (const run of active) for (const name of run.levels.keys()) names.add(name);
		return names;
	}

	#keepChange({ at, name, level, max }) {
		this.levels[name] = level;
		this.history.push({ at_ms: at, function: name, level, fraction: level / max });
		if (this.history.length > MAX_HISTORY) this.history.shift();
	}

	#measure(at) {
		if (this.#movingSince === undefined) return;
		this.longestRunMs = Math.max(this.longestRunMs, at - this.#movingSince);
		const since = Math.max(this.#movingSince, this.lastCommandAt ?? 0);
		this.longestUnrenewedMs = Math.max(this.longestUnrenewedMs, at - since);
	}
}

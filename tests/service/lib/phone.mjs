// SPDX-License-Identifier: GPL-2.0-or-later
// The phone: the app with its link to the service, its toys, and the clockwork that lets their levels change in time.
import { CommandError, OK, kindOf, readCommand } from './toys/command.mjs';
import { ToyBox } from './toys/toybox.mjs';

const DEFAULT_TOYS = ['lush', 'nora'];

export class Phone {
	#cancelTimer = () => {};

	/** onChange() is called when device info has changed, onLevel(toy, change) when a level of a toy has. */
	constructor({ name, clock, random, faults, journal, store, onChange, onLevel = () => {} }) {
		Object.assign(this, { name, clock, random, faults, journal, store, onChange });
		this.deviceCode = `remote_${random.hex(32)}`;
		this.isOnline = true;
		this.isAppRunning = true;
		this.toys = new ToyBox({
			onLevel: (toy, change) => {
				this.#logLevel(toy, change);
				onLevel(toy, change);
			},
		});
		store.keepSecret(this.deviceCode);
		for (const type of DEFAULT_TOYS) this.addToy({ type });
	}

	addToy({ type, id = this.random.hex(12), name, battery }) {
		if (typeof type !== 'string' || type === '') throw new Error('type must name a toy, such as "lush"');
		if (this.toys.get(id)) throw new Error('a toy with this id exists');
		this.store.keepSecret(id);
		const toy = this.toys.add({ id, type, name, battery, now: this.clock.now() });
		this.onChange(this);
		return toy;
	}

	removeToy(id) {
		if (!this.toys.remove(id, this.clock.now())) throw new Error('no such toy');
		this.onChange(this);
	}

	changeToy(id, { connected, battery }) {
		const toy = this.toys.get(id);
		if (!toy) throw new Error('no such toy');
		if (battery !== undefined) toy.battery = battery;
		if (connected !== undefined) toy.setConnected(connected, this.clock.now());
		this.onChange(this);
		return toy;
	}

	/** The system killed the app: nothing answers, and the toys keep their level for a while. */
	killApp() {
		this.isAppRunning = false;
		this.toys.hold(this.faults.get('app_kill_hold_ms'), this.clock.now());
		this.#arm();
	}

	startApp() {
		this.isAppRunning = true;
	}

	/** Somebody else moves a toy: the partner, another app. A level of 0 lets it rest. */
	moveToy(id, name, level, lengthMs) {
		if (!this.toys.get(id)) throw new Error('no such toy');
		const action = level > 0 ? `${name}:${level}` : 'Stop';
		const command = { command: 'Function', action, timeSec: lengthMs / 1000, apiVer: 1, toy: id };
		return this.command(command, 'somebody');
	}

	/** Does a command that came by `route` ('socket', 'lan' or 'somebody'); fields are added to its journal entry. */
	command(command, route, fields = {}) {
		const isIgnored = this.faults.get('stop_obeyed') === false && kindOf(command) === 'stop';
		const result = isIgnored
			? { code: OK, meaning: readCommand(command, rulesOf(this.faults)), toys: [], why: 'the toy goes on' }
			: this.toys.command(command, rulesOf(this.faults), this.clock.now());
		this.journal.add('command', {
			route,
			phone: this.name,
			command,
			code: result.code,
			why: result.why,
			toys: result.toys,
			...figures(result.meaning),
			...fields,
		});
		this.#arm();
		return result;
	}

	/** Brings the toys up to now, so that what is read next is true. */
	advance() {
		this.toys.advance(this.clock.now());
		this.#arm();
	}

	stop() {
		this.#cancelTimer();
	}

	#arm() {
		this.#cancelTimer();
		const next = this.toys.nextChange();
		if (!Number.isFinite(next)) return;
		this.#cancelTimer = this.clock.after(Math.max(0, next - this.clock.now()), () => this.advance());
	}

	#logLevel(toy, { at, name, level, max }) {
		this.journal.add('level', {
			phone: this.name,
			toy: toy.id,
			function: name,
			level,
			fraction: level / max,
			changed_at_ms: at,
		});
	}
}

/** What a command would have meant to an app that it did not reach, for its journal entry. */
export function figuresOfLost(command, faults) {
	try {
		return figures(readCommand(command, rulesOf(faults)));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		return {};
	}
}

function rulesOf(faults) {
	return {
		strict: faults.get('app_strict'),
		outOfRange: faults.get('out_of_range'),
		version: faults.get('app_version'),
		platform: faults.get('app_platform'),
		stopEndsPatternV2: faults.get('stop_ends_pattern_v2'),
	};
}

function figures(meaning) {
	return { means: meaning?.kind, fraction: meaning?.fraction, length_ms: length(meaning) };
}

/** JSON has no Infinity: a run without end is -1. */
function length(meaning) {
	if (meaning?.lengthMs === undefined) return undefined;
	return Number.isFinite(meaning.lengthMs) ? meaning.lengthMs : -1;
}

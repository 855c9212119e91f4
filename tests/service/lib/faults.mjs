// SPDX-License-Identifier: GPL-2.0-or-later
// The fault switches. Names, values and effects are data (faults.json); this file sets and reads them.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';

const KINDS = {
	boolean: (value) => typeof value === 'boolean',
	ms: (value) => Number.isFinite(value) && value >= 0,
	integer: (value) => Number.isInteger(value),
	string: (value) => typeof value === 'string',
};

/** A row named `{endpoint}_x` stands for one switch per endpoint. */
function expand(row) {
	if (!row.endpoints) return [row];
	return row.endpoints.map((endpoint) => ({
		...row,
		endpoints: undefined,
		name: row.name.replace('{endpoint}', endpoint),
		effect: row.effect.replace('{endpoint}', endpoint),
	}));
}

export const FAULT_TABLE = JSON.parse(readFileSync(new URL('./faults.json', import.meta.url), 'utf8')).flatMap(expand);

export class Faults extends EventEmitter {
	#rows = new Map(FAULT_TABLE.map((row) => [row.name, row]));
	#set = new Map();

	get(name) {
		const row = this.#rows.get(name);
		if (!row) throw new Error(`no fault switch is named ${name}`);
		return this.#set.has(name) ? this.#set.get(name).value : row.default;
	}

	/** Reads the switch where its effect happens: a switch set for N times goes back to its default after the Nth. */
	take(name) {
		const value = this.get(name);
		const entry = this.#set.get(name);
		if (entry?.times !== undefined && --entry.times <= 0) {
			this.#set.delete(name);
			this.emit('change', name, this.get(name));
		}
		return value;
	}

	/** Sets several switches; none when one of them is wrong. A value is plain or {"value": v, "times": n}. */
	setAll(wanted) {
		const checked = Object.entries(wanted).map(([name, given]) => this.#check(name, given));
		for (const { name, value, times } of checked) {
			this.#set.set(name, { value, times });
			this.emit('change', name, value);
		}
	}

	reset() {
		const names = [...this.#set.keys()];
		this.#set.clear();
		for (const name of names) this.emit('change', name, this.get(name));
	}

	/** Only what differs from the default. */
	active() {
		return Object.fromEntries(
			[...this.#set].map(([name, { value, times }]) => [name, times ? { value, times } : value]),
		);
	}

	#check(name, given) {
		const row = this.#rows.get(name);
		if (!row) throw new Error(`no fault switch is named ${name}; GET /faults?list=1 names them all`);
		const wrapped = given !== null && typeof given === 'object' && 'value' in given;
		const value = wrapped ? given.value : given;
		const times = wrapped ? given.times : undefined;
		if (times !== undefined && !(Number.isInteger(times) && times > 0))
			throw new Error(`${name}: times must be a whole number above 0`);
		const allowed = row.values ? row.values.includes(value) : KINDS[row.kind](value);
		if (!allowed)
			throw new Error(
				`${name}: ${JSON.stringify(value)} is not one of ${JSON.stringify(row.values ?? row.kind)}`,
			);
		return { name, value, times };
	}
}

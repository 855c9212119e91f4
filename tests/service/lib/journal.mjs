// SPDX-License-Identifier: GPL-2.0-or-later
// What happened, in order: every request, event, command, level change and control call is one numbered entry.
// Tests wait for entries instead of sleeping.
import { EventEmitter } from 'node:events';

const MAX_ENTRIES = 50000;

export class Journal extends EventEmitter {
	#entries = [];
	#serial = 0;

	constructor(clock) {
		super();
		this.clock = clock;
		this.setMaxListeners(0);
	}

	get serial() {
		return this.#serial;
	}

	add(kind, fields = {}) {
		const entry = {
			serial: ++this.#serial,
			at_ms: Math.round(this.clock.now() * 1000) / 1000,
			kind,
			...fields,
		};
		this.#entries.push(entry);
		if (this.#entries.length > MAX_ENTRIES) this.#entries.splice(0, MAX_ENTRIES / 10);
		this.emit('entry', entry);
		return entry;
	}

	/** Entries with a serial above `after`, oldest first. */
	after(after = 0, accepts = () => true) {
		// Serials follow each other, so the place of the first wanted entry is known.
		const skipped = Math.max(0, after - this.dropped);
		return this.#entries.slice(skipped).filter(accepts);
	}

	/** How many of the oldest entries have been let go to bound the memory. */
	get dropped() {
		return this.#entries.length ? this.#entries[0].serial - 1 : this.#serial;
	}

	/** The serial runs on, so that a number kept from before never means a new entry. */
	clear() {
		this.#entries = [];
	}
}

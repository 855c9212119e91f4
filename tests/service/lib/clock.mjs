// SPDX-License-Identifier: GPL-2.0-or-later
// Simulated time. One nominal millisecond lasts `scale` real milliseconds, so that 85 s of silence can pass in 850 ms.
// Everything in the simulator that waits or measures does it here, in nominal milliseconds.
import { performance } from 'node:perf_hooks';

export class Clock {
	#started = performance.now();
	#timers = new Set();

	constructor(scale = 1) {
		if (!(scale > 0)) throw new Error('the time scale must be a number above 0');
		this.scale = scale;
	}

	now() {
		return (performance.now() - this.#started) / this.scale;
	}

	/** Calls fn after a nominal delay; returns a function that cancels it. */
	after(delay_ms, fn) {
		// A real delay is never rounded down: a timer that fires early would find nothing due and be armed again.
		const timer = setTimeout(
			() => {
				this.#timers.delete(timer);
				fn();
			},
			Math.min(Math.ceil(delay_ms * this.scale), 2 ** 31 - 1),
		);
		this.#timers.add(timer);
		return () => {
			clearTimeout(timer);
			this.#timers.delete(timer);
		};
	}

	sleep(delay_ms) {
		return delay_ms > 0 ? new Promise((resolve) => this.after(delay_ms, resolve)) : Promise.resolve();
	}

	/** Cancels everything that still waits; nothing fires after it. */
	stop() {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}
}

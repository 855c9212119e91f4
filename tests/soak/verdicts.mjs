// SPDX-License-Identifier: GPL-2.0-or-later
// What the samples of a soak say: flat or growing, safe or not.
import { median } from '../real-obs/lib/table.mjs';

const LONGEST_LEASE_MS = 10_000;
const ALLOWED_GROWTH_KB = 3072; // beyond OBS without the plugin: heaps grow in steps; the longer the run, the finer
const ALLOWED_WAKE_UPS_PER_S = 1; // heartbeats fall into one count and not into the next; a timer left behind shows

// Pictures and videos on their way through OBS come and go by megabytes; what leaks stays, so of memory the floor counts.
const typical = (key, values) => (key.endsWith('_kb') ? Math.min(...values) : median(values));

// First and last third of the rounds; a quarter of all counts as warm-up, while caches and bounded lists fill.
export function thirds(samples) {
  const steady = samples.slice(Math.floor(samples.length / 4));
  const length = Math.max(1, Math.floor(steady.length / 3));
  const keys = Object.keys(steady[0]).filter((key) => typeof steady[0][key] === 'number');
  const summary = (part) => Object.fromEntries(keys.map((key) => [key, typical(key, part.map((each) => each[key]))]));
  return [summary(steady.slice(0, length)), summary(steady.slice(-length))];
}

export function judge([first, last], asserts) {
  const grew = (key) => last[key] - first[key];
  const beyond = grew('private_kb') - Math.max(0, grew('bare_private_kb'));
  const wakeUps = Math.max(0, grew('wake_ups_per_s'));
  return [
    [`private memory grew by ${beyond} KB more than without the plugin (${ALLOWED_GROWTH_KB})`, beyond <= ALLOWED_GROWTH_KB],
    ['no more threads than at first', grew('threads') <= Math.max(0, grew('bare_threads'))],
    ['no more open files than at first', grew('files') <= Math.max(0, grew('bare_files'))],
    [`the idle worker wakes up ${wakeUps.toFixed(1)} times a second more than at first (${ALLOWED_WAKE_UPS_PER_S})`,
      wakeUps <= ALLOWED_WAKE_UPS_PER_S],
    ['no command without end', asserts.unbounded_commands.length === 0],
    [`longest command ${asserts.longest_command_ms} ms (${LONGEST_LEASE_MS})`, asserts.longest_command_ms <= LONGEST_LEASE_MS],
  ];
}

// SPDX-License-Identifier: GPL-2.0-or-later
// The verdicts themselves: each figure that grows is found, and what OBS does without the plugin is not held against it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, thirds } from './verdicts.mjs';

const FLAT = { private_kb: 90_000, bare_private_kb: 80_000, threads: 30, bare_threads: 28, files: 60, bare_files: 55, wake_ups_per_s: 0.4 };
const SAFE = { unbounded_commands: [], longest_command_ms: 3000 };

// The verdicts that are broken after nine rounds in which some figures grew by the given sum.
function broken(growth, asserts = {}) {
  const samples = Array.from({ length: 9 }, (_, i) =>
    Object.fromEntries(Object.entries(FLAT).map(([key, value]) => [key, value + ((growth[key] ?? 0) * i) / 8])));
  return judge(thirds(samples), { ...SAFE, ...asserts }).filter(([, holds]) => !holds).map(([text]) => text);
}

test('a flat run holds', () => assert.deepEqual(broken({}), []));

test('what grows is found', () => {
  const cases = [[{ private_kb: 20_000 }, /private memory/], [{ threads: 8 }, /threads/], [{ files: 8 }, /open files/],
    [{ wake_ups_per_s: 4 }, /wakes up/]];
  for (const [growth, words] of cases) {
    const found = broken(growth);
    assert.equal(found.length, 1, `${found}`);
    assert.match(found[0], words);
  }
});

test('what OBS does by itself is no fault of the plugin', () => {
  assert.deepEqual(broken({ private_kb: 20_000, bare_private_kb: 20_000, threads: 8, bare_threads: 8, files: 8, bare_files: 8 }), []);
});

test('an unsafe command is found', () => {
  assert.match(`${broken({}, { unbounded_commands: [{}] })}`, /without end/);
  assert.match(`${broken({}, { longest_command_ms: 10_001 })}`, /longest command/);
});

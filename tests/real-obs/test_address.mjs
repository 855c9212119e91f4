// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way of a user under AddressSanitizer and UndefinedBehaviorSanitizer: nothing of ours is reported.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { addressEnvironment, addressFindings, sawSanitizer } from './lib/checkers.mjs';
import { journey } from './lib/journey.mjs';
import { REPOSITORY, test } from './lib/test.mjs';

await test(async (t) => {
  const { obs } = await journey(t, { build: `${t.build}-address`, env: await addressEnvironment(t) });
  const { code } = await obs.close(); // not 0 as soon as any library leaks: the findings decide
  const { log } = obs;
  assert.ok(sawSanitizer(log) || code === 0, `OBS ended with ${code}: see ${obs.logFile}`);
  assert.match(log, /Number of memory leaks/);
  const found = addressFindings(log, join(REPOSITORY, 'plugin'));
  assert.deepEqual(found, []);
  t.step('AddressSanitizer reports nothing of ours');
});

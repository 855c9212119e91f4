// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way of a user under ThreadSanitizer: no data race.
import { strict as assert } from 'node:assert';
import { threadEnvironment } from './lib/checkers.mjs';
import { journey } from './lib/journey.mjs';
import { test } from './lib/test.mjs';

await test(async (t) => {
  const { obs } = await journey(t, { build: `${t.build}-thread`, env: await threadEnvironment(t) });
  const { code } = await obs.close();
  assert.doesNotMatch(obs.log, /WARNING: ThreadSanitizer/, `see ${obs.logFile}`);
  assert.equal(code, 0);
  t.step('ThreadSanitizer reports nothing');
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The module loads from the build tree, says its version, and leaves nothing behind.
import { strict as assert } from 'node:assert';
import { test } from './lib/test.mjs';

await test(async (t) => {
  const obs = await t.startObs();
  const line = await obs.waitForLog(/\[lovense-for-obs\].*\d+\.\d+\.\d+/);
  t.step(`OBS ${obs.version}: ${line}`);
  assert.doesNotMatch(obs.log, /Failed to load.*lovense-for-obs|Module '.*lovense-for-obs.*' not loaded/);
  await obs.switchScene('Scene B');
  await t.closeCleanly(obs);
});

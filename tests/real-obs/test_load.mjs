// The module loads from the build tree, says its version, and leaves nothing behind.
import { strict as assert } from 'node:assert';
import { isLeakCountNoisy, test } from './lib/test.mjs';

const RUNS = 4;

async function loadAndClose(t) {
  const obs = await t.startObs();
  const line = await obs.waitForLog(/\[lovense-for-obs\].*\d+\.\d+\.\d+/);
  t.step(`OBS ${obs.version}: ${line}`);
  assert.doesNotMatch(obs.log, /Failed to load.*lovense-for-obs|Module '.*lovense-for-obs.*' not loaded/);
  await obs.switchScene('Scene B');
  return { version: obs.version, ...(await t.closeCleanly(obs)) };
}

await test(async (t) => {
  const alone = await t.leaksOfObsAlone();
  let { version, leaks } = await loadAndClose(t);
  for (let run = 1; run < RUNS && leaks > alone && isLeakCountNoisy(version); run++)
    leaks = Math.min(leaks, (await loadAndClose(t)).leaks);
  assert.ok(leaks <= alone, `${leaks} leaks in the best of ${RUNS} runs, ${alone} without the plugin`);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// Twenty starts and ends in a row: signed in again without a new scan each time, no leak, no crash.
import { strict as assert } from 'node:assert';
import { accountOn, sceneWithCode } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const CYCLES = 20;

await test(async (t) => {
  const simulator = await t.startSimulator();
  const account = accountOn(simulator);
  const home = await t.home({ ...account, collections: [sceneWithCode()] });
  for (let cycle = 1; cycle <= CYCLES; cycle++) {
    const obs = await t.startObs({ home });
    if (cycle === 1) {
      await obs.waitForState('waiting_for_scan');
      await simulator.post('/pair', { uid: account.settings.uid });
    }
    await obs.waitForState('ready');
    await t.closeCleanly(obs);
  }
  const { users } = await simulator.get('/state');
  assert.deepEqual(users.map(({ uid }) => uid), [account.settings.uid]);
  t.step(`${CYCLES} cycles, one scan`);
});

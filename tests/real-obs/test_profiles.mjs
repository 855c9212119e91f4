// SPDX-License-Identifier: GPL-2.0-or-later
// Another profile stops what runs, and nothing more: the scenes are the same, so rules of scenes and sources go on working,
// and so do their conditions.
import { until } from './lib/process.mjs';
import { pairUp, reachesLevel, requireBounded, rule, sceneWithCode } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const SCENES = ['Scene A', 'Scene B'];
const STEPS = 20; // of the toy

const inSceneB = { type: 'scene', ref: { name: 'Scene B' } };
const rules = [
  rule('there', inSceneB, { level: 4 / STEPS, only_if: [{ type: 'source', ref: { name: 'Picture' } }] }),
  rule('elsewhere', { type: 'request' }, {
    level: 8 / STEPS, mode: 'once', run: { duration_ms: 1000 }, only_if: [{ ...inSceneB, not: true }],
  }),
];

await test(async (t) => {
  // In both scenes: no event says again that it is shown.
  const sources = [{ name: 'Picture', id: 'color_source', settings: { width: 64, height: 64 }, in: SCENES }];
  const { simulator, obs } = await pairUp(t, { collections: [sceneWithCode({ rules, sources, scenes: SCENES })] });

  await obs.switchScene('Scene B');
  await simulator.wait('toy_moving');
  const begun = await simulator.serial();
  await obs.call('CreateProfile', { profileName: 'Other' }); // which is then the current one
  await simulator.wait('toy_still', { after: begun });
  t.step('a new profile: the rule has stopped');

  const events = obs.vendorEvents();
  await obs.vendor('Trigger', { rule: 'elsewhere' });
  await until('the refusal', () => events.find(({ type, data }) => type === 'Rejected' && data.reason === 'condition'));
  t.step('a condition "not in Scene B" does not hold in Scene B');

  for (const profileName of ['Test', 'Other']) {
    await obs.call('SetCurrentProfile', { profileName });
    await obs.switchScene('Scene A');
    await simulator.wait('toy_still');
    const after = await simulator.serial();
    await obs.switchScene('Scene B');
    await reachesLevel(simulator, 4, after);
    t.step(`profile ${profileName}: the rule of the scene and its condition work`);
  }
  await requireBounded(simulator);
  await t.closeCleanly(obs);
});

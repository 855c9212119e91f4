// SPDX-License-Identifier: GPL-2.0-or-later
// Rules of a copied or imported scene collection name its scenes and sources by the uuids of the old one. They follow those
// that have the names now, are saved with their uuids, and follow a source that is deleted and made anew.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { pairUp, reachesLevel, requireBounded, rule, sceneWithCode } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const STEPS = 20; // of the toy
const OLD = 'dddddddd-0000-4000-8000-00000000000'; // and one more digit
const sceneB = { uuid: `${OLD}1`, name: 'Scene B' };
const picture = { uuid: `${OLD}2`, name: 'Picture' };

const rules = [
  rule('scene', { type: 'scene', ref: sceneB }, { level: 4 / STEPS }),
  rule('source', { type: 'source', ref: picture }, { level: 8 / STEPS }),
];

await test(async (t) => {
  const source = { name: 'Picture', id: 'color_source', settings: { width: 64, height: 64 }, isHidden: true };
  const { simulator, obs } = await pairUp(t, { collections: [sceneWithCode({ rules, sources: [source] })] });
  const check = async (what, level, start, end) => {
    const after = await simulator.serial();
    await start();
    await reachesLevel(simulator, level, after);
    await end();
    await simulator.wait('toy_still', { after });
    t.step(`${what}: moved and still again`);
  };
  const show = (isShown) => obs.show('Scene A', 'Picture', isShown);
  // What is on already when the plugin comes to know a source starts nothing: then it is hidden and shown once more.
  const showUntilSeen = () =>
    until('the rule of the source', async () => {
      await show(true);
      const { rules: [, { active }] } = await obs.vendor('ListRules');
      if (!active) await show(false);
      return active || undefined;
    });
  const checkPicture = (what) => check(what, 8, showUntilSeen, () => show(false));

  await check('the scene', 4, () => obs.switchScene('Scene B'), () => obs.switchScene('Scene A'));
  await checkPicture('the source');

  await obs.call('RemoveInput', { inputName: 'Picture' });
  await until('the source to be gone', async () =>
    !(await obs.call('GetInputList')).inputs.some(({ inputName }) => inputName === 'Picture') || undefined);
  await obs.call('CreateInput', {
    sceneName: 'Scene A', inputName: 'Picture', inputKind: 'color_source_v3', sceneItemEnabled: false,
  });
  await checkPicture('the source that was made anew');

  await requireBounded(simulator);
  await t.closeCleanly(obs);
  const { sources, modules } = obs.home.readCollection('Test');
  const [, saved] = modules['lovense-for-obs'].rules;
  const now = sources.find(({ name }) => name === 'Picture');
  // Before 29.1 OBS kept no uuids.
  assert.equal(saved.when.ref.uuid, /^29\.0/.test(obs.version) ? picture.uuid : now.uuid);
  t.step('saved with the uuid of now');
});

// SPDX-License-Identifier: GPL-2.0-or-later
// Fifty switches of the scene collection while an audio rule runs: no hang, no leak, no output of the collection that was
// left, and each collection's own rules are there.
import { until } from './lib/process.mjs';
import { pairUp, requireBounded, rule, sceneWithCode } from './lib/scenario.mjs';
import { mediaSource, writeTone } from './lib/tone.mjs';
import { test } from './lib/test.mjs';

const SWITCHES = 50;

const followsAudio = (id, source) => rule(id, { type: 'audio', ref: { name: source }, on_db: -40, off_db: -50 }, { level: 0.4 });

await test(async (t) => {
  const tone = writeTone(t.file('tone.wav'), 1, 2); // a rule needs a fresh edge: what is loud already does not start it
  const make = (name, id) =>
    sceneWithCode({ name, rules: [followsAudio(id, `Tone ${id}`)], sources: [mediaSource(`Tone ${id}`, tone, { looping: true })] });
  const collections = [make('Test', 'first'), make('Other', 'second')];
  const switchOver = async (obs, times) => {
    for (let count = 1; count <= times; count++)
      await obs.switchCollection(count % 2 ? 'Other' : 'Test');
  };

  // OBS 29 leaks a block at each switch by itself.
  const bare = await t.startObs({ build: false, home: { collections } });
  await switchOver(bare, SWITCHES + 1);
  const { leaks: alone } = await bare.close();

  const { simulator, obs } = await pairUp(t, { collections });
  await simulator.wait('toy_moving');
  t.step('the audio rule runs');

  await switchOver(obs, SWITCHES);
  const rulesAre = (id) => until(`the rule ${id} alone`, async () => {
    const { rules } = await obs.vendor('ListRules');
    return (rules.length === 1 && rules[0].id === id) || undefined;
  });
  await rulesAre('first');
  await simulator.wait('toy_moving', { after: await simulator.serial() });
  t.step(`${SWITCHES} switches: the first collection's rule runs again`);

  await obs.switchCollection('Other');
  await rulesAre('second');
  await simulator.wait('toy_moving', { after: await simulator.serial() });
  await t.closeCleanly(obs, alone);
  await simulator.wait('toy_still');
  await requireBounded(simulator);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// What streamers want while they are live, from the rule files they would have to a real stream: the hot scene, the hello,
// the random tease, and the end of the stream as the end of everything. The pairing code never goes out.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { pairUp, QR, reachesLevel, requireBounded, requireNoMotion, sceneWithCode, useCase } from './lib/scenario.mjs';
import { goLive } from './lib/stream.mjs';
import { test } from './lib/test.mjs';

// The rules as they are, but for a tease that comes within two seconds.
function rules() {
  const [tease] = useCase('random_tease').rules;
  return [...useCase('hot_cam').rules, ...useCase('go_live').rules, { ...tease, when: { ...tease.when, every_ms: 1000, jitter_ms: 500 } }];
}

// OBS by itself leaves something behind for a service that was set; this is how much after one stream.
async function leaksOfStreaming(t) {
  const obs = await t.startObs({ build: false });
  await (await goLive(t, obs))();
  return (await obs.close()).leaks;
}

await test(async (t) => {
  const alone = await leaksOfStreaming(t);
  const scenes = ['Game', 'Hot cam'];
  const { simulator, obs, uid } = await pairUp(t, {
    collections: [sceneWithCode({ rules: rules(), scenes })], settings: { allow_remote_arm: true },
  });
  const events = obs.vendorEvents();
  const lines = (type, wanted) => events.filter((event) => event.type === type && event.data.rule === wanted);
  const setEnabled = (id, enabled) => obs.vendor('SetRuleEnabled', { rule: id, enabled });
  await setEnabled('tease', false);

  await obs.switchScene('Hot cam');
  await until('the refusal', () => lines('Rejected', 'hot-cam').find(({ data }) => data.reason === 'condition'));
  await requireNoMotion(simulator);
  await obs.switchScene('Game');
  t.step('the hot scene while not live: nothing');

  let after = await simulator.serial();
  const endStream = await goLive(t, obs);
  const { entries: [hello] } = await simulator.wait('command', { after, means: 'pattern' });
  assert.ok(hello.command.timeSec > 0 && hello.command.timeSec <= 3, `${hello.command.timeSec} s`); // what is left of three seconds
  await obs.waitForRule('go-live', false);
  await simulator.wait('toy_still');
  assert.equal((await obs.vendor('GetStatus')).live, true);
  t.step('live: three pulses, then still');

  after = await simulator.serial();
  await obs.switchScene('Hot cam');
  await reachesLevel(simulator, 4, after);
  after = await simulator.serial();
  await obs.switchScene('Game');
  await simulator.wait('toy_still', { after });
  t.step('the hot scene while live: 20 % until it is left');

  after = await simulator.serial();
  await setEnabled('tease', true);
  await reachesLevel(simulator, 6, after);
  await setEnabled('tease', false);
  await simulator.wait('toy_still', { after });
  t.step('a random tease: 30 %, then still');

  await simulator.post('/unpair', { uid });
  await obs.waitForState('waiting_for_scan');
  assert.equal(await obs.readCode(QR, t.file('live.png')), undefined);
  await simulator.post('/pair', { uid });
  await obs.waitForState('ready');
  t.step('unpaired while live: no code in the picture');

  assert.equal((await obs.vendor('Start', { key: 'end', level: 0.5, ttlMs: 30000 })).ok, true);
  await simulator.wait('toy_moving');
  after = await simulator.serial();
  await endStream();
  await simulator.wait('command', { after, means: 'stop' });
  await simulator.wait('toy_still');
  t.step('the stream ends: everything stops');

  await requireBounded(simulator);
  await t.closeCleanly(obs, alone);
});

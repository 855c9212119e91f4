// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way of a user in one OBS, for tests that run it under a checker: sign in, scan, rules by key and by scene, stop
// key, phone offline and back, connection lost and back, scene collection switched.
import { until } from './process.mjs';
import { hotkeyOf, onHotkey, PANIC, QR, rule, sceneWithCode, signIn } from './scenario.mjs';

const rules = [
  onHotkey('hold', { level: 0.4 }),
  rule('scene', { type: 'scene', ref: { name: 'Scene B' }, edge: 'enter' }, { level: 0.3 }),
  rule('source', { type: 'source', ref: { name: QR } }, { level: 0.1 }),
];

// options: as signIn(). Returns { obs, simulator, uid }, OBS still running.
export async function journey(t, options = {}) {
  const collections = [sceneWithCode({ rules }), sceneWithCode({ name: 'Other' })];
  const hotkeys = { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' }, [PANIC]: { key: 'OBS_KEY_F10' } };
  const begun = await signIn(t, { collections, hotkeys, settings: { allow_remote_arm: true }, ...options });
  const { simulator, obs, uid } = begun;
  const display = await t.display();
  await until('a pairing code', () => obs.readCode(QR, t.file('code.png')));
  await simulator.post('/pair', { uid });
  await obs.waitForState('ready');
  t.step('scanned');

  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  await display.keyUp('F9');
  await obs.switchScene('Scene B');
  await simulator.wait('toy_moving');
  await obs.switchScene('Scene A');
  t.step('a key and a scene moved the toy');

  await obs.vendor('StopAll', { latch: true });
  await obs.waitForPanic(true);
  await simulator.wait('toy_still');
  await obs.vendor('Resume'); // what a person stops, only a person lifts, in the dock
  await obs.waitForPanic(false);
  for (const [change, state] of [[{ online: false }, 'app_offline'], [{ online: true }, 'ready']]) {
    await simulator.post('/phone', change);
    await obs.waitForState(state);
  }
  await simulator.post('/kill', { how: 'reset' });
  await simulator.wait('socket', { uid, count: 2 });
  await obs.waitForState('ready');
  t.step('stopped, resumed, offline and lost: back every time');

  for (const sceneCollectionName of ['Other', 'Test'])
    await obs.switchCollection(sceneCollectionName);
  return begun;
}

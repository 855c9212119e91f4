// SPDX-License-Identifier: GPL-2.0-or-later
// The stop key during eight running rules ends all of them, and nothing runs again until a person resumes.
import { strict as assert } from 'node:assert';
import { DOCK, locale, MAIN, openDock, putWindow } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, onHotkey, PANIC, pairUp, requireNoMotion } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const COUNT = 8;
const FRESH = ['F9', 'F10']; // not pressed before
const STOP = 'F12';
const keys = Array.from({ length: COUNT }, (_, index) => `F${index + 1}`);

async function countActive(obs) {
  const { rules } = await obs.vendor('ListRules');
  return rules.filter(({ active }) => active).length;
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const { simulator, obs } = await pairUp(t, {
    rules: [...keys, ...FRESH].map((key, index) => onHotkey(key, { level: (index + 1) / 10 })),
    hotkeys: {
      ...Object.fromEntries([...keys, ...FRESH].map((key) => [hotkeyOf(key), { key: `OBS_KEY_${key}` }])),
      [PANIC]: { key: `OBS_KEY_${STOP}` },
    },
    settings: { allow_remote_arm: true },
    env: widgets.env,
  });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), { x: 0, y: 0, width: 1500, height: 900 });
  const display = await t.display();
  await display.keyDown(...keys);
  await until('eight active rules', async () => (await countActive(obs)) === COUNT || undefined);
  await simulator.wait('toy_moving');
  t.step(`${COUNT} rules run`);

  await display.keyDown(STOP);
  await obs.waitForPanic(true);
  await simulator.wait('toy_still');
  assert.equal(await countActive(obs), 0);
  const stopped = await simulator.serial();
  const events = obs.vendorEvents();
  await display.keyDown(FRESH[0]);
  await until('a key refused', () =>
    events.find(({ type, data }) => type === 'Rejected' && data.rule === FRESH[0] && data.reason === 'panic'));
  await display.keyUp(...keys, STOP, FRESH[0]);
  const refused = await obs.vendor('Trigger', { level: 0.5, durationMs: 2000 });
  assert.equal(refused.ok, false);
  assert.equal(refused.error, 'panic');
  assert.equal((await obs.vendor('StopAll', { latch: true })).ok, true);
  assert.equal((await obs.vendor('Resume')).error, 'not_allowed');
  assert.equal((await obs.vendor('GetStatus')).stopped_by, 'person');
  await requireNoMotion(simulator, stopped);
  t.step('all stopped at once, and no request lifts what a person has stopped');

  await openDock(widgets, obs);
  await widgets.click(DOCK, words('Dock.Resume'));
  await obs.waitForPanic(false);

  await display.keyDown(FRESH[1]);
  await simulator.wait('toy_moving');
  await display.keyUp(FRESH[1]);
  await simulator.wait('toy_still');
  t.step('resumed: a fresh key press moves the toy again');
  await t.closeCleanly(obs);
});

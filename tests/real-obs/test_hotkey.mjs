// SPDX-License-Identifier: GPL-2.0-or-later
// A real key, bound in the profile, makes the simulated toy move while it is held, whatever happens to the rules meanwhile; the
// stop key ends everything.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { hotkeyOf, onHotkey, PANIC, pairUp, reachesLevel, requireBounded } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const RULE = 'hold';
const TOGGLE = 'toggle';
const OTHER = 'other';
const CHANGES = 4;
const LONGEST_MS = 600_000; // far longer than any wait of this test

await test(async (t) => {
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey(RULE, { level: 0.4, limit: { max_run_ms: LONGEST_MS } }), onHotkey(TOGGLE, { level: 0.3, mode: 'toggle' }), onHotkey(OTHER)],
    hotkeys: {
      [hotkeyOf(RULE)]: { key: 'OBS_KEY_F9' }, [hotkeyOf(TOGGLE)]: { key: 'OBS_KEY_F8' },
      [PANIC]: { key: 'OBS_KEY_F10', control: true },
    },
    settings: { allow_remote_arm: true },
  });
  const display = await t.display();

  await display.keyDown('F9');
  await reachesLevel(simulator, 8, 0);
  t.step('F9 down: the toy moves at 8 of 20');
  await display.keyUp('F9');
  await simulator.wait('toy_still');
  t.step('F9 up: the toy is still');

  // OBS 29.0 to 30.1 press without ever letting go. The second time shows that the first was let go too.
  for (let press = 1; press <= 2; press++) {
    const pressed = await simulator.serial();
    await obs.call('TriggerHotkeyByName', { hotkeyName: hotkeyOf(RULE) });
    await reachesLevel(simulator, 8, pressed);
    await simulator.wait('toy_still', { after: pressed });
  }
  t.step('a program presses the key of the rule: the toy moves and is still again');

  // A key that was let go and pressed again would switch the rule off.
  const events = obs.vendorEvents();
  await display.keyDown('F8');
  await obs.waitForRule(TOGGLE, true);
  for (let change = 0; change < CHANGES; change++) {
    const before = events.length;
    await obs.vendor('SetRuleEnabled', { rule: OTHER, enabled: change % 2 > 0 });
    await obs.vendor('SetCeiling', { value: 0.9 - change / 10 }); // is told after the change of the rule was taken in
    await until('the new ceiling', () => events.slice(before).find(({ type }) => type === 'StatusChanged'));
  }
  const ofToggle = events.filter(({ type, data }) => type === 'RuleActive' && data.rule === TOGGLE);
  assert.deepEqual(ofToggle.map(({ data }) => data.active), [true]);
  await obs.vendor('SetRuleEnabled', { rule: TOGGLE, enabled: false });
  await obs.waitForRule(TOGGLE, false);
  await display.keyUp('F8');
  t.step(`${CHANGES} changes of the rules while a key is held: it stays pressed`);

  await simulator.wait('toy_still');
  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  const serial = await simulator.serial();
  await display.keyDown('Control_L', 'F10');
  await simulator.wait('command', { means: 'stop', after: serial });
  await simulator.wait('toy_still');
  await display.keyUp('Control_L', 'F10', 'F9');
  t.step('stop key, with the other still held: the toy is still');

  await requireBounded(simulator);
  await t.closeCleanly(obs);
});

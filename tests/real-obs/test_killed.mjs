// SPDX-License-Identifier: GPL-2.0-or-later
// OBS is killed while a rule runs: nothing is left to send Stop, and the toy is still when the lease ends.
import { strict as assert } from 'node:assert';
import { hotkeyOf, onHotkey, pairUp, requireBounded } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const LEASE_MS = 3000;

await test(async (t) => {
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.5 })], hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' } },
  });
  const display = await t.display();
  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  const moving = await simulator.serial(); // before it comes the Stop with which each session begins
  await simulator.wait('command', { after: moving, count: 3 });
  t.step('the rule runs and is renewed');
  await obs.kill();
  await simulator.wait('toy_still');
  const { longest_unrenewed_ms: unrenewed } = await simulator.get('/asserts');
  await requireBounded(simulator, LEASE_MS);
  t.step(`killed: still by itself, ${Math.round(unrenewed)} ms after the last command`);
  const commands = await simulator.commands(moving);
  assert.ok(!commands.some(({ means }) => means === 'stop'), 'a Stop was sent: OBS was not killed');
});

// SPDX-License-Identifier: GPL-2.0-or-later
// Commands go straight to the phone when it can be reached, by TLS that is checked, and through the service when not.
import { strict as assert } from 'node:assert';
import { onHotkey, pairUp, hotkeyOf } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

await test(async (t) => {
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.3 })], hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' } },
    settings: (service) => ({ route: 'auto', ca_file: service.ca_file }),
  });
  const display = await t.display();
  const holdAndExpect = async (route) => {
    const after = await simulator.serial();
    await display.keyDown('F9');
    const { entries } = await simulator.wait('command', { after, route, means: 'function' });
    assert.equal(entries[0].route, route);
    await simulator.wait('toy_moving');
    await display.keyUp('F9');
    await simulator.wait('toy_still');
    t.step(`by ${route}: moved and still again`);
  };
  await holdAndExpect('lan');
  await simulator.faults({ lan_listening: false });
  await holdAndExpect('socket');
  await t.closeCleanly(obs);
});

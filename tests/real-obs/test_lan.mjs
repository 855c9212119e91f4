// SPDX-License-Identifier: GPL-2.0-or-later
// Commands go straight to the phone when it can be reached, by TLS that is checked, and through the service when not. A
// pattern goes on as a curve there, and only there.
import { strict as assert } from 'node:assert';
import { hotkeyOf, onHotkey, pairUp, reachesLevel } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const WAVES = { kind: 'pattern', steps: [0.2, 0.5, 0.8, 0.5], step_ms: 250, toys: 'all' };

await test(async (t) => {
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.3 }), onHotkey('waves', { do: WAVES })],
    hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' }, [hotkeyOf('waves')]: { key: 'OBS_KEY_F8' } },
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

  const before = await simulator.serial();
  await display.keyDown('F8');
  const { entries: [played] } = await simulator.wait('command', { after: before, route: 'lan', means: 'v2Play' });
  for (const step of WAVES.steps) await reachesLevel(simulator, 20 * step, played.serial);
  await display.keyUp('F8');
  await simulator.wait('command', { after: played.serial, route: 'lan', means: 'v2Stop' });
  await simulator.wait('toy_still');
  t.step('a pattern goes on as a curve and ends with its key');

  await simulator.faults({ lan_listening: false });
  await holdAndExpect('socket');
  const after = await simulator.serial();
  await display.keyDown('F8');
  await simulator.wait('command', { after, route: 'socket', means: 'pattern' });
  await simulator.wait('toy_moving');
  await display.keyUp('F8');
  await simulator.wait('toy_still');
  assert.deepEqual((await simulator.commands(after)).filter(({ means }) => means.startsWith('v2')), []);
  t.step('through the service it stays a pattern');
  await t.closeCleanly(obs);
});

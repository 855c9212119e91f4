// SPDX-License-Identifier: GPL-2.0-or-later
// A Stop is the last word, although the phone does a movement that it had before only after the Stop: by the local network,
// where the way has changed to the service meanwhile, and for STOP ALL. The connection that brought the movement has been
// closed in the last two. How long it moves is measured by tests/bench/obs.
import { strict as assert } from 'node:assert';
import { stopEach, stopOvertaken } from './lib/last_word.mjs';
import { PANIC, pairUp } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const WORK_MS = 2000; // of the phone, on a movement; a Stop takes none

await test(async (t) => {
  const world = await pairUp(t, {
    hotkeys: { [PANIC]: { key: 'OBS_KEY_F12' } },
    settings: (service) => ({ route: 'auto', ca_file: service.ca_file }),
  });
  const { simulator, obs } = world;
  const display = await t.display();
  const stopKey = async () => {
    await display.keyDown('F12');
    await obs.waitForPanic(true);
    await display.keyUp('F12');
  };
  const losesWay = () => simulator.faults({ lan_listening: false });
  for (const [name, change, stop] of [
    ['Stop', undefined, stopEach], ['Stop by another way', losesWay, stopEach], ['STOP ALL', undefined, stopKey],
  ]) {
    const { motionMs, overtakers } = await stopOvertaken(world, { workMs: WORK_MS, change, stop });
    assert.ok(overtakers > 0, 'the phone did nothing after the Stop');
    t.step(`${name}: overtaken, and still again; moved for ${Math.round(motionMs)} ms after it`);
  }
  await t.closeCleanly(obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// STOP ALL is the last word, although the phone does a movement that it had before only after the Stop, and although the
// connection that brought it has been closed.
import { strict as assert } from 'node:assert';
import { hotkeyOf, onHotkey, PANIC, pairUp } from './lib/scenario.mjs';
import { until } from './lib/process.mjs';
import { test } from './lib/test.mjs';

const WORK_MS = 2000; // of the phone, on a movement; a Stop takes none

// How long a toy moved in the time that the entries are of, in ms of the phone.
function motionMs(entries, end) {
  const since = new Map();
  let sum = 0;
  for (const { toy, function: name, level, changed_at_ms: at } of [...entries, ...[...new Set(entries.map(({ toy }) => toy))]
    .map((toy) => ({ toy, function: 'Vibrate', level: 0, changed_at_ms: end }))]) {
    if (name !== 'Vibrate') continue;
    if (level > 0 && !since.has(toy)) since.set(toy, at);
    if (level > 0 || !since.has(toy)) continue;
    sum += at - since.get(toy);
    since.delete(toy);
  }
  return sum;
}

await test(async (t) => {
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.3 })],
    hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' }, [PANIC]: { key: 'OBS_KEY_F12' } },
    settings: (service) => ({ route: 'auto', ca_file: service.ca_file }),
  });
  const display = await t.display();
  await display.keyDown('F9');
  await simulator.wait('command', { route: 'lan', means: 'function' });
  const before = await simulator.serial();
  await simulator.faults({ lan_move_ms: WORK_MS, lan_goes_on: true });
  await until('a renewal on its way', async () => {
    const { entries } = await simulator.get(`/log?kind=lan_arrived&after=${before}`);
    return entries.some(({ body }) => body.includes('Vibrate:')) || undefined;
  });
  await display.keyDown('F12');
  await obs.waitForPanic(true);
  await simulator.wait('command', { after: before, route: 'lan', means: 'stop' });
  const stopped = await simulator.serial();
  await display.keyUp('F9', 'F12');
  await simulator.wait('command', { after: stopped, route: 'lan', means: 'function' });
  t.step('the movement was done after the Stop');
  await simulator.wait('toy_still');
  const { entries } = await simulator.get(`/log?kind=level&after=${stopped}`);
  assert.equal(entries.at(-1).level, 0);
  t.step(`still again; moved for ${Math.round(motionMs(entries, entries.at(-1).changed_at_ms))} ms after the Stop`);
  await t.closeCleanly(obs);
});

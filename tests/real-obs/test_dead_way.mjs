// SPDX-License-Identifier: GPL-2.0-or-later
// While OBS records, another program of it runs. The way to the phone is dead around STOP ALL: no packet arrives, not even
// the end of a connection. Nothing moves after its lease. By the local network nothing starts again when the way is back: what
// was lost is lost. The service's connection goes on, and the system brings a lost renewal with the Stop right behind it.
import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './lib/process.mjs';
import { requireEnded } from './lib/last_word.mjs';
import { findProcess } from './lib/proc.mjs';
import { hotkeyOf, onHotkey, PANIC, pairUp, requireBounded, requireNoMotion } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const DEAD_MS = 2700;
const LEASE_MS = 3000;
const LAST_WORD_MS = 700; // the longest that what comes back may last

const isRecording = (obs, isWanted) =>
  until(`a recording that is ${isWanted ? 'on' : 'off'}`, async () =>
    (await obs.call('GetRecordStatus')).outputActive === isWanted || undefined);

async function stopOverDeadWay(t, route) {
  const { simulator, obs, way } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.5 })],
    hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' }, [PANIC]: { key: 'OBS_KEY_F12' } },
    settings: (service) => ({ route, ca_file: service.ca_file }),
    hasWay: true,
  });
  const display = await t.display();
  await display.keyDown('F9');
  const by = route === 'server' ? 'socket' : 'lan';
  await simulator.wait('command', { route: by, means: 'function' });
  await obs.call('StartRecord');
  await isRecording(obs, true);
  await until('the program that writes the file', () => findProcess(obs.process.pid, 'obs-ffmpeg-mux'));
  assert.deepEqual([...way.holders()], ['obs'], 'who holds a connection to the phone');
  await simulator.wait('command', { after: await simulator.serial(), route: by, means: 'function' });

  await until('the renewal received', () => way.connections().every(({ unacknowledged }) => unacknowledged === 0) || undefined);
  await way.set('dead');
  const dead = performance.now();
  const before = await simulator.serial();
  const lost = await until('a renewal that does not arrive', () =>
    way.connections().reduce((sum, { unacknowledged }) => sum + unacknowledged, 0) || undefined);
  await display.keyDown('F12');
  await obs.waitForPanic(true);
  await display.keyUp('F9', 'F12');
  await sleep(DEAD_MS - (performance.now() - dead));
  await way.set('open');
  t.step(`${by}: ${lost} bytes and a STOP ALL into a way that is dead for ${DEAD_MS / 1000} s`);

  await simulator.wait('command', { after: before, means: 'stop' });
  await until('nothing more on its way', () =>
    way.connections().every(({ unacknowledged }) => unacknowledged === 0) || undefined);
  await simulator.wait('toy_still');
  if (by === 'lan') await requireNoMotion(simulator, before);
  else requireEnded(await simulator.commands(before), (await simulator.get(`/log?kind=level&after=${before}`)).entries, LAST_WORD_MS);
  await requireBounded(simulator, LEASE_MS);
  const { longest_unrenewed_ms: unrenewed } = await simulator.get('/asserts');
  t.step(`back: nothing went on; no toy moved longer than ${Math.round(unrenewed)} ms after its last command`);
  await obs.call('StopRecord');
  await isRecording(obs, false);
  await t.closeCleanly(obs);
}

await test(async (t) => {
  await stopOverDeadWay(t, 'auto');
  await stopOverDeadWay(t, 'server');
});

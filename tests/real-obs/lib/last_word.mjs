// SPDX-License-Identifier: GPL-2.0-or-later
// A Stop that an older movement overtakes: the phone is at work on the movement, and does it after the Stop.
import { strict as assert } from 'node:assert';
import { until } from './process.mjs';

const HARMLESS = { lan_move_ms: 0, lan_goes_on: false, lan_listening: true };
const KEYS = ['t1', 't2']; // of requests, and the toys that they move

export const stopEach = async ({ obs }) => {
  for (const key of KEYS) await obs.vendor('Stop', { key });
};

// How long the toy that moved longest has moved since then, in ms of the phone. All are still.
async function motionMs(simulator, sinceMs) {
  const { entries } = await simulator.get('/log?kind=level');
  const begun = new Map();
  const sums = { none: 0 };
  for (const { toy, level, changed_at_ms: at } of entries.filter(({ function: name }) => name === 'Vibrate')) {
    if (level > 0 && !begun.has(toy)) begun.set(toy, at);
    if (level > 0 || !begun.has(toy)) continue;
    sums[toy] = (sums[toy] ?? 0) + Math.max(0, at - Math.max(begun.get(toy), sinceMs));
    begun.delete(toy);
  }
  return Math.max(...Object.values(sums));
}

// All that has come to the phone by the local network has been done or dropped.
const untilDone = (simulator) => until('the phone done with its work', async () => {
  const { entries } = await simulator.get('/log');
  const count = (wanted) => entries.filter(({ kind, status }) => kind === wanted && status !== 404).length;
  return count('lan') === count('lan_arrived') || undefined;
});

// The movements that the phone did after the Stop were ended by another Stop, and not by their time; within mostMs.
export function requireEnded(commands, levels, mostMs = Infinity) {
  for (const { at_ms: at, length_ms: length, toys } of commands.filter(({ means }) => means === 'function'))
    for (const toy of toys) {
      const end = levels.find((entry) => entry.toy === toy && entry.level === 0 && entry.changed_at_ms >= at);
      assert.ok(end.changed_at_ms - at < Math.min(length, mostMs), `${toy} moved for ${end.changed_at_ms - at} ms of ${length}`);
    }
}

// A local network that has failed is tried again only after a while; for a new pairing at once.
async function pairAgain({ simulator, obs, uid }) {
  await simulator.post('/unpair', { uid });
  await obs.waitForState('waiting_for_scan');
  await simulator.post('/pair', { uid });
  await obs.waitForState('ready');
}

// Both toys move; while the phone is at work on a renewal for workMs of its time, change() happens and then stop().
// { motionMs: since then, of the toy that moved longest; overtakers: movements that were done after a Stop }
export async function stopOvertaken(world, { workMs, change, stop = stopEach }) {
  const { simulator, obs } = world;
  await until('the local route', async () => (await obs.vendor('GetStatus')).route === 'lan' || undefined);
  const begun = await simulator.serial();
  for (const key of KEYS) {
    const { ok, message } = await obs.vendor('Start', { key, level: 0.3, ttlMs: 30_000, toys: key });
    assert.ok(ok, message);
  }
  await simulator.wait('command', { after: begun, route: 'lan', means: 'function', count: KEYS.length });
  await untilDone(simulator);
  await simulator.faults({ lan_move_ms: workMs, lan_goes_on: true });
  await simulator.wait('lan_arrived', { after: await simulator.serial() });
  await change?.(world);
  const { now_ms: now } = await simulator.get('/toys');
  const stopped = await simulator.serial();
  await stop(world);
  await simulator.wait('command', { after: stopped, means: 'stop', count: 1 });
  const isStop = await simulator.serial();
  await untilDone(simulator);
  await simulator.wait('toy_still');
  const levels = (await simulator.get(`/log?kind=level&after=${stopped}`)).entries;
  const commands = await simulator.commands(isStop);
  requireEnded(commands, levels);
  const result = { motionMs: await motionMs(simulator, now), overtakers: commands.filter(({ means }) => means === 'function').length };
  await simulator.faults(HARMLESS);
  if (change) await pairAgain(world);
  return result;
}

// SPDX-License-Identifier: GPL-2.0-or-later
// How long a toy moves after its Stop when the phone does an older movement after it. The time that the phone takes for a
// movement is drawn anew each time, so that it ends at every place between two repeats of the Stop; a Stop takes none.
import { stopEach, stopOvertaken } from '../../real-obs/lib/last_word.mjs';
import { pairUp } from '../../real-obs/lib/scenario.mjs';
import { median } from '../../real-obs/lib/table.mjs';

const stopAll = async ({ obs }) => obs.vendor('StopAll');
const losesWay = ({ simulator }) => simulator.faults({ lan_listening: false });

const CASES = [
  { name: 'Stop, phone takes 35 ms', least: 35, most: 35, stop: stopEach },
  { name: 'Stop, phone takes up to 2 s', least: 100, most: 2000, stop: stopEach },
  { name: 'Stop by another way, phone takes up to 2 s', least: 100, most: 2000, stop: stopEach, change: losesWay },
  { name: 'STOP ALL, phone takes up to 2 s', least: 100, most: 2000, stop: stopAll },
];

async function resume({ obs }) {
  const { ok, message } = await obs.vendor('Resume');
  if (!ok) throw new Error(message);
  await obs.waitForPanic(false);
}

export async function measureLastWord(t, plan) {
  const world = await pairUp(t, {
    settings: (service) => ({ route: 'auto', ca_file: service.ca_file, allow_remote_arm: true }),
  });
  const rows = {};
  for (const { name, least, most, stop, change } of CASES) {
    const results = [];
    for (let count = 0; count < plan.words; count++) {
      results.push(await stopOvertaken(world, { workMs: least + Math.random() * (most - least), stop, change }));
      if (stop === stopAll) await resume(world);
    }
    const times = results.map(({ motionMs }) => motionMs);
    rows[name] = { p50_ms: median(times), most_ms: Math.max(...times), overtaken: results.filter(({ overtakers }) => overtakers > 0).length, times };
  }
  await world.obs.close();
  t.step('last word measured');
  return rows;
}

export const lastWordGoals = (rows, below) =>
  Object.entries(rows).map(([name, { most_ms: most }]) => below(`motion after a Stop in sum, ms (longest): ${name}`, most, 700));

export const lastWordRows = (rows, ms) => Object.entries(rows).map(([name, { p50_ms: p50, most_ms: most, overtaken, times }]) =>
  [`motion after it, p50 / longest: ${name}`, `${ms(p50)} / ${ms(most)}`, `${overtaken} of ${times.length}`, 'times that a movement came after the Stop']);

// SPDX-License-Identifier: GPL-2.0-or-later
// Many copies of what viewers see, moving, at 60 frames a second beside as many image sources of their size: frames that OBS
// skipped, scene and scene about in one OBS. And what an OBS grows by in which they move for minutes.
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess, memory } from '../../real-obs/lib/proc.mjs';
import { collection } from '../../real-obs/lib/collection.mjs';
import { output } from '../../real-obs/lib/process.mjs';
import { modules, rule } from '../../real-obs/lib/scenario.mjs';
import { median } from '../../real-obs/lib/table.mjs';

const COPIES = 20;
const PER_ROW = 4;
const WIDTH = 300;
const HEIGHT = 106; // of such a source, with its shadow
const LAYOUTS = ['bar', 'ring', 'graph', 'toys', 'queue', 'menu', 'goal'];
const LOOKS = ['glass', 'neon', 'soft', 'mono'];
const FONT = { face: 'Sans Serif', size: 18, style: '', flags: 0 };
const NAMES = ['Mira', 'Alex', 'Noa', 'Sam', 'Juno', 'Quentin', 'Wilhelmina', 'Zoë', 'Björk', 'Łucja'];
const TIP_EVERY_MS = 4000;
const LEASE_MS = 30_000;

const at = (index) => ({ x: (index % PER_ROW) * 320, y: Math.floor(index / PER_ROW) * 140 });
const sight = (name, index, layout, scene) => ({
  name, id: 'lovense_activity', in: [scene], at: at(index),
  settings: { layout, look: LOOKS[index % LOOKS.length], width: WIDTH, font: FONT, graph_seconds: 10 },
});

async function start(t, scenes, sources) {
  const gift = rule('gift', { type: 'tip', from: 1 }, { name: 'Gift', level: 0.5, mode: 'once', run: { duration_ms: 3000 } });
  const settings = { version: 1, mode: 'simulator', arm_on_start: true, master_ceiling: 1, allow_remote_arm: true, allow_tips: true };
  const obs = await t.startObs({ home: { settings, collections: [collection({ scenes, sources, modules: modules([gift]) })] } });
  await obs.call('SetVideoSettings', { fpsNumerator: 60, fpsDenominator: 1 });
  await obs.waitForState('ready');
  return obs;
}

// Up and down for that long.
async function move(obs, ms) {
  const pattern = '2;6;12;18;20;14;8;4';
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await obs.vendor('Start', { key: 'bench', pattern, stepMs: 250, ttlMs: LEASE_MS });
    await sleep(Math.min(LEASE_MS / 2, end - performance.now()));
  }
}

async function skippedDuring(obs, ms) {
  const before = await obs.call('GetStats');
  await move(obs, ms);
  const after = await obs.call('GetStats');
  const difference = (key) => after[key] - before[key];
  return { frames: difference('renderTotalFrames'), skipped: difference('renderSkippedFrames') };
}

export async function measureCopies(t, plan) {
  const file = t.file('image.png');
  await output('convert', ['-size', `${WIDTH}x${HEIGHT}`, 'gradient:#14161cdb-#0d0f14e6', file]);
  const indices = Array.from({ length: COPIES }, (_, index) => index);
  const sources = indices.flatMap((index) => [
    sight(`Sight ${index}`, index, LAYOUTS[index % 3], 'Sights'),
    { name: `Image ${index}`, id: 'image_source', in: ['Images'], at: at(index), settings: { file } },
  ]);
  const obs = await start(t, ['Empty', 'Sights', 'Images'], sources);
  const rows = { Sights: [], Images: [] };
  for (let round = 0; round < plan.copyRounds; round++) {
    for (const scene of round % 2 ? ['Images', 'Sights'] : ['Sights', 'Images']) {
      await obs.switchScene(scene);
      await move(obs, plan.settleMs);
      rows[scene].push(await skippedDuring(obs, plan.copyMs));
    }
  }
  await obs.close();
  const shares = (scene) => rows[scene].map(({ frames, skipped }) => (100 * skipped) / frames);
  return { sights_percent: median(shares('Sights')), images_percent: median(shares('Images')), rows };
}

const percent = (value) => `${value.toFixed(2)} %`;

export const copiesRows = (copies) => [
  [`frames skipped, ${COPIES} moving copies at 60 frames a second`, percent(copies.sights_percent), percent(copies.images_percent), `${COPIES} image sources of that size`],
];

export const copiesGoals = (copies, below) => [
  below(`frames that ${COPIES} copies skip, percent more than as many image sources`, copies.sights_percent - copies.images_percent, 0),
];

// --- growth ---

async function tipNow(obs, count) {
  await obs.vendor('Tip', { amount: 1 + (count % 500), by: NAMES[count % NAMES.length], message: `number ${count}` });
}

// Whatever there is to show, all the time. libobs itself grows meanwhile, in steps of 0.4 and 0.8 MB: its profiler keeps each time
// that a frame has ever taken.
export async function measureGrowth(t, plan) {
  const sources = LAYOUTS.map((layout, index) => sight(layout, index, layout, 'Scene A'));
  const obs = await start(t, ['Scene A'], sources);
  const pid = findProcess(obs.process.pid, 'obs');
  await obs.vendor('SetGoal', { target: 100_000, label: 'Lights' });
  const samples = [];
  const begin = performance.now();
  for (let count = 0; performance.now() - begin < plan.minutes * 60_000; count++) {
    await tipNow(obs, count);
    await move(obs, TIP_EVERY_MS);
    samples.push({ seconds: (performance.now() - begin) / 1000, private_kb: memory(pid).private_kb });
  }
  await obs.close();
  const quarter = (index) => samples.slice(Math.floor((samples.length * index) / 4), Math.ceil((samples.length * (index + 1)) / 4));
  const middle = (index) => median(quarter(index).map((sample) => sample.private_kb));
  return { minutes: plan.minutes, grown_kb: middle(3) - middle(1), samples }; // the first quarter fills what is kept
}

export const growthRows = (growth) => [
  [`private memory, grown in ${growth.minutes} minutes of every layout moving`, `${(growth.grown_kb / 1024).toFixed(2)} MB`, '-', ''],
];

export const growthGoals = (growth, below) => [
  below('private memory, MB more in the last quarter of the time than in the second', growth.grown_kb / 1024, 1),
];

// SPDX-License-Identifier: GPL-2.0-or-later
// A long day of a stream in short: rules by key, audio and time, lost connections, a phone that goes and comes, scene and
// collection switches, the stop key. Beside it runs an OBS without the plugin that gets the same switches. After each round
// both are counted. Exit status: 0 flat and safe, 1 something grew or a safety figure is wrong.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cpuSeconds, findProcess, memory, openFiles, threads } from '../real-obs/lib/proc.mjs';
import { accountOn, hotkeyOf, onHotkey, PANIC, QR, rule, sceneWithCode } from '../real-obs/lib/scenario.mjs';
import { printTable } from '../real-obs/lib/table.mjs';
import { REPOSITORY, Test } from '../real-obs/lib/test.mjs';
import { mediaSource, writeTone } from '../real-obs/lib/tone.mjs';
import { judge, thirds } from './verdicts.mjs';

const { values: options } = parseArgs({
  options: {
    hours: { type: 'string' }, minutes: { type: 'string', default: '20' }, json: { type: 'string' },
    build: { type: 'string', default: join(REPOSITORY, 'build') }, work: { type: 'string' },
  },
});
const MINUTES = options.hours ? Number(options.hours) * 60 : Number(options.minutes);
const WORKER = 'lovense-engine';
const IDLE_MS = 5000;
const LEAST_ROUNDS = 8;
const LOSS_EVERY_MS = 90_000; // a connection counts as good after a minute; one lost before is tried again ever later
// One heap, or what a thread gave back counts as used until another asks for it; and pictures outside of it, or a small
// block that lies above one keeps the whole of it.
const STEADY_HEAP = { MALLOC_ARENA_MAX: 1, MALLOC_MMAP_THRESHOLD_: 128 * 1024 };

const t = new Test({ build: options.build, work: options.work ?? join(options.build, 'soak') });

function collections() {
  const tone = writeTone(t.file('tone.wav'), 1, 2);
  const rules = [
    onHotkey('hold', { level: 0.4 }),
    rule('scene', { type: 'scene', ref: { name: 'Scene B' }, edge: 'enter' }, { level: 0.3 }),
    rule('audio', { type: 'audio', ref: { name: 'Tone' }, on_db: -40, off_db: -50 }, { level: 0.2 }),
  ];
  const sources = [mediaSource('Tone', tone, { looping: true })];
  return [sceneWithCode({ rules, sources }), sceneWithCode({ name: 'Other', rules: rules.slice(0, 2) })];
}

async function begin() {
  const simulator = await t.startSimulator();
  const account = accountOn(simulator, { allow_remote_arm: true });
  const hotkeys = { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' }, [PANIC]: { key: 'OBS_KEY_F10' } };
  const obs = await t.startObs({ env: STEADY_HEAP, home: { ...account, hotkeys, collections: collections() } });
  const bare = await t.startObs({ env: STEADY_HEAP, build: false, home: { collections: collections() } });
  await obs.waitForState('waiting_for_scan');
  await simulator.post('/pair', { uid: account.settings.uid });
  await obs.waitForState('ready');
  return { simulator, obs, bare, display: await t.display(), uid: account.settings.uid, lostAt: 0 };
}

const both = ({ obs, bare }, action) => Promise.all([action(obs), action(bare)]);

async function switchCollection(world, sceneCollectionName) {
  await both(world, (each) => each.switchCollection(sceneCollectionName));
  await world.obs.waitForState('ready');
}

async function moveByKey({ simulator, display }) {
  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  await display.keyUp('F9');
}

async function loseConnection(world) {
  const { simulator, obs, uid } = world;
  if (Date.now() - world.lostAt < LOSS_EVERY_MS) return;
  world.lostAt = Date.now();
  const after = await simulator.serial();
  await simulator.post('/kill', { how: 'reset' });
  await simulator.wait('socket', { uid, after });
  await obs.waitForState('ready');
}

async function losePhone({ simulator, obs }) {
  for (const [online, state] of [[false, 'app_offline'], [true, 'ready']]) {
    await simulator.post('/phone', { online });
    await obs.waitForState(state);
  }
}

// By request: what a person stops, only a person lifts, in the dock.
async function stopAll({ simulator, obs }) {
  await obs.vendor('StopAll', { latch: true });
  await obs.waitForPanic(true);
  await simulator.wait('toy_still');
  await obs.vendor('Resume');
  await obs.vendor('SetArmed', { armed: true });
}

async function round(world) {
  await moveByKey(world);
  await both(world, (each) => each.switchScene('Scene B'));
  await both(world, (each) => each.switchScene('Scene A'));
  await both(world, (each) => each.call('GetSourceScreenshot', { sourceName: 'Scene A', imageFormat: 'png' }));
  await loseConnection(world);
  await losePhone(world);
  await stopAll(world);
  await switchCollection(world, 'Other');
  await moveByKey(world);
  await world.simulator.wait('toy_still');
}

// Counted in the collection "Other", whose rules need a key or a scene: nothing is due.
async function count(pids) {
  const wakeUps = () => threads(pids.obs).filter(({ name }) => name === WORKER).reduce((sum, each) => sum + each.wakeUps, 0);
  const cpuBefore = cpuSeconds(pids.obs);
  const bareBefore = cpuSeconds(pids.bare);
  const before = wakeUps();
  await sleep(IDLE_MS); // what is counted is how little happens in a time
  const perSecond = (value) => (value * 1000) / IDLE_MS;
  const files = openFiles(pids.obs);
  return {
    ...memory(pids.obs), threads: threads(pids.obs).length, files: files.files, sockets: files.sockets,
    wake_ups_per_s: perSecond(wakeUps() - before), cpu_ms_per_s: perSecond((cpuSeconds(pids.obs) - cpuBefore) * 1000),
    bare_private_kb: memory(pids.bare).private_kb, bare_threads: threads(pids.bare).length,
    bare_files: openFiles(pids.bare).files, bare_cpu_ms_per_s: perSecond((cpuSeconds(pids.bare) - bareBefore) * 1000),
  };
}

async function soak(world) {
  const pids = { obs: findProcess(world.obs.process.pid, 'obs'), bare: findProcess(world.bare.process.pid, 'obs') };
  const start = Date.now();
  const samples = [];
  for (let number = 1; Date.now() - start < MINUTES * 60_000 || samples.length < LEAST_ROUNDS; number++) {
    await round(world);
    samples.push({ minute: (Date.now() - start) / 60_000, ...(await count(pids)) });
    await switchCollection(world, 'Test');
    t.step(`round ${number}: ${samples.at(-1).private_kb} KB private, ${samples.at(-1).threads} threads`);
  }
  return samples;
}

const ROWS = [
  ['memory (RSS), KB', 'rss_kb'], ['memory (private), KB', 'private_kb'], ['  without the plugin', 'bare_private_kb'],
  ['threads', 'threads'], ['  without the plugin', 'bare_threads'], ['open files', 'files'],
  ['  without the plugin', 'bare_files'], ['sockets', 'sockets'],
  ['wake-ups of the worker per idle second', 'wake_ups_per_s'], ['CPU per idle second, ms', 'cpu_ms_per_s'],
  ['  without the plugin', 'bare_cpu_ms_per_s'],
];

const show = (value) => (Number.isInteger(value) ? value : value.toFixed(1));

async function main() {
  const world = await begin();
  const samples = await soak(world);
  const asserts = await world.simulator.get('/asserts');
  const [first, last] = thirds(samples);
  const bareEnd = await world.bare.close();
  const end = await world.obs.close();
  await t.requireNoSecrets();

  console.log(`\n${samples.length} rounds in ${samples.at(-1).minute.toFixed(1)} minutes, OBS ${world.obs.version}`);
  printTable([
    ['', 'at first', 'at last', 'change'],
    ...ROWS.map(([title, key]) => [title, show(first[key]), show(last[key]), show(last[key] - first[key])]),
  ]);
  const verdicts = judge([first, last], asserts);
  verdicts.push([`exit ${end.code}, ${end.leaks} leaks (${bareEnd.leaks} without the plugin)`,
    end.code === 0 && end.leaks <= bareEnd.leaks]);
  for (const [text, holds] of verdicts) console.log(`${holds ? 'holds ' : 'BROKEN'} ${text}`);
  if (options.json) {
    mkdirSync(dirname(options.json), { recursive: true });
    const { commands, longest_command_ms: longest } = asserts;
    writeFileSync(options.json, JSON.stringify({ obs: world.obs.version, samples, first, last, commands, longest, verdicts }, null, '\t'));
  }
  return verdicts.every(([, holds]) => holds) ? 0 : 1;
}

let status = 1;
try {
  status = await main();
} catch (error) {
  console.log(`FAILED: ${error.stack}\nlogs: ${t.work}`);
}
await t.cleanUp();
process.exit(status);

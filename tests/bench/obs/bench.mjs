// SPDX-License-Identifier: GPL-2.0-or-later
// The plugin in a real OBS, each figure beside a peer or a limit of the same run: OBS without the plugin, OBS's own hotkeys,
// requests, image source and modules.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findProcess, memory } from '../../real-obs/lib/proc.mjs';
import { output } from '../../real-obs/lib/process.mjs';
import { accountOn, hotkeyOf, onHotkey, pairUp, sceneWithCode } from '../../real-obs/lib/scenario.mjs';
import { median, printTable, quantile } from '../../real-obs/lib/table.mjs';
import { REPOSITORY, Test } from '../../real-obs/lib/test.mjs';
import { lastWordGoals, lastWordRows, measureLastWord } from './last_word.mjs';
import { copiesGoals, copiesRows, growthGoals, growthRows, measureCopies, measureGrowth } from './sight.mjs';
import { measureText, textGoals, textRows } from './text.mjs';
import { measureTips, tipsGoals, tipsNotes, tipsRows } from './tips.mjs';
import { measureVendor, vendorGoals, vendorNotes, vendorRows } from './vendor.mjs';

const { values: options } = parseArgs({
  options: {
    build: { type: 'string', default: join(REPOSITORY, 'build') }, json: { type: 'string' },
    quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, only: { type: 'string' },
    minutes: { type: 'string' },
  },
});
const plan = options.quick
  ? { rounds: 1, keys: 3, frames: 10, pictureRounds: 2, settleMs: 500, loadMs: 3000, tips: 500, stops: 2, delays: 20, words: 1, copyRounds: 2, copyMs: 3000, minutes: 0.5 }
  : { rounds: 5, keys: 30, frames: 40, pictureRounds: 8, settleMs: 3000, loadMs: 30_000, tips: 10_000, stops: 20, delays: 100, words: 20, copyRounds: 6, copyMs: 20_000, minutes: 20 };
if (options.rounds) plan.rounds = Number(options.rounds);
if (options.minutes) plan.minutes = Number(options.minutes);
const t = new Test({ build: options.build, work: join(options.build, 'bench-obs') });

// --- a key press, seen from outside ---

// The simulator's clock, in ours: of several answers the quickest tells best.
async function clockOffset(simulator) {
  const readings = [];
  for (let count = 0; count < 10; count++) {
    const begin = performance.now();
    const { now_ms: now } = await simulator.get('/toys');
    const end = performance.now();
    readings.push({ length: end - begin, offset: (begin + end) / 2 - now });
  }
  return readings.sort((a, b) => a.length - b.length)[0].offset;
}

async function pressOnce({ simulator, obs, display, offset }) {
  const after = await simulator.serial();
  const begin = performance.now();
  await display.keyDown('F9');
  const { entries: [command] } = await simulator.wait('command', { after });
  await display.keyUp('F9');
  await simulator.wait('toy_still');
  const asked = performance.now();
  const before = await simulator.serial();
  const started = obs.vendor('Start', { key: 'bench', level: 0.4, ttlMs: 2000 });
  const { entries: [second] } = await simulator.wait('command', { after: before });
  await started;
  await obs.vendor('Stop', { key: 'bench' });
  await simulator.wait('toy_still');
  return { key: command.at_ms + offset - begin, request: second.at_ms + offset - asked };
}

// OBS's own answer to a key: it switches the scene.
async function switchOnce({ obs, display }, key) {
  const begun = new Promise((resolve) => {
    obs.socket.once('SceneTransitionStarted', () => resolve(performance.now()));
  });
  const begin = performance.now();
  await display.keyDown(key); // until it has shown: OBS looks at the keys now and then
  const end = await begun;
  await display.keyUp(key);
  await sleep(400); // the transition; nothing is measured meanwhile
  return end - begin;
}

function collectionWithKeys() {
  const collection = sceneWithCode({ rules: [onHotkey('hold', { level: 0.4 })] });
  for (const [name, key] of [['Scene A', 'OBS_KEY_F7'], ['Scene B', 'OBS_KEY_F8']])
    collection.sources.find((each) => each.name === name).hotkeys = { 'OBSBasic.SelectScene': [{ key }] };
  return collection;
}

async function measureKeys() {
  const hotkeys = { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' } };
  const world = await pairUp(t, { collections: [collectionWithKeys()], hotkeys, settings: { allow_remote_arm: true } });
  world.display = await t.display();
  world.offset = await clockOffset(world.simulator);
  const rows = [];
  for (let count = 0; count < plan.keys; count++) {
    const times = await pressOnce(world);
    rows.push({ ...times, scene: await switchOnce(world, count % 2 ? 'F7' : 'F8') });
  }
  await world.obs.close();
  const summary = (name) => {
    const values = rows.map((row) => row[name]);
    return { p50_ms: median(values), p99_ms: quantile(values, 0.99) };
  };
  return { key: summary('key'), request: summary('request'), scene: summary('scene'), rows };
}

// --- memory, loading, exit ---

const loadMs = (log, module) => {
  const found = new RegExp(`obs_init_module\\(${module}\\.so\\): ([\\d.]+)\\sms`).exec(log)?.[1];
  return found === undefined ? undefined : Number(found);
};

const privateKb = (obs) => memory(findProcess(obs.process.pid, 'obs')).private_kb;

async function runOnce(kind) {
  const home = { collections: [sceneWithCode()] };
  const begin = performance.now();
  let simulator;
  if (kind === 'ready' || kind === 'hanging') {
    simulator = await t.startSimulator(['--tls']); // all that a real service asks for: certificates, both routes
    Object.assign(home, accountOn(simulator, { ca_file: simulator.ca_file, route: 'auto' }));
    if (kind === 'hanging') await simulator.faults({ token_answer: 'never' });
  }
  const started = performance.now();
  const obs = await t.startObs({ home, build: kind === 'absent' ? false : t.build });
  const up = performance.now();
  if (kind === 'ready') {
    await obs.waitForState('waiting_for_scan');
    await simulator.post('/pair', { uid: home.settings.uid });
    await obs.waitForState('ready');
  } else if (kind === 'hanging') {
    await simulator.wait('request');
  }
  await sleep(plan.settleMs); // as long for every kind: what loading needed is given back
  const kb = privateKb(obs);
  const { seconds } = await obs.close();
  return { private_kb: kb, exit_ms: seconds * 1000, start_ms: up - started, load_ms: loadMs(obs.log, 'lovense-for-obs'),
    websocket_load_ms: loadMs(obs.log, 'obs-websocket'), whole_ms: performance.now() - begin };
}

const KINDS = ['absent', 'off', 'ready', 'hanging'];

async function measureRuns() {
  const rows = Object.fromEntries(KINDS.map((kind) => [kind, []]));
  for (let round = 0; round < plan.rounds; round++) {
    for (let index = 0; index < KINDS.length; index++) {
      const kind = KINDS[(index + round) % KINDS.length];
      rows[kind].push(await runOnce(kind));
    }
    t.step(`round ${round + 1} of ${plan.rounds}`);
  }
  const medians = (list) => Object.fromEntries(['private_kb', 'exit_ms', 'start_ms', 'load_ms', 'websocket_load_ms'].map((key) => {
    const values = list.map((row) => row[key]).filter((value) => value !== undefined);
    return [key, values.length ? median(values) : null];
  }));
  const least = (list) => Math.min(...list.map((row) => row.private_kb));
  return { rows, ...Object.fromEntries(KINDS.map((kind) => [kind, { ...medians(rows[kind]), least_private_kb: least(rows[kind]) }])) };
}

// --- the overlay, frame by frame ---

async function obsModule(name) {
  const folders = (await output('sh', ['-c', `ls -d /usr/lib/*/obs-plugins/${name}.so /usr/lib/obs-plugins/${name}.so 2>/dev/null || true`]))
    .trim().split('\n');
  if (!folders[0]) throw new Error(`OBS has no ${name} here`);
  return [folders[0], `/usr/share/obs/obs-plugins/${name}`];
}

async function makePictures() {
  const OVERLAY_PX = 424; // of the code that the program shows
  const codes = ['one.png', 'other.png'].map((name) => t.file(name));
  for (const [index, file] of codes.entries())
    await output('convert', ['-size', `${OVERLAY_PX}x${OVERLAY_PX}`, 'xc:white', '-seed', String(index + 1), '+noise', 'Random', '-threshold', '50%', file]);
  const panels = [600, 1920].map((width) => [width, t.file(`panel-${width}.png`)]);
  for (const [width, file] of panels)
    await output('convert', ['-size', `${width}x200`, 'xc:none', '-fill', 'rgba(20,22,28,0.86)', '-draw', `roundrectangle 14,14 ${width - 14},186 20,20`, `PNG32:${file}`]);
  return [...codes, ...panels.map(([, file]) => file)];
}

async function measureOverlay() {
  const display = await t.display();
  const env = { ...display.env, LIBGL_ALWAYS_SOFTWARE: '1', MODULE: join(t.build, 'tests/obs/scripted/lovense-for-obs.so'),
    MODULE_DATA: join(t.build, 'data/lovense-for-obs'), CONFIG: t.file('config') };
  const program = join(t.build, 'tests/bench/obs/bench_overlay');
  const text = await output(program, [String(plan.pictureRounds), String(plan.frames), ...(await obsModule('image-source')),
    ...(await obsModule('text-freetype2')), ...(await makePictures())], { env, timeoutMs: 600_000 });
  return JSON.parse(text.slice(text.lastIndexOf('\n{') + 1));
}

// What one activity picture may cost, against an image of its size with a text on it.
function activityLimit(name) {
  const [layout, look, width] = name.split(' ');
  if (width === '1920' || (layout === 'bar' && ['soft', 'mono'].includes(look))) return 1.1;
  return ['bar', 'ring', 'graph'].includes(layout) ? 1.25 : 1.4;
}

const activitiesOf = (result) => Object.entries(result).filter(([name]) => /^\w+ \w+ \d+$/.test(name));

// --- the table ---

const ms = (value) => (value === null || value === undefined ? '-' : `${value.toFixed(1)} ms`);
const us = (value) => `${value.toFixed(1)} us`;
const mb = (kb) => `${(kb / 1024).toFixed(1)} MB`;

const below = (name, value, limit) => ({ name, value, limit, is_met: value <= limit });

const pair = ({ p50_ms: p50, p99_ms: p99 }) => `${ms(p50)} / ${ms(p99)}`;
const frame = ({ p50_us: p50, p99_us: p99 }) => `${us(p50)} / ${us(p99)}`;

// Each subject: measure() and, of its result, rows of the table, goals and notes below it.
const SUBJECTS = {
  overlay: {
    measure: measureOverlay,
    rows: (result) => [
      ['tick, nothing changed', us(result.overlay.tick_us), us(result.image.tick_us), 'an image source of the same size'],
      ['render, nothing changed', us(result.overlay.render_us), us(result.image.render_us), 'the same'],
      ['a title that changes, more in a frame', us(result.text.added_us), us(result.text.still_us), 'a whole frame of libobs in which it stays'],
      ['tick and render, new content', us(result.overlay.changed_us), us(result.image.changed_us), 'the same, another file'],
      ...activitiesOf(result).map(([name, { tick_us: tick, render_us: render }]) => {
        const limit = result[`limit ${name.split(' ')[2]}`];
        return [`activity: ${name}, moving`, us(tick + render), us(limit.tick_us + limit.render_us), 'an image and a text source'];
      }),
    ],
    goals: (result) => [
      below('unchanged frame of the overlay, against the image source', (result.overlay.tick_us + result.overlay.render_us) / (result.image.tick_us + result.image.render_us), 1),
      below('changed frame of the overlay, against the image source', result.overlay.changed_us / result.image.changed_us, 1),
      below('a title that changes, ms more in a frame', result.text.added_us / 1000, 1.2),
      below('blocks allocated by unchanged frames', result.overlay.new_blocks, 0),
      ...activitiesOf(result).map(([name, { ratio }]) => below(`activity: ${name}, against an image and a text source`, ratio, activityLimit(name))),
      below('blocks allocated by moving activity sources', Math.max(...activitiesOf(result).map(([, { new_blocks: blocks }]) => blocks)), 0),
    ],
  },
  keys: {
    measure: measureKeys,
    rows: (keys) => [
      ['key press to command at the service, p50 / p99', pair(keys.key), pair(keys.scene), 'a scene switched by an OBS hotkey'],
      ['request (obs-websocket) to command, p50 / p99', pair(keys.request), '-', ''],
    ],
    goals: (keys) => [below('key press to command, ms more than a key that OBS handles itself (p50)', keys.key.p50_ms - keys.scene.p50_ms, 25)],
  },
  runs: {
    measure: measureRuns,
    rows: (runs) => [
      ['loading the module', ms(runs.off.load_ms), ms(runs.off.websocket_load_ms), "OBS's obs-websocket module"],
      ['OBS up and answering', ms(runs.off.start_ms), ms(runs.absent.start_ms), 'OBS without the plugin'],
      ['private memory, mode off', mb(runs.off.least_private_kb), mb(runs.absent.least_private_kb), 'OBS without the plugin'],
      ['private memory, paired', mb(runs.ready.least_private_kb), mb(runs.absent.least_private_kb), 'OBS without the plugin'],
      ['exit, paired', ms(runs.ready.exit_ms), ms(runs.absent.exit_ms), 'OBS without the plugin'],
      ['exit while the service hangs', ms(runs.hanging.exit_ms), ms(runs.absent.exit_ms), 'OBS without the plugin'],
    ],
    goals: (runs) => [
      below('loading the module, ms', runs.off.load_ms ?? Infinity, 50),
      below('private memory over OBS without the plugin, MB', (runs.ready.least_private_kb - runs.absent.least_private_kb) / 1024, 3),
      below('exit while the service hangs, ms more than without the plugin', runs.hanging.exit_ms - runs.absent.exit_ms, 1000),
    ],
  },
  vendor: {
    measure: () => measureVendor(t, plan, clockOffset),
    rows: (vendor) => vendorRows(vendor, ms),
    goals: (vendor) => vendorGoals(vendor, below),
    notes: vendorNotes,
  },
  text: {
    measure: () => measureText(t, plan),
    rows: textRows,
    goals: (text) => textGoals(text, below),
  },
  copies: {
    measure: () => measureCopies(t, plan),
    rows: copiesRows,
    goals: (copies) => copiesGoals(copies, below),
  },
  growth: {
    measure: () => measureGrowth(t, plan),
    rows: growthRows,
    goals: (growth) => growthGoals(growth, below),
  },
  tips: {
    measure: () => measureTips(t, plan, clockOffset),
    rows: (tips) => tipsRows(tips, ms, mb),
    goals: (tips) => tipsGoals(tips, below),
    notes: tipsNotes,
  },
  last_word: {
    measure: () => measureLastWord(t, plan),
    rows: (rows) => lastWordRows(rows, ms),
    goals: (rows) => lastWordGoals(rows, below),
  },
};

async function measureAll() {
  const results = {};
  for (const name of options.only?.split(',') ?? Object.keys(SUBJECTS)) {
    if (!SUBJECTS[name]) throw new Error(`no subject ${name}; there are ${Object.keys(SUBJECTS).join(', ')}`);
    results[name] = await SUBJECTS[name].measure();
    t.step(`${name} measured`);
  }
  return results;
}

function print(results, goals) {
  const of = (part) => Object.entries(results).flatMap(([name, result]) => SUBJECTS[name][part]?.(result) ?? []);
  printTable([['what', 'plugin', 'peer', 'the peer is'], ...of('rows')]);
  for (const { name, value, limit, is_met: isMet } of goals)
    console.log(`${isMet ? 'met    ' : 'not met'} ${name}: ${value.toFixed(2)} (${limit})`);
  for (const note of of('notes')) console.log(note);
}

let status = 1;
try {
  const results = await measureAll();
  t.requireDrawing(); // what is not drawn looks splendid
  const goals = Object.entries(results).flatMap(([name, result]) => SUBJECTS[name].goals(result));
  print(results, goals);
  const result = {
    benchmark: 'obs', is_quick: options.quick, plan, cpus: cpus().length, load: loadavg(), obs_version: (await output('obs', ['--version'])).trim(), ...results, goals,
  };
  if (options.json) {
    mkdirSync(dirname(options.json), { recursive: true });
    writeFileSync(options.json, `${JSON.stringify(result, null, '\t')}\n`);
  }
  status = 0;
} catch (error) {
  console.log(`FAILED: ${error.stack}\nlogs: ${t.work}`);
}
await t.cleanUp();
process.exit(status);

// SPDX-License-Identifier: GPL-2.0-or-later
// What viewers see, in a real OBS: every layout in every look at rest, rising, full, capped, at its end, faded and stopped.
// Measured where the bar ends, how far the ring turns and how high the curve is; what is written is read, and none of it is
// meant for the streamer. Sheets of all pictures are kept, to be looked at.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './lib/collection.mjs';
import { barShare, curveHeight, isEmpty, isSame, part, readPicture, readText, ringShare } from './lib/overlay.mjs';
import { finalError, until } from './lib/process.mjs';
import { modules, rule } from './lib/scenario.mjs';
import { REPOSITORY, test } from './lib/test.mjs';

const LAYOUTS = ['bar', 'ring', 'graph', 'toys', 'queue', 'menu', 'goal'];
const LOOKS = ['glass', 'neon', 'soft', 'mono'];
const CELL = { width: 600, height: 280 };
const CANVAS = { baseWidth: LOOKS.length * CELL.width, baseHeight: LAYOUTS.length * CELL.height };
const CELLS = LAYOUTS.flatMap((layout, row) => LOOKS.map((look, column) => ({
  name: `${layout} ${look}`, layout, look, x: column * CELL.width, y: row * CELL.height, ...CELL,
})));
const MEASURES = { bar: barShare, ring: ringShare, graph: curveHeight };
const MEASURED = CELLS.filter(({ layout }) => MEASURES[layout]);
const STAYS = ['menu', 'goal']; // whatever runs
const RUNS = CELLS.filter(({ layout }) => !STAYS.includes(layout));
const BEYOND = { bar: 0, ring: 0.035, graph: 0 }; // the level: the round ends of a ring
const STEPS = 20; // of a pattern
const RISE_S = 50; // as long as a pattern can be: pictures take seconds on a busy machine
const PICTURES_MS = 300_000;
const NOT_ON_AIR = /\bLAN\b|armed|\bready\b|offline|connect|simulat|\d+\.\d+\.\d+\.\d+/i;
const SHEET = 'Sheet'; // a scene that is never on: OBS draws it for pictures only

// What the dock says of the connection and the switches.
function wordsForTheStreamer() {
  const lines = readFileSync(join(REPOSITORY, 'data', 'locale', 'en-US.ini'), 'utf8').split('\n');
  const texts = lines.map((line) => line.match(/^(?:State|Reason|Dock)\.[\w.]+="(.*)"$/)?.[1]).filter(Boolean);
  return texts.filter((text) => /^[A-Z][\w ,']{4,}$/.test(text));
}

class Sheets {
  constructor(t, obs) {
    Object.assign(this, { t, obs });
  }

  file(state) {
    return this.t.file(`${state}.png`);
  }

  // Pictures of that state by name.
  async take(state) {
    const sheet = await readPicture(await this.obs.screenshot(SHEET, this.file(state)));
    return new Map(CELLS.map((cell) => [cell.name, part(sheet, { ...cell, height: Math.min(this.heights?.[cell.name] ?? cell.height, cell.height) })]));
  }

  // Those of the layouts that are measured, as soon as they stay as they are for a second's frames.
  async settled(state) {
    let last = await this.take(state);
    return until(`pictures that stay: ${state}`, async () => {
      const before = last;
      await this.frames(30);
      last = await this.take(state);
      return MEASURED.every(({ name }) => isSame(before.get(name), last.get(name))) ? last : undefined;
    });
  }

  async frames(count) {
    const drawn = async () => (await this.obs.call('GetStats')).renderTotalFrames;
    const end = (await drawn()) + count;
    await until(`${count} frames`, async () => (await drawn()) >= end || undefined);
  }

  shares(pictures, cells = MEASURED) {
    const share = ({ name, layout }) => MEASURES[layout](pictures.get(name), this.none.get(name), this.full.get(name));
    return cells.map((cell) => ({ ...cell, share: share(cell) }));
  }

  // Until all that is measured is there.
  async expect(state, level) {
    await until(`${state}, everything at ${level}`, async () => {
      const wrong = this.shares(await this.take(state)).filter(({ layout, share }) => !(Math.abs(share - BEYOND[layout] - level) <= 0.04));
      if (wrong.length) throw new Error(wrong.map(({ name, share }) => `${name} at ${share.toFixed(3)}`).join(', '));
      return true;
    });
    this.t.step(`${state}: every bar, ring and curve at ${level}`);
  }

  // Of each cell, whether there is something.
  until(state, isWanted) {
    return until(state, async () => {
      const pictures = await this.take(state);
      return isWanted(CELLS.map(({ name }) => !isEmpty(pictures.get(name)))) || undefined;
    });
  }

  async expectEmpty(state, cells = CELLS) {
    await until(`nothing drawn: ${state}`, async () => {
      const pictures = await this.take(state);
      const drawn = cells.filter(({ name }) => !isEmpty(pictures.get(name)));
      if (drawn.length) throw new Error(drawn.map(({ name }) => name).join(', '));
      return true;
    });
    this.t.step(`${state}: nothing is drawn`);
  }
}

const onScene = (id, name, level) => rule(id, { type: 'scene', ref: { name: id } }, { name, level, limit: { max_run_ms: 0 } });

function home() {
  const sources = CELLS.map(({ name, layout, look, x, y }) => ({
    name, id: 'lovense_activity', in: [SHEET], at: { x, y },
    settings: { layout, look, width: CELL.width, graph_seconds: 5, idle_after_s: 60 },
  }));
  const gift = rule('gift', { type: 'tip', from: 100 }, { name: 'Gift', level: 0.5, mode: 'once', run: { duration_ms: 60_000 } });
  const rules = [onScene('Quarter', 'Breeze', 0.25), onScene('Full', 'Boost', 1), gift];
  return {
    settings: { version: 1, mode: 'simulator', arm_on_start: true, master_ceiling: 1, allow_remote_arm: true, allow_tips: true },
    collections: [collection({ scenes: ['Scene A', SHEET, 'Quarter', 'Full'], sources, modules: modules(rules) })],
  };
}

async function checkRising(t, sheets, ask) {
  const bars = CELLS.filter(({ layout }) => layout === 'bar');
  await until('bars at their beginning', async () =>
    sheets.shares(await sheets.take('end'), bars).every(({ share }) => share < 0.05) || undefined);
  const pattern = Array.from({ length: RISE_S }, (_, i) => 1 + Math.floor((i * STEPS) / RISE_S)).join(';');
  await ask('Trigger', { pattern, stepMs: 1000, durationMs: RISE_S * 1000 });
  const cells = MEASURED.filter(({ layout }) => layout !== 'ring'); // around which the seconds go by
  const seen = [];
  await until('three levels on the way up', async () => {
    const shares = sheets.shares(await sheets.take('rising'), cells).map(({ share }) => share);
    const last = seen.at(-1) ?? shares.map(() => 0.05);
    const isOneLevel = Math.max(...shares) - Math.min(...shares) < 0.15; // not while they still fade in
    if (isOneLevel && seen.length && shares.some((share, i) => share < last[i] - 0.01))
      throw finalError(`not on its way up: from ${last} to ${shares}`);
    if (isOneLevel && shares.every((share, i) => share > last[i] + 0.01)) seen.push(shares);
    if (seen.length < 3) throw new Error(`bars and curves are at ${shares.map((share) => share.toFixed(2))}`);
    return true;
  });
  await ask('StopAll', { latch: false });
  t.step(`rising: ${seen.map((shares) => shares.map((share) => share.toFixed(2))).join(' | ')}`);
}

// Text comes a line at a time.
async function checkWords(t, sheets) {
  const forbidden = wordsForTheStreamer();
  assert.ok(forbidden.length > 10);
  await sheets.take('gift');
  for (const [column, look] of LOOKS.entries()) {
    const strip = { x: column * CELL.width, y: 0, width: CELL.width, height: CANVAS.baseHeight };
    const text = await until(`the words in ${look}`, async () => {
      const read = await readText(sheets.file('gift'), strip, look !== 'soft');
      const missing = ['Gift', 'Mira', '50', 'Lights'].filter((word) => !read.includes(word));
      if (missing.length === 0) return read;
      await sheets.take('gift');
      throw new Error(`no ${missing} in "${read}"`);
    });
    assert.ok(!NOT_ON_AIR.test(text), `${look}: "${text.match(NOT_ON_AIR)}" in "${text}"`);
    for (const word of forbidden) assert.ok(!text.includes(word), `${look}: "${word}" in "${text}"`);
    t.step(`${look}: ${text}`);
  }
}

// What runs has gone, all of it; what stays is there.
async function checkFaded(t, sheets, end) {
  for (const { name } of RUNS) await sheets.obs.call('SetInputSettings', { inputName: name, inputSettings: { idle_after_s: 0 } });
  await end();
  await sheets.until('faded', (isThere) => CELLS.every(({ layout }, i) => isThere[i] === STAYS.includes(layout)));
  t.step('faded: nothing is left but menu and goal');
}

await test(async (t) => {
  const obs = await t.startObs({ home: home() });
  await obs.call('SetVideoSettings', { ...CANVAS, outputWidth: 480, outputHeight: 392, fpsNumerator: 30, fpsDenominator: 1 });
  await obs.waitForState('ready');
  const sheets = new Sheets(t, obs);
  const ask = async (request, data) => {
    const reply = await obs.vendor(request, data);
    assert.equal(reply.ok, true, request);
    return reply;
  };
  await sheets.expectEmpty('rest', RUNS);
  await ask('SetGoal', { target: 400, label: 'Lights' });

  const { sceneItems } = await obs.call('GetSceneItemList', { sceneName: SHEET });
  const sizes = sceneItems.map(({ sourceName, sceneItemTransform }) => [sourceName, sceneItemTransform.sourceHeight]);
  sheets.heights = Object.fromEntries(sizes);

  const toysAt = (wanted) => until(`all toys at ${wanted}`, async () =>
    (await obs.vendor('GetStatus')).toys.every(({ level }) => level === wanted) || undefined);
  // What has ended is drawn for a minute more; when its pictures came later than that, all once more.
  await until('pictures of the full level and of its end', async () => {
    await obs.switchScene('Full');
    await toysAt(1);
    sheets.full = await sheets.settled('full');
    await obs.switchScene('Scene A');
    await toysAt(0);
    sheets.none = await sheets.settled('end');
    return MEASURED.every(({ name }) => !isEmpty(sheets.none.get(name))) || undefined;
  }, PICTURES_MS);
  t.step('full, and at its end');
  await obs.switchScene('Quarter');
  await sheets.expect('quarter', 0.25);
  await obs.switchScene('Full');
  await ask('SetCeiling', { value: 0.5 });
  await sheets.expect('capped', 0.5);
  await ask('SetCeiling', { value: 1 });
  await obs.switchScene('Scene A');
  await checkRising(t, sheets, ask);

  const { run } = await ask('Tip', { amount: 100, by: 'Mira' });
  await checkWords(t, sheets);
  await checkFaded(t, sheets, () => ask('Cancel', { run }));
  await ask('Tip', { amount: 100 });
  await sheets.until('a second tip', (isThere) => isThere.every(Boolean));

  await ask('StopAll', { latch: true });
  await sheets.expectEmpty('stopped');
  await t.closeCleanly(obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// What viewers see, wherever a streamer puts it, in one real OBS in discreet mode: in a group, in a scene within a scene, in
// studio mode, through a transition, on projectors, pasted as a copy, deleted and brought back, after another scene collection, in
// its properties, and at 144 frames a second, where it rises, fades out and is gone at once after a stop.
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './lib/collection.mjs';
import { locale, MAIN } from './lib/dock.mjs';
import { isEmpty, readPicture, readText, rowsOfVideo } from './lib/overlay.mjs';
import { readWords } from './lib/picture.mjs';
import { finalError, output, until } from './lib/process.mjs';
import { modules, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const SIGHT = 'Sight'; // a bar in the look "mono": white on dark grey in black
const BAR = { x: 29, y: 135, width: 542 }; // in it
const AT = { x: 340, y: 60 };
const GROUP_AT = { x: 100, y: 20 };
const FITS_GROUPS = 30; // the version of OBS: a group begins where the first of what it holds does
const LEVEL = 0.5;
const PROJECTOR = { width: 640, height: 360 }; // half the canvas
const ROW = { x: 0, y: 146, width: 1280 }; // through bars that lie side by side
const IN_ROW = { width: 320, bar: 40, panel: { glass: 25, neon: 25, soft: 25, mono: 15 } }; // where the bar of "glass" begins, and a place of panel
const LOOKS = Object.keys(IN_ROW.panel);
const GREY = 128;
const BAR_MS = 20_000; // what has come and gone between two pictures does not come again
const PICTURES_MS = 300_000;
const NO_GROUND = { width: 1280, height: 720 };

const ground = (name, color) => ({ name: `${name} ground`, id: 'color_source', in: [name], at: { x: 0, y: 0 }, settings: { color, ...NO_GROUND } });

function home() {
  const mono = { layout: 'bar', look: 'mono', width: 600, idle_after_s: 0 };
  const sources = [
    ground('Air', 0xffc06020), ground('Other', 0xff20a060), ground('Fast', 0xff808080),
    { name: SIGHT, id: 'lovense_activity', in: ['Air', 'Other', 'Group'], settings: mono, at: AT },
    ...LOOKS.map((name, index) => ({
      name, id: 'lovense_activity', in: ['Fast'], at: { x: index * IN_ROW.width, y: 0 }, settings: { ...mono, look: name, width: IN_ROW.width },
    })),
  ];
  const groups = [{ name: 'Group', in: ['Grouped'], at: GROUP_AT, width: 600, height: 200 }];
  const gift = rule('gift', { type: 'tip', from: 100 }, { name: 'Gift', level: LEVEL, mode: 'once', run: { duration_ms: 3_600_000 }, limit: { max_run_ms: 3_600_000 } });
  const scenes = ['Air', 'Other', 'Grouped', 'Outer', 'Fast'];
  return {
    settings: { version: 1, mode: 'simulator', arm_on_start: true, master_ceiling: 1, allow_remote_arm: true, allow_tips: true },
    collections: [
      collection({ scenes, sources, groups, modules: modules([gift]) }),
      collection({ name: 'Second', scenes: ['Air'], sources: [{ ...sources.find(({ name }) => name === SIGHT), in: ['Air'] }] }),
    ],
  };
}

// How much of the bar is white, where the source lies there at that scale; an error where anything is neither white nor groove.
function filled(picture, { x, y, scale = 1, width = BAR.width }) {
  const row = Math.round(y + BAR.y * scale);
  const [begin, end] = [x + BAR.x * scale, x + (BAR.x + width) * scale].map(Math.round);
  const tones = Array.from({ length: end - begin }, (_, i) => picture.at(begin + i, row)[0]);
  const white = tones.filter((tone) => tone > 0xe0).length;
  const groove = tones.filter((tone) => tone > 0x28 && tone < 0x50).length;
  if (white + groove < tones.length * 0.98) throw new Error(`no bar: ${white} pixels of it and ${groove} of its groove, of ${tones.length}`);
  return white / tones.length;
}

class Places {
  constructor(t, obs) {
    Object.assign(this, { t, obs });
  }

  async show(source, place) {
    return filled(await readPicture(await this.obs.screenshot(source, this.t.file(`${source}.png`))), place);
  }

  expect(what, source, place, level = LEVEL) {
    return until(`${what}: a bar at ${level}`, async () => {
      const share = await this.show(source, place);
      if (Math.abs(share - level) > 0.02) throw new Error(`it is at ${share.toFixed(3)}`);
      return true;
    });
  }

  async isNothing() {
    return isEmpty(await readPicture(await this.obs.screenshot(SIGHT, this.t.file('empty.png'))));
  }

  expectNothing() {
    return until('nothing to see', async () => (await this.isNothing()) || undefined);
  }

  async ask(request, data) {
    const reply = await this.obs.vendor(request, data);
    assert.equal(reply.ok, true, `${request}: ${JSON.stringify(reply)}`);
  }

  tip() {
    return this.ask('Tip', { amount: 100, by: 'Mira' });
  }

  itemOf(sceneName, sourceName) {
    return this.obs.call('GetSceneItemId', { sceneName, sourceName });
  }
}

// --- groups, scenes in scenes, discreet mode ---

async function checkScenes(places) {
  const { obs, t } = places;
  const { sceneItemId } = await obs.call('CreateSceneItem', { sceneName: 'Outer', sourceName: 'Air' });
  await obs.call('SetSceneItemTransform', { sceneName: 'Outer', sceneItemId, sceneItemTransform: { positionX: 200, positionY: 100, scaleX: 0.5, scaleY: 0.5 } });
  await places.expect('in a scene', 'Air', AT);
  const within = Number.parseInt(obs.version, 10) < FITS_GROUPS ? AT : { x: 0, y: 0 };
  await places.expect('in a group', 'Grouped', { x: GROUP_AT.x + within.x, y: GROUP_AT.y + within.y });
  await places.expect('in a scene within a scene', 'Outer', { x: 200 + AT.x / 2, y: 100 + AT.y / 2, scale: 0.5 });
  t.step('in a scene, a group and a scene within a scene');
  const text = await until('the words', async () => {
    const file = await obs.screenshot('Air', t.file('words.png'));
    const read = await readText(file, { ...AT, width: 600, height: 120 }, true);
    return read.includes('Gift') ? read : undefined;
  });
  assert.ok(!text.includes('Mira'), text);
  t.step(`in discreet mode: ${text}`);
}

// --- studio mode, a transition, projectors ---

async function openProjector(obs, mix) {
  const { display } = obs;
  const before = await display.visibleWindows('name', 'Projector');
  await obs.call('OpenVideoMixProjector', { videoMixType: `OBS_WEBSOCKET_VIDEO_MIX_TYPE_${mix}`, monitorIndex: -1 });
  const id = await until(`a projector of ${mix}`, async () =>
    (await display.visibleWindows('name', 'Projector')).find((each) => !before.includes(each)));
  await output('xdotool', ['windowsize', id, String(PROJECTOR.width), String(PROJECTOR.height)], { env: display.env });
  return { id, mix };
}

async function look(places, { id, mix }) {
  const file = places.t.file(`${mix}.png`);
  await output('import', ['-window', id, file], { env: places.obs.display.env });
  return readPicture(file);
}

const onProjector = { x: AT.x / 2, y: AT.y / 2, scale: 0.5 };

const untilThere = (places, projector) => until(`the bar on ${projector.mix}`, async () => {
  const share = filled(await look(places, projector), onProjector);
  return Math.abs(share - LEVEL) < 0.02 || undefined;
});

async function checkStudio(places) {
  const { obs, t } = places;
  await obs.call('SetStudioModeEnabled', { studioModeEnabled: true });
  await obs.call('SetCurrentPreviewScene', { sceneName: 'Other' });
  const program = await openProjector(obs, 'PROGRAM');
  const preview = await openProjector(obs, 'PREVIEW');
  await untilThere(places, program);
  await untilThere(places, preview);
  t.step('in studio mode, in program and preview, on projectors');
  await obs.call('SetCurrentSceneTransition', { transitionName: 'Fade' });
  await obs.call('SetCurrentSceneTransitionDuration', { transitionDuration: 3000 });
  const tone = (picture) => picture.at(20, 340).join();
  const tones = [tone(await look(places, program))];
  let isOver = false;
  obs.socket.once('SceneTransitionEnded', () => {
    isOver = true;
  });
  await obs.call('TriggerStudioModeTransition');
  while (!isOver) {
    const picture = await look(places, program);
    assert.ok(Math.abs(filled(picture, onProjector) - LEVEL) < 0.02, 'the bar jumps in a transition');
    tones.push(tone(picture));
  }
  await untilThere(places, program);
  const end = tone(await look(places, program));
  const between = tones.filter((each) => each !== tones[0] && each !== end);
  assert.ok(between.length > 0, `no transition was seen: ${tones.join(' | ')}`);
  for (const { id } of [program, preview]) await obs.display.closeWindow(id);
  await obs.call('SetStudioModeEnabled', { studioModeEnabled: false });
  t.step(`through a transition: ${between.length} pictures of it`);
}

// --- copies and undo ---

async function checkCopies(places, widgets) {
  const { obs, t } = places;
  const copy = `${SIGHT} 2`;
  const inputs = async () => (await obs.call('GetInputList', { inputKind: 'lovense_activity' })).inputs.map(({ inputName }) => inputName);
  await obs.switchScene('Air');
  await widgets.click(MAIN, SIGHT, 'list item');
  await obs.display.press('Control_L', 'c');
  await obs.display.press('Alt_L', 'e');
  await widgets.click(MAIN, 'Paste (Duplicate)', 'menu item');
  await until('a copy', async () => (await inputs()).includes(copy) || undefined);
  await obs.call('SetInputSettings', { inputName: copy, inputSettings: { width: 400 } });
  const own = { x: 0, y: 0, width: 342 };
  await places.expect('a copy', copy, own);
  await places.expect('the one it was copied from', SIGHT, { x: 0, y: 0 });
  t.step('a pasted copy has options of its own');

  const before = await obs.call('GetInputSettings', { inputName: copy });
  await widgets.click(MAIN, copy, 'list item');
  await obs.display.press('Delete');
  await widgets.click({ title: '^Confirm Remove', role: 'alert' }, 'Yes');
  await until('the end of the copy', async () => !(await inputs()).includes(copy) || undefined);
  await obs.display.activateWindow(await obs.mainWindow());
  await obs.display.press('Control_L', 'z');
  await until('the copy again', async () => (await inputs()).includes(copy) || undefined);
  assert.deepEqual(await obs.call('GetInputSettings', { inputName: copy }), before);
  await places.expect('a copy that was brought back', copy, own);
  t.step('deleted, and brought back by undo');
}

async function checkCollections(places) {
  const { obs, t } = places;
  await obs.switchCollection('Second');
  await places.expectNothing();
  await obs.switchCollection('Test');
  await places.expectNothing();
  await places.tip();
  await places.expect('after another collection', 'Other', AT);
  t.step('another collection and back: nothing of the last run is left, and a new one shows');
}

// --- its properties ---

async function checkProperties(places, widgets) {
  const { obs, t } = places;
  const words = locale();
  const dialog = { title: `^Properties for '${SIGHT}'`, role: 'dialog' };
  await places.ask('StopAll', { latch: false });
  await obs.call('OpenInputPropertiesDialog', { inputName: SIGHT });
  const { y: end } = await widgets.named(dialog, words('Viewers.Try'));
  const [{ x, y, width }] = await widgets.in(dialog);
  await until('a sample in the preview', async () => {
    await obs.display.picture(t.file('properties.png'));
    const text = await readWords(t.file('properties.png'), { x, y, width, height: end - y });
    return text.includes(words('Viewers.Sample.Wave')) || undefined;
  });
  await places.expectNothing();
  await widgets.click(dialog, words('Viewers.Try'));
  await until('the sample', async () => !(await places.isNothing()) || undefined);
  await places.ask('StopAll', { latch: false });
  await places.expectNothing();
  await widgets.bringToFront(dialog);
  await obs.display.press('Escape');
  await widgets.gone(dialog);
  t.step('the properties show a sample, which Try alone puts on air, and a stop ends it');
}

// It comes when OBS's windows have done what they do at a start: newer versions answer before.
const untilStarted = (obs) => obs.call('SetCurrentProgramScene', { sceneName: 'Air' });

// OBS leaks a block at each switch by itself.
async function leaksOfSwitches(t) {
  const bare = await t.startObs({ build: false, home: { collections: home().collections } });
  await untilStarted(bare);
  for (const name of ['Second', 'Test']) await bare.switchCollection(name);
  const { code, leaks } = await bare.close();
  assert.deepEqual([code, typeof leaks], [0, 'number'], `OBS without the plugin: see ${bare.logFile}`);
  return leaks;
}

// --- 144 frames a second ---

// Of the brightness of that row: how far the bar of "glass" reaches, and how much of each look's panel differs from the ground.
function measureRow(row) {
  const bar = row.subarray(IN_ROW.bar, IN_ROW.width - IN_ROW.bar);
  const panels = LOOKS.map((look, index) => Math.abs(row[index * IN_ROW.width + IN_ROW.panel[look]] - GREY));
  return { share: bar.filter((tone) => tone > 200).length / bar.length, panels };
}

async function record(obs, act) {
  const isOn = async () => (await obs.call('GetRecordStatus')).outputActive;
  await obs.call('StartRecord');
  await until('a recording', async () => (await isOn()) || undefined);
  let path;
  try {
    await act();
  } finally {
    path = (await obs.call('StopRecord')).outputPath;
    await until('the end of the recording', async () => !(await isOn()) || undefined);
  }
  return path;
}

async function checkFastFrames(places) {
  const { obs, t } = places;
  await obs.call('SetVideoSettings', { baseWidth: ROW.width, baseHeight: 200, outputWidth: ROW.width, outputHeight: 200, fpsNumerator: 144, fpsDenominator: 1 });
  await obs.switchScene('Fast');
  const bar = (what, isThere) => until(what, async () => {
    const picture = await readPicture(await obs.screenshot('glass', t.file('glass.png')));
    return isThere(picture) || undefined;
  }, BAR_MS);
  // A busy machine may draw nothing for as long as something takes to fade, or runs.
  await until('enough pictures of it', async () => {
    await places.ask('StopAll', { latch: false });
    await bar('nothing before it', isEmpty);
    const video = await record(obs, async () => {
      const pattern = Array.from({ length: 20 }, (_, i) => i + 1).join(';');
      await places.ask('Trigger', { pattern, stepMs: 150, durationMs: 3000 });
      await bar('a bar', (picture) => !isEmpty(picture));
      await bar('its end', isEmpty);
      await places.ask('Start', { key: 'end', level: 1, ttlMs: 30_000 });
      await bar('a full bar', (picture) => !isEmpty(picture) && picture.at(IN_ROW.width - 50, ROW.y)[0] > 200);
      await places.ask('StopAll', { latch: false });
      await bar('nothing after a stop', isEmpty);
    });
    return checkVideo(t, (await rowsOfVideo(video, ROW)).map(measureRow)) || undefined;
  }, PICTURES_MS);
}

// Whether enough of it was drawn.
function checkVideo(t, frames) {
  const counts = LOOKS.map((look, index) => {
    const [run, stopped, ...more] = stretches(frames.map(({ share, panels }) => ({ share, panel: panels[index] })));
    mustHold(more.length === 0, `${look}: more than two times that something was there`);
    if (!run || !stopped) return { look, out: 0 };
    mustHold(stopped.at(-1).panel > 0.9, `${look}: a stop leaves something: ${JSON.stringify(stopped.at(-1))}`);
    return { look, out: checkFade(look, run), up: look === 'glass' ? checkRise(run) : undefined };
  });
  t.step(`at 144 frames a second: ${counts.map(({ look, out, up }) => `${look}${up ? ` up in ${up},` : ''} out in ${out}`).join('; ')} pictures, gone after a stop from one to the next`);
  return counts.every(({ look, out, up = 5 }) => up >= 5 && (out > 0 || look === 'mono'));
}

function mustHold(isTrue, what) {
  if (!isTrue) throw finalError(what);
}

// The frames in which something is there, by the times it was; panel: against all of it.
function stretches(frames) {
  const whole = Math.max(...frames.map(({ panel }) => panel));
  const found = [[]];
  for (const { share, panel } of frames) {
    if (panel > whole * 0.04) found.at(-1).push({ share, panel: panel / whole });
    else if (found.at(-1).length) found.push([]);
  }
  return found.filter(({ length }) => length);
}

const isInOrder = (values, slack) => values.every((value, i) => i === 0 || value >= values[i - 1] - slack);

const isWhole = ({ panel }) => panel > 0.97;

// By steps of a level; in how many pictures.
function checkRise(run) {
  const shares = run.filter(isWhole).map(({ share }) => share);
  const rising = shares.slice(0, shares.indexOf(Math.max(...shares)) + 1);
  mustHold(isInOrder(rising, 0.02), `not on its way up: ${rising}`);
  return new Set(rising.map((share) => share.toFixed(2))).size;
}

// In how many pictures.
function checkFade(look, run) {
  const end = run.slice(run.findLastIndex(isWhole) + 1).map(({ panel }) => panel);
  mustHold(isInOrder([...end].reverse(), 0.1), `${look}, no fade: ${end}`); // the encoder is not exact
  return end.length;
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const place = await t.home(home());
  writeFileSync(join(place.plugin, 'dock.json'), JSON.stringify({ discreet: true }));
  const obs = await t.startObs({ home: place, env: widgets.env });
  widgets.watch(obs);
  await obs.waitForState('ready');
  const places = new Places(t, obs);
  await untilStarted(obs);
  await places.tip();
  await checkScenes(places);
  await checkStudio(places);
  await checkCopies(places, widgets);
  await checkCollections(places);
  await checkProperties(places, widgets);
  await checkFastFrames(places);
  await t.closeCleanly(obs, await leaksOfSwitches(t));
});

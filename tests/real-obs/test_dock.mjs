// SPDX-License-Identifier: GPL-2.0-or-later
// The dock as a new user meets it. From a fresh profile "Try without a toy" moves a virtual toy within two clicks; pairing
// a phone takes one paste, one click and one scan.
import { strict as assert } from 'node:assert';
import { DOCK, freshAccountOn, locale, MAIN, openDock, pictureOf, putWindow, SET_UP } from './lib/dock.mjs';
import { readCode } from './lib/picture.mjs';
import { until } from './lib/process.mjs';
import { collection } from './lib/collection.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const isMoving = ({ toys }) => toys.some(({ level }) => level > 0);

// Something to look at in the preview, for the pictures.
const colour = { name: 'Colour', id: 'color_source', settings: { color: 0xff7a4b2e, width: 1280, height: 720 }, at: { x: 0, y: 0 } };

async function startObs(t, widgets, home) {
  const obs = await t.startObs({ home: { collections: [collection({ sources: [colour] })], ...home }, env: widgets.env });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), { x: 0, y: 0, width: 1130, height: 900 });
  return obs;
}

async function tryWithoutToy(t, widgets) {
  const display = await t.display();
  const obs = await startObs(t, widgets);
  await widgets.named(DOCK, words('FirstRun.Try'));
  await widgets.flawless(DOCK);
  await pictureOf(display, (await widgets.in(DOCK))[0], t.file('first-run.png'));
  t.step('a first run shows the dock by itself');

  widgets.clicks = 0;
  await widgets.click(DOCK, words('FirstRun.Try'));
  // The pulse is over after two seconds: asking now and then could miss it, an event cannot be missed.
  const events = obs.vendorEvents();
  await widgets.click(DOCK, words('Toy.Test'));
  await until('a virtual toy that moves', () =>
    events.some(({ type, data }) => type === 'LevelChanged' && data.level > 0) || undefined);
  assert.equal(widgets.clicks, 2);
  const { armed, ceiling } = await obs.vendor('GetStatus');
  assert.equal(armed, true);
  assert.equal(ceiling, 0.3);
  t.step('two clicks: a virtual toy moves');

  // The test pulse is short; this one is there for as long as it takes to look.
  await until('the end of the test', async () => !isMoving(await obs.vendor('GetStatus')) || undefined);
  assert.equal((await obs.vendor('Trigger', { level: 0.25, durationMs: 60_000 })).ok, true);
  await widgets.wait(DOCK, 'a meter that shows it', (all) =>
    all.find(({ name, description }) => name === words('Toy.Level') && description.startsWith('25')));
  await pictureOf(display, (await widgets.in(MAIN))[0], t.file('try-without-a-toy.png'));
  await widgets.flawless(DOCK);
  await widgets.click(DOCK, words('Dock.StopAll'));
  await until('a still toy', async () => !isMoving(await obs.vendor('GetStatus')) || undefined);
  t.step('the meter shows what moves; one click stops it');
  await t.closeCleanly(obs);
}

async function pairByPaste(t, widgets) {
  const display = await t.display();
  const simulator = await t.startSimulator();
  const account = freshAccountOn(simulator);
  const obs = await startObs(t, widgets, account);
  await openDock(widgets, obs);
  await widgets.click(DOCK, words('Action.SetUp'));
  await widgets.named(SET_UP, '1/3');
  await pictureOf(display, (await widgets.in(SET_UP))[0], t.file('set-up-account.png'));
  await widgets.flawless(SET_UP);

  // What a host hands out: the address of its token service and a key.
  await widgets.copy(t, `${simulator.token_service_url} ${simulator.token_service_key}\n`);
  widgets.clicks = 0;
  await widgets.bringToFront(SET_UP);
  await widgets.focusIn(SET_UP);
  await display.press('Control_L', 'v');
  await widgets.wait(SET_UP, 'the pasted address', (all) => all.find(({ text }) => text === simulator.token_service_url));
  await widgets.click(SET_UP, words('Setup.Next'));
  await widgets.named(SET_UP, '2/3');
  assert.equal(widgets.clicks, 1);
  const picture = t.file('set-up-pairing.png');
  const code = await until('a code on the screen that scans', async () =>
    readCode(await pictureOf(display, (await widgets.in(SET_UP))[0], picture)));
  assert.equal(code, await simulator.qrcode(account.settings.uid));
  await widgets.flawless(SET_UP);
  t.step('one paste, one click: a code that scans');

  await simulator.post('/pair', { qrcode: code });
  await widgets.named(DOCK, words('State.Ready'));
  await until('the code to be gone', async () =>
    (await readCode(await pictureOf(display, (await widgets.in(SET_UP))[0], t.file('set-up-paired.png')))) === undefined || undefined);
  t.step('one scan: paired, and the code is gone');
  await t.closeCleanly(obs);
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  await tryWithoutToy(t, widgets);
  await pairByPaste(t, widgets);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// From a fresh profile to the first tips: the set-up with five bands by one click, a tip by one pasted request, the toy moves,
// the overlay shows who and how long, the next two wait their turn, skip and STOP ALL do what they say, and the record of
// it lies where the dock says.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './lib/collection.mjs';
import { closeByKey, DOCK, freshAccountOn, locale, MAIN, openDock, pictureOf, putWindow, SET_UP } from './lib/dock.mjs';
import { blocksOf } from './lib/pages.mjs';
import { readWords } from './lib/picture.mjs';
import { output, until } from './lib/process.mjs';
import { RawClient } from './lib/raw.mjs';
import { reachesLevel } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const TIPS = { title: `^${words('Tips.Title')}$`, role: 'dialog' };
const SCENE = 'Scene A';
const SOURCES = [
  { name: 'Colour', id: 'color_source', settings: { color: 0xff5a3c24, width: 1280, height: 720 }, at: { x: 0, y: 0 } },
  { name: 'Activity', id: 'lovense_activity', settings: { layout: 'queue', look: 'mono', width: 900 }, at: { x: 60, y: 60 } },
];
const OVERLAY = { x: 40, y: 40, width: 960, height: 480 };
const SECONDS_LEFT = /\b\d+ ?s\b/;
const MAIN_PLACE = { x: 0, y: 0, width: 1110, height: 900 };
const DOCK_PLACE = { x: 1120, y: 0, width: 470, height: 900 };
// As long as five bands allow, and together just under what the queue holds.
const AMOUNTS = { Anna: 5000, Ben: 499, Cleo: 400 };
const BOTH = { x: 0, y: 0, width: 1596, height: 906 };

// Up to the last page, where one click each chooses the bands and the switch for viewers.
async function setUp(t, widgets, simulator, uid) {
  await widgets.click(DOCK, words('Action.SetUp'));
  await widgets.named(SET_UP, '1/3');
  await widgets.copy(t, `${simulator.token_service_url} ${simulator.token_service_key}\n`);
  await widgets.bringToFront(SET_UP);
  await widgets.focusIn(SET_UP);
  await widgets.display.press('Control_L', 'v');
  await widgets.wait(SET_UP, 'the pasted address', (all) => all.find(({ text }) => text === simulator.token_service_url));
  await widgets.click(SET_UP, words('Setup.Next'));
  await widgets.named(SET_UP, '2/3');
  await simulator.post('/pair', { uid });
  await widgets.click(SET_UP, words('Pair.Me'));
  await widgets.named(SET_UP, '3/3');
  await widgets.click(SET_UP, words('Finish.Ladder'));
  await widgets.click(SET_UP, words('Tips.Allowed'));
  await widgets.flawless(SET_UP);
  await pictureOf(widgets.display, (await widgets.in(SET_UP))[0], t.file('set-up-finish.png'));
  await widgets.click(SET_UP, words('Setup.End'), 'push button'); // a sentence begins with that word, too
  await widgets.gone(SET_UP);
}

// What the dock puts on the clipboard for the first program of its list.
async function copyRequest(widgets) {
  await widgets.chooseInMenu(TIPS, words('Tips.CopyFor'), 1);
  const [{ text: expected }] = blocksOf('integrations.md').filter(({ heading, kind }) => heading === 'Streamer.bot' && kind === 'json');
  return until('the request in the clipboard', async () => {
    const copied = await output('xclip', ['-out', '-selection', 'clipboard'], { env: widgets.display.env });
    return copied === expected.trim() ? copied : undefined;
  });
}

// As Streamer.bot fills it: a variable that is a number goes without its quotation marks.
const filled = (request, amount, by) =>
  JSON.stringify({ op: 6, d: { requestId: by, ...JSON.parse(request.replace('"%bits%"', String(amount)).replace('%user%', by)) } });

// The words of the overlay in the program, once they are such. before: of each picture.
const reads = (t, obs, what, accepts, before) =>
  until(`an overlay with ${what}`, async () => {
    await before?.();
    const read = await readWords(await obs.screenshot(SCENE, t.file('overlay.png')), OVERLAY);
    if (!accepts(read)) throw new Error(`it reads "${read}"`);
    return read;
  });

function readRecord(obs) {
  const folder = join(obs.home.plugin, 'records');
  const [name, ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  return readFileSync(join(folder, name), 'utf8');
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const display = await t.display();
  const simulator = await t.startSimulator();
  const account = freshAccountOn(simulator);
  const obs = await t.startObs({ home: { collections: [collection({ sources: SOURCES })], ...account }, env: widgets.env });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), MAIN_PLACE);
  await openDock(widgets, obs);
  await setUp(t, widgets, simulator, account.settings.uid);
  await until('the five rules', async () =>
    (await obs.vendor('ListRules')).rules.filter(({ name }) => name.startsWith(words('Tips.RuleName'))).length === 5 || undefined);
  t.step('a fresh profile: one paste, one scan, five bands by one click');

  await widgets.click(DOCK, words('Tips.Open'));
  const request = await copyRequest(widgets);
  await widgets.tabTo(TIPS, words('Record.On'), ['Shift_L', 'Tab']);
  await display.press('space');
  await widgets.wait(TIPS, 'the folder of the record', (all) => all.find(({ name, text }) =>
    name === words('Record.Folder') && text === join(obs.home.plugin, 'records')));
  await pictureOf(display, (await widgets.in(TIPS))[0], t.file('tips.png'));
  await closeByKey(widgets, TIPS);
  await putWindow(widgets, DOCK, (await display.visibleWindows('name', '^Lovense for OBS$'))[0], DOCK_PLACE);
  await widgets.click(DOCK, words('Dock.Armed'));
  await until('an armed plugin', async () => (await obs.vendor('GetStatus')).armed || undefined);
  t.step('the request for another program comes from the dock');

  const events = obs.vendorEvents();
  const seen = (type, accepts) => until(`the event ${type}`, () => events.find((event) => event.type === type && accepts(event.data)));
  const raw = await RawClient.open(t, obs.home.port);
  const tip = async (amount, by) => (await raw.askVendor(filled(request, amount, by)))[0];
  const start = await simulator.serial();
  const anna = await tip(AMOUNTS.Anna, 'Anna');
  assert.deepEqual([anna.ok, anna.queued, anna.applied, anna.capped], [true, 0, 0.3, true], JSON.stringify(anna));
  await reachesLevel(simulator, 6, start);
  await reads(t, obs, 'the name and the seconds left', (read) => read.includes('Anna') && SECONDS_LEFT.test(read));
  t.step('a tip by one pasted request: the toy moves, the overlay shows who and how long');

  // Each runs for half a minute, and pictures take their time: the line is made anew when the first one is over.
  const lineUp = async () => {
    await obs.vendor('StopAll', { latch: false });
    const replies = [];
    for (const [by, amount] of Object.entries(AMOUNTS)) replies.push(await tip(amount, by));
    assert.deepEqual(replies.map(({ queued }) => queued), [0, 1, 2]);
    return Object.fromEntries(Object.keys(AMOUNTS).map((by, index) => [by, replies[index].run]));
  };
  const keepInLine = async () => {
    const { running, waiting } = await obs.vendor('GetQueue');
    if (running?.by !== 'Anna' || waiting.length !== 2) await lineUp();
  };
  await reads(t, obs, 'all three', (read) => /Anna.*Ben.*Cleo/.test(read), keepInLine);
  await keepInLine();
  await widgets.wait(DOCK, 'those who wait', (all) => all.find(({ name }) => /Ben(.|\n)*Cleo/.test(name)));
  await pictureOf(display, BOTH, t.file('first-tip.png'));
  await widgets.flawless(DOCK);
  t.step('the next two wait their turn');

  const runs = await lineUp();
  await widgets.click(DOCK, words('Tips.Skip'));
  await seen('Rejected', ({ run, reason, by }) => run === runs.Anna && reason === 'skipped' && by === 'Anna');
  await seen('Reacted', ({ run, by }) => run === runs.Ben && by === 'Ben');
  await reads(t, obs, 'Ben and Cleo alone', (read) => /Ben.*Cleo/.test(read) && !read.includes('Anna'));
  t.step('skip: the next one runs');

  const last = await simulator.serial();
  await widgets.click(DOCK, words('Dock.StopAll'));
  await simulator.wait('toy_still', { after: last });
  await seen('Rejected', ({ run, reason }) => run === runs.Cleo && reason === 'stopped');
  await reads(t, obs, 'no name', (read) => !/Anna|Ben|Cleo/.test(read));
  assert.equal((await tip(20, 'Dora')).error, 'panic');
  assert.deepEqual((await obs.vendor('GetQueue')).waiting, []);
  t.step('STOP ALL: still, and nobody waits');

  await widgets.click(DOCK, words('Dock.Resume'));
  await obs.waitForPanic(false);
  const again = await simulator.serial();
  assert.equal((await tip(AMOUNTS.Anna, 'Eve')).queued, 0);
  await reachesLevel(simulator, 6, again);
  await t.closeCleanly(obs); // while it runs
  const record = readRecord(obs);
  for (const [row, end] of [['"Tip 500\\+","Anna",5000', 'skipped'], ['"Tip 100\\+","Ben",499', 'stopped'], ['"Tip 500\\+","Eve",5000', 'stopped']])
    assert.match(record, new RegExp(`${row},"Bits",30,[\\d.]+,${end}\\r\\n`));
  const sums = ['name,"Anna"', 'rule,"Tip 500\\+"'].map((what) => record.match(new RegExp(`\\r\\n${what},"Bits",(\\d+),(\\d+),`)).slice(1).map(Number));
  for (const [count, amount] of sums) assert.equal(amount, count * AMOUNTS.Anna);
  assert.equal(sums[1][0], sums[0][0] + 1); // and Eve's
  assert.ok(!record.includes('Dora')); // it never ran
  t.step('the record lies where the dock says');
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The dock as somebody meets it who has a keyboard and a screen reader, in each of its states: Tab and Shift+Tab reach
// everything, all of it has a name, and what is on or off or at a level tells that.
import { strict as assert } from 'node:assert';
import { locale, openFromToolsMenu, WINDOW } from './lib/dock.mjs';
import { collection } from './lib/collection.mjs';
import { modules, onHotkey, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const RULES = [
  onHotkey('boost', { name: 'Boost', level: 0.5 }),
  rule('hot', { type: 'scene', ref: { name: 'Hot cam' } }, { name: 'Hot cam' }),
  rule('tip', { type: 'request' }, { name: 'Tip', mode: 'once', run: { duration_ms: 60_000 } }),
];

const told = ({ role, name }) => `${role} "${name}"`;

// What is wrong with a way round.
function faults({ stops, controls }) {
  const isReached = ({ path }) => stops.some((each) => each.path === path);
  return [
    ...controls.filter((each) => !isReached(each)).map((each) => `${told(each)} is not reached`),
    ...stops.filter(({ name }) => name === '').map((each) => `${told(each)} has no name`),
    ...stops.filter(({ role, value }) => role === 'slider' && value === null).map((each) => `${told(each)} tells no value`),
  ];
}

// Backwards first: the focus on a rule selects it, and only then the buttons above the list can be used.
async function walk(t, widgets, state, { isArmed }) {
  await widgets.bringToFront(WINDOW);
  for (const key of ['shift+Tab', 'Tab']) {
    const way = await widgets.round(WINDOW, key);
    assert.deepEqual(faults(way), [], `${state}, by ${key}: ${way.stops.map(told).join(' | ')}`);
    assert.equal(way.stops.find(({ name }) => name === words('Dock.Armed'))?.checked, isArmed, state);
    t.step(`${state}: ${key} goes round ${way.stops.length} places`);
  }
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const { display } = widgets;
  const collections = [collection({ modules: modules(RULES) })];
  const obs = await t.startObs({ home: { settings: { version: 1, mode: 'off' }, collections }, env: widgets.env });
  widgets.watch(obs);
  await openFromToolsMenu(widgets, obs);
  await walk(t, widgets, 'nothing set up', { isArmed: undefined }); // nothing to arm yet

  await widgets.tabTo(WINDOW, words('FirstRun.Try'));
  await display.press('space');
  await widgets.named(WINDOW, words('State.Ready'));
  await walk(t, widgets, 'a virtual toy', { isArmed: true });

  await obs.vendor('Trigger', { rule: 'tip' });
  await widgets.named(WINDOW, words('Rules.RunningFor'));
  await walk(t, widgets, 'a rule runs', { isArmed: true });

  await obs.vendor('StopAll', { latch: true });
  await widgets.named(WINDOW, words('State.Stopped'));
  await walk(t, widgets, 'stopped', { isArmed: true });
  await t.closeCleanly(obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// Rules outlive an OBS that runs without the plugin and an OBS that is killed, and those of a collection that comes from
// somebody else wait for a click.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './lib/collection.mjs';
import { DOCK, locale, openDock } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { modules, onHotkey } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const settings = { version: 1, mode: 'simulator', allow_remote_arm: true };
const make = (name, ids) => collection({ name, modules: modules(ids.map((id) => onHotkey(id))) });

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const home = await t.home({ settings, collections: [make('Test', ['mine', 'other'])] });
  const copyFile = join(home.plugin, 'rules', 'Test.json');
  const start = async (options) => {
    const obs = await t.startObs({ home, env: widgets.env, ...options });
    widgets.watch(obs);
    return obs;
  };
  const switches = ({ rules }) => Object.fromEntries((rules ?? []).map(({ id, enabled }) => [id, enabled]));
  const inOrder = (set) => JSON.stringify(Object.entries(set).sort());
  const untilRules = (what, read, expected) => until(what, async () =>
    inOrder(switches(await read())) === inOrder(expected) || undefined);
  const inObs = (obs) => () => obs.vendor('ListRules');
  const inCopy = () => (existsSync(copyFile) ? JSON.parse(readFileSync(copyFile, 'utf8')) : {});
  const inFile = (name) => () => home.readCollection(name).modules['lovense-for-obs'] ?? {};
  const setEnabled = (obs, rule, enabled) => obs.vendor('SetRuleEnabled', { rule, enabled });

  // OBS 29 leaks a block at each switch by itself.
  const bare = await t.startObs({ build: false, home: { collections: [make('Test', []), make('Gift', [])] } });
  for (const name of ['Gift', 'Test', 'Gift']) await bare.switchCollection(name);
  const { leaks: alone } = await bare.close();

  // A rule that was switched off stays off, whatever happens to OBS.
  const first = await start();
  await untilRules('the rules of the first run', inObs(first), { mine: true, other: true });
  await untilRules('their copy', inCopy, { mine: true, other: true });
  assert.equal((await setEnabled(first, 'mine', false)).ok, true);
  await untilRules('a switch in the copy', inCopy, { mine: false, other: true });
  await untilRules('a switch in the collection', inFile('Test'), { mine: false, other: true });
  await first.kill();
  const second = await start();
  await untilRules('the rules after a crash', inObs(second), { mine: false, other: true });
  await t.closeCleanly(second);
  t.step('a rule that was switched off is off after a crash');

  // Twice without the plugin, so that OBS's own backup is gone too. From 30.2 on OBS keeps what it does not know.
  for (let count = 0; count < 2; count++) {
    const without = await start({ build: false });
    await without.call('CreateScene', { sceneName: `Made without ${count}` });
    await without.close();
  }
  const left = home.readCollection('Test');
  t.step(left.modules['lovense-for-obs'] ? 'OBS has kept the rules: they are taken out' : 'OBS has dropped the rules');
  delete left.modules['lovense-for-obs'];
  writeFileSync(home.fileOf('Test'), JSON.stringify(left));

  const third = await start();
  await untilRules('no rules', inObs(third), {});
  await openDock(widgets, third);
  await widgets.named(DOCK, words('Rules.Question.Lost'));
  await widgets.flawless(DOCK);
  assert.deepEqual(switches(inCopy()), { mine: false, other: true });
  await widgets.click(DOCK, words('Action.RestoreRules'));
  await untilRules('the rules put back', inObs(third), { mine: false, other: true });
  await untilRules('the rules in the collection', inFile('Test'), { mine: false, other: true });
  t.step('what OBS dropped was put back by one click');

  // Somebody else's collection, put in while OBS is not there to list it anew.
  await t.closeCleanly(third);
  const gift = make('Gift', ['strong', 'stronger']);
  writeFileSync(home.fileOf('Gift'), JSON.stringify(gift));
  const fourth = await start();
  await untilRules('the rules as they were left', inObs(fourth), { mine: false, other: true });
  await fourth.switchCollection('Gift');
  await untilRules("somebody else's rules", inObs(fourth), { strong: false, stronger: false });
  assert.equal((await setEnabled(fourth, 'strong', true)).error, 'not_allowed');
  await fourth.switchCollection('Test');
  await untilRules('the own rules again', inObs(fourth), { mine: false, other: true });
  assert.equal((await setEnabled(fourth, 'mine', true)).ok, true);
  await fourth.switchCollection('Gift');
  await untilRules("somebody else's rules once more", inObs(fourth), { strong: false, stronger: false });
  assert.equal((await setEnabled(fourth, 'strong', true)).error, 'not_allowed');
  await widgets.named(DOCK, words('Rules.Question.Foreign'));
  await widgets.flawless(DOCK);
  await widgets.click(DOCK, words('Action.UseRules'));
  await untilRules('the rules switched on', inObs(fourth), { strong: true, stronger: true });
  assert.equal((await setEnabled(fourth, 'strong', false)).ok, true);
  await untilRules('it all in the collection', inFile('Gift'), { strong: false, stronger: true });
  await t.closeCleanly(fourth, alone);
  const fifth = await start();
  await untilRules('accepted rules after a restart', inObs(fifth), { strong: false, stronger: true });
  assert.equal((await setEnabled(fifth, 'strong', true)).ok, true);
  await t.closeCleanly(fifth);
  t.step("somebody else's rules waited for a click");

  // A collection of this OBS needs none.
  const sixth = await start();
  await sixth.call('CreateSceneCollection', { sceneCollectionName: 'Own' });
  await untilRules('a new collection', inObs(sixth), {});
  await sixth.switchCollection('Test');
  await untilRules('one of those that were there first', inObs(sixth), { mine: true, other: true });
  await t.closeCleanly(sixth, alone);
});

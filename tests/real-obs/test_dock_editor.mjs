// SPDX-License-Identifier: GPL-2.0-or-later
// The rule editor over a real OBS: its keys undo nothing behind it, and neither Escape, nor another scene collection, nor
// OBS's end loses its text without a word or hangs.
import { strict as assert } from 'node:assert';
import { collection } from './lib/collection.mjs';
import { locale, openDock, openRuleEditor } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { modules, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const display = await t.display();
  const first = rule('key', { type: 'hotkey' });
  const make = (name, rules) => collection({ name, modules: modules(rules) });
  const collections = [make('Test', [first]), make('Other', [])];

  // OBS 29 leaks a block at each switch by itself.
  const bare = await t.startObs({ build: false, home: { collections } });
  await bare.switchCollection('Other');
  await bare.switchCollection('Test');
  const { leaks: alone } = await bare.close();

  const obs = await t.startObs({ home: { settings: { version: 1, mode: 'simulator' }, collections }, env: widgets.env });
  widgets.watch(obs);
  await openDock(widgets, obs);
  const namesAre = (what, ...names) => until(what, async () => {
    const { rules } = await obs.vendor('ListRules');
    return rules.map(({ name }) => name).join() === names.join() || undefined;
  });
  const question = { title: `^${words('Rule.Title.Named')}`, role: 'alert' };

  let editor = await openRuleEditor(widgets, first.name, words);
  await widgets.named(editor, words('Rule.Test'));
  await widgets.flawless(editor);
  await widgets.focusIn(editor, words('Rule.Name'));
  await display.press('End');
  await display.press('x');
  await display.press('Return');
  await widgets.gone(editor);
  await namesAre('the new name', `${first.name}x`);
  editor = await openRuleEditor(widgets, `${first.name}x`, words);
  await widgets.focusIn(editor);
  await widgets.tabTo(editor, words('Rule.AllToys'));
  await widgets.tabTo(editor, words('Toy.Level'), ['Shift_L', 'Tab']); // forwards another field of that name comes first
  await display.press('Control_L', 'z');
  await display.press('Right'); // comes after it: what undoes would have come before
  await until('the level', async () => (await widgets.in(editor)).some(({ name }) => name.includes('21')) || undefined);
  await namesAre('the name as it is', `${first.name}x`);
  t.step('Ctrl+Z on a slider undoes nothing behind the editor');

  await display.press('Escape');
  await widgets.named(question, words('Rule.Discard'));
  await widgets.focusIn(question);
  await display.press('Escape');
  await widgets.gone(question);
  await widgets.named(editor, words('Rule.Test'));
  t.step('Escape asks, and asked again it goes back');

  await obs.switchCollection('Other');
  await namesAre('no rule', '');
  await widgets.named(editor, words('Rule.Kept'));
  assert.ok((await widgets.in(editor)).some(({ name }) => name.includes('21')));
  await obs.switchCollection('Test');
  await namesAre('the rule again', `${first.name}x`);
  await widgets.named(editor, words('Rule.Test'));
  t.step('another scene collection leaves the editor open, and what was entered in it');

  await t.closeCleanly(obs, alone); // with the editor still open
});

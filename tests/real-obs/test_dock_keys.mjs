// SPDX-License-Identifier: GPL-2.0-or-later
// The whole set-up in a real OBS without a mouse: every step by Tab, Space, Return and Ctrl+V, up to a toy that moves.
import { strict as assert } from 'node:assert';
import { freshAccountOn, locale, openFromToolsMenu, paste, pictureOf, SET_UP, WINDOW } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const display = await t.display();
  const simulator = await t.startSimulator();
  const account = freshAccountOn(simulator);
  const obs = await t.startObs({ home: account, env: widgets.env });
  widgets.watch(obs);
  const keep = async (window, name) => {
    const all = await widgets.in(window);
    await pictureOf(display, all[0], t.file(`${name}.png`));
    await widgets.flawless(window);
  };
  await openFromToolsMenu(widgets, obs);

  const way = await widgets.tabTo(WINDOW, words('Action.SetUp'));
  const stopKey = `${words('StopKey.Name')}: ${words('Key.Set')}`;
  const expected = [words('Dock.Menu'), words('Dock.StopAll'), stopKey, words('Action.SetUp')];
  assert.deepEqual(way.slice(-expected.length), expected);
  await display.press('space');
  await widgets.named(SET_UP, '1/3');
  t.step('Tab reaches everything in the order of reading, and Space opens the set-up');

  await widgets.focusIn(SET_UP, words('Account.WebsiteName'));
  await paste(t, widgets, SET_UP, words('Account.WebsiteName'), simulator.platform);
  await widgets.tabTo(SET_UP, words('Account.DeveloperToken'));
  await paste(t, widgets, SET_UP, words('Account.DeveloperToken'), 'not-the-token');
  await display.press('Return');
  await widgets.named(SET_UP, words('Reason.token_rejected'));
  await widgets.focusIn(SET_UP, words('Account.DeveloperToken'));
  await keep(SET_UP, 'refused');
  await paste(t, widgets, SET_UP, words('Account.DeveloperToken'), simulator.developer_token);
  await display.press('Return');
  await widgets.named(SET_UP, '2/3');
  await keep(SET_UP, 'pairing');
  t.step('a refused token is said on the page; the right one leads on');

  await simulator.post('/pair', { uid: account.settings.uid });
  await widgets.named(SET_UP, `✓ ${words('Pair.Done.ToyFound')}`);
  await keep(SET_UP, 'paired');
  await widgets.tabTo(SET_UP, words('Pair.Me'));
  await display.press('Return');
  await widgets.named(SET_UP, '3/3');
  await widgets.tabTo(SET_UP, words('Finish.Test'));
  const tested = await simulator.serial();
  await display.press('space');
  await simulator.wait('toy_moving', { after: tested }); // two seconds: it may be over again
  await widgets.named(SET_UP, words('Finish.DidYouFeelIt'));
  await keep(SET_UP, 'finish');
  await simulator.wait('toy_still');
  await widgets.tabTo(SET_UP, words('Setup.End'));
  await display.press('Return');
  await widgets.gone(SET_UP);
  const { armed } = await obs.vendor('GetStatus');
  assert.equal(armed, false);
  await until('the rule', async () => (await obs.vendor('ListRules')).rules.length === 1 || undefined);
  t.step('the test moved the toy; set up, with one rule, disarmed');

  await widgets.bringToFront(WINDOW);
  await widgets.focusIn(WINDOW, words('Dock.Armed')); // what the last page spoke of
  await display.press('space');
  await until('an armed plugin', async () => (await obs.vendor('GetStatus')).armed || undefined);
  await widgets.tabTo(WINDOW, words('Toy.Test'));
  const begun = await simulator.serial();
  await display.press('space');
  await simulator.wait('toy_moving', { after: begun });
  await widgets.tabTo(WINDOW, words('Dock.StopAll'), ['Shift_L', 'Tab']);
  await display.press('space');
  await simulator.wait('toy_still');
  await widgets.named(WINDOW, words('State.Stopped'));
  await keep(WINDOW, 'stopped');
  t.step('armed, tested and stopped by keys');
  await t.closeCleanly(obs);
});

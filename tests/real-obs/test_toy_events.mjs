// SPDX-License-Identifier: GPL-2.0-or-later
// What toys tell: a rule "toy's button held = stop", the real level and who else moves a toy, a Stop that is not obeyed.
import { strict as assert } from 'node:assert';
import { DOCK, locale, MAIN, openDock, pictureOf, putWindow } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, onHotkey, pairUp, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const PLACE = { x: 0, y: 0, width: 1500, height: 900 };

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const stop = { ...rule('button', { type: 'toy', event: 'button' }, { mode: 'once', limit: { priority: 2 } }), do: { kind: 'stop', toys: 'all' } };
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.5 }), stop, rule('shaken', { type: 'toy', event: 'shake' }, { level: 0.3 })],
    hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' } },
    settings: ({ ca_file }) => ({ route: 'auto', ca_file, toy_events: true, allow_remote_arm: true, lease_ms: 10000 }),
    env: widgets.env,
  });
  const display = await t.display();
  const status = () => obs.vendor('GetStatus');
  const reported = (what, holds) => until(what, async () => holds(await status()) || undefined);
  const [toy] = await simulator.toys();
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), PLACE);
  await reported('toy events', ({ toy_events: state }) => state === 'open');

  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  await reported('the real level', ({ toys }) => toys.every(({ actual, level }) => actual > 0 && actual === level));
  assert.ok((await status()).toys.every(({ moved_by_other: other }) => !other));
  await simulator.post('/toy-events', { event: 'button-down', toy: toy.id, data: { index: 0 } });
  await simulator.wait('toy_still');
  await simulator.post('/toy-events', { event: 'button-up', toy: toy.id, data: { index: 0 } });
  await display.keyUp('F9');
  assert.equal((await status()).panic, false);
  t.step('the button of a toy stopped what a held key moved');

  const shaken = await simulator.serial();
  await simulator.post('/toy-events', { event: 'shake', toy: toy.id });
  await simulator.wait('toy_moving', { after: shaken }); // shorter than two looks at the rule may be apart
  await obs.waitForRule('shaken', false);
  await simulator.wait('toy_still', { after: shaken });
  t.step('a shake starts a rule, and ends it');

  // Again and again: a Stop of the run before may still be said once more.
  await until('somebody else', async () => {
    await simulator.post('/toys/move', { id: toy.id, level: 12 });
    return (await status()).toys.some(({ moved_by_other: other }) => other) || undefined;
  });
  await openDock(widgets, obs);
  await widgets.wait(DOCK, 'who else moves it', (all) => all.find(({ name }) => name?.includes(words('Toy.MovedByOther'))));
  await simulator.faults({ stop_obeyed: false });
  const pressed = performance.now();
  await obs.vendor('StopAll');
  await reported('a Stop that is not obeyed', ({ stop_unconfirmed: toys }) => toys === 't1');
  t.step(`a Stop that the app did not obey was told ${Math.round(performance.now() - pressed)} ms after it`);
  await simulator.wait('command', { means: 'stop', after: await simulator.serial() }); // it is said again for a lease
  await widgets.wait(DOCK, 'the sentence about it', (all) => all.find(({ name }) => name?.includes(words('Notice.StopNotObeyed'))));
  await pictureOf(display, PLACE, t.file('not-obeyed.png'));
  await simulator.faults({ stop_obeyed: true });
  await simulator.post('/toys/move', { id: toy.id, level: 0 });
  await reported('a confirmed Stop', ({ stop_unconfirmed: toys }) => toys === '');
  await obs.vendor('Resume');
  await obs.waitForPanic(false);

  await simulator.faults({ toy_events_game_mode: false });
  await reported('Game Mode off', ({ toy_events: state, toys }) => state === 'closed' && toys.every(({ actual }) => actual === undefined));
  const after = await simulator.serial();
  await display.keyDown('F9');
  await simulator.wait('toy_moving', { after });
  await display.keyUp('F9');
  await simulator.wait('toy_still', { after });
  t.step('with Game Mode off everything else works as before');
  await t.closeCleanly(obs);
});

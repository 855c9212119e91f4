// SPDX-License-Identifier: GPL-2.0-or-later
// A toy's own button as a stop key: switched on in the dock's options, it latches as a person's stop.
import { strict as assert } from 'node:assert';
import { DOCK, locale, MAIN, openDock, pictureOf, putWindow } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, onHotkey, pairUp, requireNoMotion } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const OPTIONS_ENTRY = -6; // of the dock's menu, from its end
const PLACE = { x: 0, y: 0, width: 1500, height: 900 };
const OPTIONS = { title: `^${words('Options.Title')}$`, role: 'dialog' };

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.5 })],
    hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' } },
    settings: ({ ca_file }) => ({ route: 'auto', ca_file, allow_remote_arm: true }),
    env: widgets.env,
  });
  const display = await t.display();
  const [toy] = await simulator.toys();
  const press = (event) => simulator.post('/toy-events', { event, toy: toy.id, data: { index: 0 } });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), PLACE);
  await simulator.faults({ toy_events_access: 'silent' });
  await openDock(widgets, obs);
  await widgets.chooseInMenu(DOCK, words('Dock.Menu'), OPTIONS_ENTRY);
  await widgets.click(OPTIONS, words('Options.ToyEvents'));
  await widgets.wait(OPTIONS, 'what to do on the phone', (all) => all.find(({ name }) => name === words('ToyEvents.Asking')));
  await pictureOf(display, PLACE, t.file('asking.png'));
  await simulator.post('/toy-events', { allow: true });
  await widgets.wait(OPTIONS, 'that it listens', (all) => all.find(({ name }) => name === words('ToyEvents.Open')));
  await widgets.click(OPTIONS, words('Options.ToyButtonStops'));
  await widgets.wait(OPTIONS, 'of which toys no button is known', (all) =>
    all.find(({ name }) => name?.startsWith(words('ToyEvents.NoButton').slice(0, 12))));
  await pictureOf(display, PLACE, t.file('listening.png'));

  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  await press('button-down');
  await obs.waitForPanic(true);
  await simulator.wait('toy_still');
  const stopped = await simulator.serial();
  await press('button-up');
  await display.keyUp('F9');
  assert.equal((await obs.vendor('GetStatus')).stopped_by, 'person');
  assert.equal((await obs.vendor('Resume')).error, 'not_allowed');
  await requireNoMotion(simulator, stopped);
  t.step('the button latched as a person’s stop');

  await widgets.click(DOCK, words('Dock.Resume'));
  await obs.waitForPanic(false);
  await until('the toy to move again', async () => {
    await display.keyDown('F9');
    return (await simulator.toys()).some(({ moving }) => moving) || undefined;
  });
  await display.keyUp('F9');
  await simulator.wait('toy_still');
  await t.closeCleanly(obs);
});

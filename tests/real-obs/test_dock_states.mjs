// SPDX-License-Identifier: GPL-2.0-or-later
// What the dock shows in each state of the connection, in a real OBS: the right words, nothing cut or nameless, one banner
// and no modal box. A picture of each is kept.
import { strict as assert } from 'node:assert';
import { closeByKey, DOCK, locale, MAIN, openDock, pictureOf, putWindow, SET_UP } from './lib/dock.mjs';
import { readCode } from './lib/picture.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, onHotkey, QR, signIn } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const RULE = 'hold';

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const display = await t.display();
  const { simulator, obs, uid } = await signIn(t, {
    rules: [onHotkey(RULE, { level: 0.6, name: 'Boost' })],
    hotkeys: { [hotkeyOf(RULE)]: { key: 'OBS_KEY_F9' } },
    settings: { allow_remote_arm: true, code_on_air: true, arm_on_start: false, master_ceiling: 0.3 },
    env: widgets.env,
  });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), { x: 0, y: 0, width: 1500, height: 900 });
  await openDock(widgets, obs);

  const keep = async (name, window) => {
    const all = await widgets.in(window);
    await pictureOf(display, all[0], t.file(`${name}.png`));
    await widgets.flawless(window);
  };
  // Does it, waits for all these words in the dock, and keeps a picture.
  const state = async (name, change, ...expected) => {
    await change();
    for (const text of expected) await widgets.named(DOCK, text);
    await keep(name, DOCK);
    t.step(name);
  };

  await state('waiting', () => {}, words('State.WaitingForScan'), words('NextStep.Scan'));
  await state('live', () => obs.call('StartRecord'), words('Notice.CodeHiddenLive'));
  await widgets.click(DOCK, words('Action.Pair'));
  await widgets.named(SET_UP, words('Pair.Live'));
  await keep('live-question', SET_UP);
  assert.equal(await readCode(t.file('live-question.png')), undefined);
  await widgets.click(SET_UP, words('Pair.Show'));
  const code = await until('the code that was asked for', async () =>
    readCode(await pictureOf(display, (await widgets.in(SET_UP))[0], t.file('live-shown.png'))));
  assert.equal(code, await simulator.qrcode(uid));
  t.step('while live the code waits behind a question');
  await closeByKey(widgets, SET_UP);
  await state('live-allowed', () =>
    obs.call('SetInputSettings', { inputName: QR, inputSettings: { show_when: 'always' } }),
  words('Notice.CodeShownLive'), words('Action.ShowCode'));
  const before = await simulator.serial();
  await widgets.click(DOCK, words('Action.ShowCode'));
  await simulator.wait('qr', { after: before });
  t.step('a new code is shown on air where its owner allowed it');
  await obs.call('StopRecord');

  const toys = (connected) => Promise.all(ids.map((id) => simulator.post('/toys', { id, connected })));
  const ids = (await simulator.toys()).map(({ id }) => id);
  await state('no-toy', async () => {
    await toys(false);
    await simulator.post('/pair', { uid });
  }, words('State.NoToy'), words('NextStep.ConnectToy'));
  await state('ready', () => toys(true), words('State.Ready'), words('NextStep.Arm'));
  await state('moving', async () => {
    await obs.vendor('SetArmed', { armed: true });
    await until('an armed plugin', async () => (await obs.vendor('GetStatus')).armed || undefined);
    await display.keyDown('F9');
  }, words('Rules.RunningFor'), words('Toy.Capped'));
  await state('stopped', async () => {
    await obs.vendor('StopAll', { latch: true });
    await display.keyUp('F9');
  }, words('State.Stopped'), words('NextStep.Resume'), words('Dock.Resume'));
  await widgets.click(DOCK, words('Dock.Resume'));
  await state('app-offline', () => simulator.post('/phone', { online: false }), words('State.AppOffline'), words('NextStep.OpenApp'));
  await simulator.post('/phone', { online: true });
  await obs.waitForState('ready');

  await state('retrying', async () => {
    await simulator.faults({ api_listening: false });
    await simulator.post('/kill', { how: 'reset' });
  }, words('Dock.TryingAgainIn'), words('Reason.unreachable'), words('Action.RetryNow'));
  const refusing = { api_listening: true, auth_token_life_ms: 1, token_refusal: 501 };
  await state('needs-you', () => simulator.faults(refusing), words('State.ActionNeeded'), words('Reason.token_rejected'), words('Action.SetUp'));
  await t.closeCleanly(obs);
});

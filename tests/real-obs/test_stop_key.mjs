// SPDX-License-Identifier: GPL-2.0-or-later
// The stop key in a real OBS: the button names the key that is bound now, the dock says where it does not work, and the script
// for a shortcut of the desktop presses it, with a password and without.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { DOCK, locale, MAIN, openDock, putWindow } from './lib/dock.mjs';
import { freePort, run } from './lib/process.mjs';
import { PANIC, pairUp } from './lib/scenario.mjs';
import { REPOSITORY, test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const SCRIPT = join(REPOSITORY, 'data', 'stop-all.sh');
const KEYS = { [PANIC]: { key: 'OBS_KEY_F10' } };
const PLACE = { x: 0, y: 0, width: 1500, height: 900 };
const PASSWORD = 'quote " backslash \\ ümlaut';

const stopAll = (home, variables = {}) =>
  run('bash', [SCRIPT], { env: { PATH: process.env.PATH, HOME: home, ...variables } });

function showsNothing({ stdout, stderr }) {
  assert.ok(!`${stdout}${stderr}`.includes(PASSWORD), 'the password is shown');
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const { obs } = await pairUp(t, {
    hotkeys: KEYS,
    settings: { allow_remote_arm: true },
    env: { ...widgets.env, XDG_SESSION_TYPE: 'wayland' },
  });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), PLACE);
  await openDock(widgets, obs);
  const button = (name) => widgets.named(DOCK, name, 'push button');

  await button(`${words('Dock.StopAll')}  (F10)`);
  await widgets.named(DOCK, words('StopKey.FrontByWayland'));
  await widgets.flawless(DOCK);
  await obs.call('CreateProfile', { profileName: 'Without keys' }); // which is then the current one
  await widgets.wait(DOCK, 'a button without a key', (all) =>
    all.find(({ role, name }) => role === 'push button' && name === words('Dock.StopAll')));
  await obs.call('SetCurrentProfile', { profileName: 'Test' });
  await button(`${words('Dock.StopAll')}  (F10)`);
  t.step('the button names the key of the profile');

  const { code, stderr } = await stopAll(obs.home.folder);
  assert.equal(code, 0, stderr);
  await obs.waitForPanic(true);
  assert.equal((await obs.vendor('GetStatus')).stopped_by, 'person');
  t.step('the script for the desktop presses the stop key');
  await t.closeCleanly(obs);

  const home = await t.home({ password: PASSWORD, hotkeyFocus: 'DisableHotkeysOutOfFocus', hotkeys: KEYS });
  const closed = await t.startObs({ home, env: widgets.env });
  widgets.watch(closed);
  await putWindow(widgets, MAIN, await closed.mainWindow(), PLACE);
  await openDock(widgets, closed);
  await widgets.named(DOCK, words('StopKey.FrontBySetting'));
  t.step('OBS\'s own setting keeps the key in front: the dock says so');

  assert.equal((await closed.vendor('GetStatus')).panic, false);
  const wrong = await stopAll(home.folder, { OBS_WEBSOCKET_PORT: home.port, OBS_WEBSOCKET_PASSWORD: 'wrong' });
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /password/);
  assert.equal((await closed.vendor('GetStatus')).panic, false);
  for (const variables of [{}, { OBS_WEBSOCKET_PORT: home.port, OBS_WEBSOCKET_PASSWORD: PASSWORD }]) {
    const right = await stopAll(home.folder, variables);
    assert.equal(right.code, 0, right.stderr);
    showsNothing(right);
  }
  await closed.waitForPanic(true);
  t.step('with a password too, from OBS\'s settings and from the environment');

  const nobody = await stopAll(t.work, { OBS_WEBSOCKET_PORT: await freePort() });
  assert.notEqual(nobody.code, 0);
  assert.match(nobody.stderr, /WebSocket Server Settings/);
  t.step('where OBS does not answer the script says so');
  await t.closeCleanly(closed);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// An OBS that is a window of a Wayland compositor: its stop key works while it has the focus only, the dock says so, and a
// shortcut of the desktop that runs data/stop-all.sh stops everything from elsewhere. What the dock says is read from the
// picture: Qt 5 has nothing for screen readers on Wayland.
import { strict as assert } from 'node:assert';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compositor } from './lib/compositor.mjs';
import { locale } from './lib/dock.mjs';
import { readWords } from './lib/picture.mjs';
import { until } from './lib/process.mjs';
import { PANIC } from './lib/scenario.mjs';
import { REPOSITORY, test } from './lib/test.mjs';

const words = locale();
const DOCK = { x: 1270, y: 30, width: 330, height: 300 }; // where OBS puts a dock that is new
const MOVING = { key: 'test', level: 0.2, ttlMs: 30_000 };

await test(async (t) => {
  const compositor = await Compositor.start(t);
  const home = await t.home({ hotkeys: { [PANIC]: { key: 'OBS_KEY_F9' } } });
  const script = join(compositor.folder, 'stop-all.sh'); // the compositor may not read ours
  copyFileSync(join(REPOSITORY, 'data', 'stop-all.sh'), script);
  await compositor.bind('F12', `env OBS_WEBSOCKET_PORT=${home.port} bash ${script}`);

  const first = await t.startObs({ home }); // the first start ever shows the dock
  const expected = [`${words('Dock.StopAll')} (F9)`, words('StopKey.FrontByWayland')];
  await until('what the dock says', async () => {
    await compositor.picture(t.file('dock.png'));
    const read = await readWords(t.file('dock.png'), DOCK);
    if (!expected.every((part) => read.includes(part))) throw new Error(`it reads: ${read}`);
    return true;
  });
  t.step('the dock says that the stop key reaches OBS only while it has the focus');
  await compositor.showWindows(first.process.pid);
  await until('a stop by the key', async () => {
    await compositor.press('F9');
    return (await first.vendor('GetStatus')).panic || undefined;
  });
  t.step('and there it works');
  await t.closeCleanly(first);

  const file = join(home.plugin, 'settings.json');
  const changes = { mode: 'simulator', arm_on_start: true };
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
  const obs = await t.startObs({ home });
  const status = () => obs.vendor('GetStatus');
  const isMoving = async () => (await status()).toys.some(({ level }) => level > 0);
  await obs.waitForState('ready');
  await until('a toy that moves', async () => {
    await obs.vendor('Start', MOVING);
    return (await isMoving()) || undefined;
  });
  await compositor.showWindows(obs.process.pid); // it is there
  await compositor.leaveWindows();
  await compositor.press('F9');
  assert.equal((await status()).panic, false);
  t.step('with nothing of OBS in front its stop key does nothing');
  await compositor.press('F12');
  await obs.waitForPanic(true);
  assert.equal((await status()).stopped_by, 'person');
  await until('toys at rest', async () => !(await isMoving()) || undefined);
  t.step('the shortcut of the desktop stops everything');
  await t.closeCleanly(obs);
});

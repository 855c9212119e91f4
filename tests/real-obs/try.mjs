// SPDX-License-Identifier: GPL-2.0-or-later
// The plugin in a real OBS, with a simulated service, phone and toy. Started by tests/try.
// usage: node try.mjs --build DIR --work DIR [--display :N]      without a display: by itself, on a virtual one
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { collection } from './lib/collection.mjs';
import { Display } from './lib/display.mjs';
import { readCode } from './lib/picture.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, modules, onHotkey, PANIC, signIn } from './lib/scenario.mjs';
import { Test } from './lib/test.mjs';

const DOCK_TITLE = 'Lovense for OBS';
const RULE = 'try';
const MAIN_WINDOW = { x: 0, y: 20, width: 1240, height: 960 };
const DOCK = { x: 1250, y: 0, width: 350, height: 980 };

// The code lies over a background, as it would over a game, and what viewers see below it.
const scene = (rules) =>
  collection({
    name: 'Try', scenes: ['Just chatting', 'Be right back'], modules: modules(rules),
    sources: [
      { name: 'Background', id: 'color_source', settings: { width: 1280, height: 720, color: 0xff6b4a35 }, at: { x: 0, y: 0 } },
      { name: 'Activity', id: 'lovense_activity', at: { x: 40, y: 500 } },
      { name: 'Pairing code', id: 'lovense_pairing_qr', at: { x: 428, y: 60 } },
    ],
  });

const begin = (t) =>
  signIn(t, {
    collections: [scene([onHotkey(RULE, { level: 0.3, name: 'Boost' })])],
    hotkeys: { [hotkeyOf(RULE)]: { key: 'OBS_KEY_F9' }, [PANIC]: { key: 'OBS_KEY_F10' } },
    settings: { allow_remote_arm: true, master_ceiling: 0.5 },
  });

async function describe(simulator, { route, toys, command }) {
  const names = (await simulator.toys()).filter(({ id }) => toys.includes(id)).map(({ name }) => name);
  const who = names.length ? `the toys (${names.join(', ')})` : 'no toy, nothing being paired,';
  return `${who} got, by ${route}: ${JSON.stringify(command)}`;
}

// Pairs, presses a key and takes pictures, all by itself.
async function demonstrate(t) {
  const { simulator, obs, uid } = await begin(t);
  const display = await t.display();
  await display.place(await obs.mainWindow(), MAIN_WINDOW);
  await display.place(await obs.openLastDock(DOCK_TITLE), DOCK);
  const before = t.file('before-pairing.png');
  await until('a pairing code on the screen', async () => {
    await display.picture(before);
    return (await readCode(before)) === (await simulator.qrcode(uid)) || undefined;
  });
  t.step(`the code in OBS can be read: ${before}`);

  await simulator.post('/pair', { uid });
  await obs.waitForState('ready');
  await display.keyDown('F9');
  await simulator.wait('toy_moving');
  await simulator.wait('command', { means: 'function', count: 2 }); // renewed: by then the windows show it, too
  const after = t.file('after-pairing.png');
  await display.picture(after);
  await display.keyUp('F9');
  await simulator.wait('toy_still');
  const first = (await simulator.commands()).find(({ command }) => command?.action?.includes(':'));
  t.step(`the phone has scanned it; the key F9 moved the toy: ${after}`);
  t.step(await describe(simulator, first));
  await t.closeCleanly(obs);
  console.log(`\nThe simulated toy moved while F9 was held, and is still again.\nPictures: ${before}\n          ${after}`);
}

// An OBS for the person at the screen, until they close it.
async function hand(t) {
  const { simulator, obs, uid } = await begin(t);
  console.log(`
OBS is open, on settings of its own. There is a pairing code in the scene; the dock is in the Docks menu
("${DOCK_TITLE}"). A simulated phone stands by:

  Enter here   the phone scans the code
  F9 in OBS    held: the simulated toy moves
  F10 in OBS   stops everything until you press Resume in the dock

Close OBS to end.`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => simulator.post('/pair', { uid }));
  const report = async (after) => {
    const { entries, serial } = await simulator.wait('command', { after, timeout_ms: 600_000 });
    for (const entry of entries) console.log(await describe(simulator, entry));
    if (!obs.process.hasEnded) await report(serial);
  };
  report(0).catch(() => {}); // ends with the simulator
  const { code } = await obs.process.ended;
  lines.close();
  console.log(`OBS has ended (${code}).`);
}

const { values } = parseArgs({
  options: { build: { type: 'string' }, work: { type: 'string' }, display: { type: 'string' } },
});
const t = new Test(values);
const end = async (status) => {
  await t.cleanUp();
  process.exit(status);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(1));
try {
  if (values.display) t.ownDisplay = Display.existing(values.display);
  await (values.display ? hand(t) : demonstrate(t));
  await end(0);
} catch (error) {
  console.error(`${error.message}\nLogs and pictures: ${t.work}`);
  await end(1);
}

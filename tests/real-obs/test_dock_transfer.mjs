// SPDX-License-Identifier: GPL-2.0-or-later
// Moving to another computer, by mouse and keys in a real OBS: one file goes out, and comes into a fresh profile as far as a
// person ticks it. What was there is unharmed, nothing moves, and nothing asks for more than before.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './lib/collection.mjs';
import { closeByKey, DOCK, locale, MAIN, openDock, paste, pictureOf, putWindow } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, modules, onHotkey, PANIC, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const UID = '5c1a2b3d-0000-4000-8000-00000000cafe';
const PAUSE = 'lovense-for-obs.pause';
// Places in the dock's menu while the toys are virtual; Qt does not tell of its entries.
const IMPORT_ENTRY = -5; // of the dock's menu, from its end
const EXPORT_ENTRY = -4;
const EXPORT = { title: `^${words('Transfer.Export').replace('…', '')}$`, role: 'dialog' };
const IMPORT = { title: `^${words('Transfer.Title')}$`, role: 'dialog' };
const FILE_NAME = 'File name:'; // as Qt calls the field

const before = { uid: UID, mode: 'simulator', master_ceiling: 0.3, code_on_air: false, allow_remote_arm: false, allow_tips: false };
const generous = { master_ceiling: 0.6, route: 'lan', code_on_air: true, allow_remote_arm: true, allow_tips: true };

async function startObs(t, widgets, { rules, settings, hotkeys }) {
  const scenes = { collections: [collection({ modules: modules(rules) })] };
  const obs = await t.startObs({ home: { ...scenes, settings: { version: 1, mode: 'simulator', ...settings }, hotkeys }, env: widgets.env });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), { x: 0, y: 0, width: 1100, height: 900 });
  await openDock(widgets, obs);
  return obs;
}

// Returns what the field said before.
async function giveFile(t, widgets, window, file) {
  const { text } = await widgets.wait(window, 'the field for the name', (all) =>
    all.find(({ name, role }) => name === FILE_NAME && role === 'text'));
  await widgets.bringToFront(window);
  await paste(t, widgets, window, FILE_NAME, file);
  await widgets.display.press('Return');
  return text;
}

async function exportAll(t, widgets, file) {
  const rules = [
    onHotkey('boost', { level: 0.5, name: 'Boost' }),
    rule('hot', { type: 'scene', ref: { name: 'Hot cam' } }, { name: 'Hot cam', do: { kind: 'level', level: 0.3, toys: ['t1', 't7'] } }),
  ];
  const hotkeys = { [PANIC]: { key: 'OBS_KEY_F12' }, [hotkeyOf('boost')]: { key: 'OBS_KEY_F9', control: true } };
  const obs = await startObs(t, widgets, { rules, hotkeys, settings: { ...generous, uid: UID, token_service_url: 'https://canary.example' } });
  await widgets.chooseInMenu(DOCK, words('Dock.Menu'), EXPORT_ENTRY);
  const proposed = await giveFile(t, widgets, EXPORT, file);
  assert.match(proposed, /Test.*\d{4}-\d\d-\d\d[.]json$/);
  await until('the file', () => existsSync(file) || undefined);
  await t.closeCleanly(obs);
  const text = readFileSync(file, 'utf8');
  assert.deepEqual([UID, 'canary', 'token'].filter((each) => text.includes(each)), []);
  const { keys, ceilings } = JSON.parse(text);
  assert.equal(ceilings['*'], 0.6);
  assert.equal(keys[PANIC][0].key, 'OBS_KEY_F12');
  t.step('one file goes out, with a name proposed and nothing secret in it');
}

async function importByKeys(t, widgets, file) {
  const display = await t.display();
  const hotkeys = { [PAUSE]: { key: 'OBS_KEY_F4' } };
  const obs = await startObs(t, widgets, { rules: [onHotkey('mine', { level: 0.1, name: 'Mine' })], hotkeys, settings: { uid: UID } });
  const list = async () => (await obs.vendor('ListRules')).rules.map(({ id, enabled }) => [id, enabled]);
  const saved = () => JSON.parse(readFileSync(join(obs.home.plugin, 'settings.json'), 'utf8'));
  await until('the rule that was here', async () => (await list()).length === 1 || undefined);

  await widgets.chooseInMenu(DOCK, words('Dock.Menu'), IMPORT_ENTRY);
  await giveFile(t, widgets, IMPORT, file);
  await widgets.named(IMPORT, words('Transfer.Do'));
  const shown = await widgets.in(IMPORT);
  const boxes = shown.filter(({ role }) => role === 'check box');
  const isTicked = (name) => boxes.find((each) => each.name === name)?.checked;
  await pictureOf(display, shown[0], t.file('import.png'));
  await widgets.flawless(IMPORT);
  for (const key of ['Dock.Ceiling', 'Options.CodeOnAir', 'Options.RemoteArm', 'Tips.Allowed']) assert.equal(isTicked(words(key)), false, key);
  for (const name of ['Boost', 'Hot cam', words('Options.Route'), words('Hotkey.StopAll')]) assert.equal(isTicked(name), true, name);
  assert.ok(shown.some(({ name }) => name.includes(words('Rules.SceneMissing').split('"')[0]) && name.includes('Hot cam')));
  assert.deepEqual(await list(), [['mine', true]]);
  t.step('the list says what would change; what asks for more is not ticked');

  await widgets.tabTo(IMPORT, words('Transfer.Do'));
  await display.press('space');
  await widgets.gone(IMPORT);
  await until('the rules', async () => (await list()).length === 3 || undefined);
  assert.deepEqual(await list(), [['mine', true], ['boost', false], ['hot', false]]);
  await until('the saved settings', () => saved().route === 'lan' || undefined);
  const after = saved();
  for (const [key, value] of Object.entries(before)) assert.equal(after[key], value, key);
  const status = await obs.vendor('GetStatus');
  assert.equal(status.ceiling, 0.3);
  assert.equal(status.armed, false);
  assert.ok(status.toys.every(({ level }) => level === 0));
  t.step('rules came in switched off; ceiling and permissions are as they were; nothing moves');

  await display.keyDown('F12');
  await obs.waitForPanic(true);
  await display.keyUp('F12');
  await widgets.click(DOCK, words('Dock.Resume'));
  await obs.waitForPanic(false);
  await display.keyDown('F4');
  await until('a pause by the key that was here', async () => (await obs.vendor('GetStatus')).paused || undefined);
  await display.keyUp('F4');
  t.step('the stop key came along, and the key that was here still works');

  await widgets.chooseInMenu(DOCK, words('Dock.Menu'), IMPORT_ENTRY);
  await giveFile(t, widgets, IMPORT, file);
  await widgets.named(IMPORT, words('Transfer.Do'));
  const again = (await widgets.in(IMPORT)).filter(({ role, name }) => role === 'check box' && name === 'Hot cam');
  assert.deepEqual(again.map(({ checked, enabled }) => [checked, enabled]), [[false, false]]);
  await pictureOf(display, (await widgets.in(IMPORT))[0], t.file('import-again.png'));
  await closeByKey(widgets, IMPORT);
  assert.equal((await list()).length, 3);
  t.step('the same file again brings no rule again');
  await t.closeCleanly(obs);
  const profile = readFileSync(join(obs.home.folder, '.config/obs-studio/basic/profiles/Test/basic.ini'), 'utf8');
  assert.ok(profile.includes(PANIC) && profile.includes('OBS_KEY_F12') && profile.includes('OBS_KEY_F4'));
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const file = t.file('moved.json');
  await exportAll(t, widgets, file);
  await importByKeys(t, widgets, file);
});

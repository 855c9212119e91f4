// SPDX-License-Identifier: GPL-2.0-or-later
// Keys set in the dock by pressing them: they work at once, are in OBS's profile and on its own settings page, change with the
// profile and survive a restart. A key that is being set starts nothing.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCK, locale, MAIN, openDock, openRuleEditor, putWindow } from './lib/dock.mjs';
import { until } from './lib/process.mjs';
import { hotkeyOf, onHotkey, PANIC, pairUp, reachesLevel, requireBounded, requireNoMotion } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const RULE = 'hold';
const OTHER = 'other';
const LISTENING_MS = 5000; // in which a field shows that it listens
const PLACE = { x: 0, y: 0, width: 1500, height: 900 };
const stopKey = (key) => `${words('StopKey.Name')}: ${key}`;
const ruleKey = (key) => `${words('Rule.Field.Key')}: ${key}`;

// What OBS itself reads at its next start.
function boundIn(home, hotkey, profile = 'Test') {
  const file = readFileSync(join(home.folder, '.config/obs-studio/basic/profiles', profile, 'basic.ini'), 'utf8');
  const line = file.split('\n').find((each) => each.startsWith(`${hotkey}=`));
  return line && JSON.parse(line.slice(hotkey.length + 1)).bindings;
}

async function open(widgets, obs) {
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), PLACE);
  await openDock(widgets, obs);
}

// The field that shows this listens for a key. A window manager that is late with the focus ends that at once.
async function listen(widgets, window, name, shown) {
  const isListening = async () => (await widgets.in(window))?.some((each) => each.name.startsWith(name(words('Key.Listening')))) || undefined;
  await until('a key that is listened for', async () => {
    await widgets.click(window, name(shown), 'push button');
    return until('the field', isListening, LISTENING_MS).catch(() => undefined);
  });
}

async function setKey(widgets, window, name, [shown, key, after]) {
  await listen(widgets, window, name, shown);
  await widgets.display.press(...key);
  await widgets.named(window, name(after), 'push button');
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const { simulator, obs } = await pairUp(t, {
    rules: [onHotkey(RULE, { level: 0.4 }), onHotkey(OTHER, { level: 0.2 })],
    hotkeys: { [hotkeyOf(OTHER)]: [{ key: 'OBS_KEY_F9' }, { key: 'OBS_KEY_F7' }] },
    env: widgets.env,
  });
  const display = await t.display();
  await open(widgets, obs);

  await widgets.named(DOCK, words('StopKey.None'));
  await setKey(widgets, DOCK, stopKey, [words('Key.Set'), ['F10'], 'F10']);
  await widgets.named(DOCK, `${words('Dock.StopAll')}  (F10)`, 'push button');
  assert.deepEqual(boundIn(obs.home, PANIC), [{ key: 'OBS_KEY_F10' }]);
  assert.equal((await obs.vendor('GetStatus')).panic, false);
  t.step('the stop key is set in the dock, and is in the profile');

  const editor = await openRuleEditor(widgets, `Rule ${RULE}`, words);
  await setKey(widgets, editor, ruleKey, [words('Key.Set'), ['F9'], 'F9']);
  await widgets.named(editor, words('Key.OtherUse'));
  await setKey(widgets, editor, ruleKey, ['F9', ['ctrl', 'z'], 'C']); // Control + Z
  await widgets.named(editor, words('Key.OtherUse')); // OBS's undo
  await setKey(widgets, editor, ruleKey, ['C', ['F8'], 'F8']);
  assert.equal(boundIn(obs.home, hotkeyOf(RULE)), undefined);
  await requireNoMotion(simulator); // F9 moves the toy at any other time
  await widgets.click(editor, 'Save', 'push button');
  await widgets.gone(editor);
  assert.deepEqual(boundIn(obs.home, hotkeyOf(RULE)), [{ key: 'OBS_KEY_F8' }]);
  t.step('a key that another rule or a menu of OBS has is warned of, and moves nothing while it is asked for; the rule is saved with the key');

  const second = await openRuleEditor(widgets, `Rule ${OTHER}`, words);
  await widgets.named(second, words('Key.Further'));
  await setKey(widgets, second, ruleKey, ['F9', ['F6'], 'F6']);
  await widgets.tabTo(second, 'Save');
  await display.press('space');
  await widgets.gone(second);
  assert.deepEqual(boundIn(obs.home, hotkeyOf(OTHER)), [{ key: 'OBS_KEY_F6' }, { key: 'OBS_KEY_F7' }]);
  t.step('of two keys one is set, and the other stays');

  await display.keyDown('F8');
  await reachesLevel(simulator, 8, 0);
  await display.keyUp('F8');
  await simulator.wait('toy_still');
  t.step('F8: the toy moves, and is still');

  await obs.call('CreateProfile', { profileName: 'Other' }); // which is then the current one
  await widgets.named(DOCK, stopKey(words('Key.Set')), 'push button');
  await widgets.named(DOCK, words('StopKey.None'));
  await obs.call('SetCurrentProfile', { profileName: 'Test' });
  await widgets.named(DOCK, stopKey('F10'), 'push button');
  t.step('another profile has other keys');

  await t.closeCleanly(obs);
  assert.deepEqual(boundIn(obs.home, PANIC), [{ key: 'OBS_KEY_F10' }]);
  const again = await t.startObs({ home: obs.home, env: widgets.env });
  await again.waitForState('ready');
  await open(widgets, again);
  await widgets.named(DOCK, stopKey('F10'), 'push button');
  const restarted = await simulator.serial();
  await display.keyDown('F8');
  await reachesLevel(simulator, 8, restarted);
  await display.keyUp('F8');
  await simulator.wait('toy_still');
  await display.keyDown('F10');
  await again.waitForPanic(true);
  await display.keyUp('F10');
  await until('the press to be a person\'s', async () => (await again.vendor('GetStatus')).stopped_by === 'person' || undefined);
  t.step('after a restart both keys work');
  await requireBounded(simulator);
  await t.closeCleanly(again);
});

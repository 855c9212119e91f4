// SPDX-License-Identifier: GPL-2.0-or-later
// The dock, the set-up and the rule editor in other themes and languages and with large type: all words there, nothing
// outside its window. Pictures are kept, to be looked at.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeByKey, DOCK, locale, openDock, openRuleEditor, pictureOf } from './lib/dock.mjs';
import { modules, onHotkey } from './lib/scenario.mjs';
import { collection } from './lib/collection.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

// Themes by their names in OBS 29 and from 30.2 on.
const LOOKS = [
  { name: 'light', theme: 'Light', newTheme: 'com.obsproject.Yami.Light', language: 'en-US' },
  { name: 'german-large', theme: 'Yami', newTheme: 'com.obsproject.Yami.Original', language: 'de-DE', scale: 1.5 },
  { name: 'spanish-dark', theme: 'Dark', newTheme: 'com.obsproject.Yami.Classic', language: 'es-ES' },
  { name: 'japanese', theme: 'Yami', newTheme: 'com.obsproject.Yami.Original', language: 'ja-JP' },
];

function dress(home, { theme, newTheme, language }) {
  for (const file of ['global.ini', 'user.ini']) {
    const path = join(home.folder, '.config', 'obs-studio', file);
    const themes = `CurrentTheme=${theme}\nCurrentTheme2=${theme}\nCurrentTheme3=${theme}`;
    const general = `[General]\nLanguage=${language}\n${themes}`;
    const text = readFileSync(path, 'utf8').replace('[General]', general);
    writeFileSync(path, `${text}\n[Appearance]\nTheme=${newTheme}\n`);
  }
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const display = await t.display();
  for (const look of LOOKS) {
    const words = locale(look.language);
    const rules = modules([onHotkey('a', { name: 'Boost', level: 0.5 }), onHotkey('b', { name: 'Calm', level: 0.1 })]);
    const home = await t.home({
      settings: { version: 1, mode: 'simulator', arm_on_start: true }, collections: [collection({ modules: rules })],
    });
    dress(home, look);
    widgets.scale = look.scale ?? 1;
    const obs = await t.startObs({ home, env: { ...widgets.env, QT_SCALE_FACTOR: String(widgets.scale) } });
    widgets.watch(obs);
    await openDock(widgets, obs);
    const keep = async (window, name) => {
      const all = await widgets.in(window);
      await pictureOf(display, all[0], t.file(`${look.name}-${name}.png`));
      await widgets.flawless(window);
    };
    await widgets.named(DOCK, words('State.Ready'));
    for (const text of [words('Dock.StopAll'), words('Dock.Armed'), words('Dock.Ceiling'), words('Rules.Title'), words('Activity.Title'), 'Boost'])
      await widgets.named(DOCK, text);
    await keep(DOCK, 'dock');

    const editor = await openRuleEditor(widgets, 'Boost', words);
    await widgets.named(editor, words('Rule.Test'));
    await keep(editor, 'rule');
    await closeByKey(widgets, editor);
    t.step(look.name);
    await t.closeCleanly(obs);
  }
});

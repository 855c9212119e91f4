// SPDX-License-Identifier: GPL-2.0-or-later
// The properties of the sources in a real OBS: looking at them writes nothing, and what they say of the pairing code follows
// what somebody does to it in its scene meanwhile.
import { strict as assert } from 'node:assert';
import { locale } from './lib/dock.mjs';
import { QR, sceneWithCode, signIn } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';
import { Widgets } from './lib/widgets.mjs';

const VIEWERS = 'Viewers';
// As after somebody has chosen each thing once.
const CODE = {
  preset: '', module_px: 8, quiet_zone: 4, foreground: 0xff201000, background: 0xffffffff, show_when: 'not_live',
  when_not_pairing: 'hide', caption: 'Scan me', caption_position: 'above', caption_px: 24,
};
const LOOK = {
  layout: 'graph', look: 'neon', accent: 0xff8040ff, opacity: 0.333, radius: 7.25, width: 500, label: '{rule} {level}',
  font: { face: 'Sans Serif', size: 32, style: 'Bold', flags: 1 }, graph_seconds: 33, idle_after_s: 2.3,
};
const SCENE = 'Scene A';
const words = locale();
const dialogOf = (name) => ({ title: `Properties for '${name}'`, role: 'dialog' });

async function open(obs, widgets, inputName, text) {
  await obs.call('OpenInputPropertiesDialog', { inputName });
  await widgets.wait(dialogOf(inputName), `"${text}"`, (all) => all.find(({ name }) => name.includes(text)));
}

// A question about unsaved changes would keep it open.
async function leave(widgets, name) {
  await widgets.bringToFront(dialogOf(name));
  await widgets.display.press('Escape');
  await widgets.gone(dialogOf(name));
}

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const viewers = { name: VIEWERS, id: 'lovense_activity', at: { x: 20, y: 500 }, settings: LOOK };
  const { obs } = await signIn(t, { collections: [sceneWithCode({ sources: [viewers], settings: CODE })], env: widgets.env });
  widgets.watch(obs);
  const settingsOf = (inputName) => obs.call('GetInputSettings', { inputName });
  for (const [name, text] of [[QR, words('Overlay.ModulePx')], [VIEWERS, words('Viewers.Layout')]]) {
    const before = await settingsOf(name);
    await open(obs, widgets, name, text);
    await leave(widgets, name);
    assert.deepEqual(await settingsOf(name), before);
    t.step(`${name}: opened and left with Escape, nothing was written`);
  }

  await open(obs, widgets, QR, words('Overlay.Verdict.Anywhere'));
  const { sceneItemId } = await obs.call('GetSceneItemId', { sceneName: SCENE, sourceName: QR });
  const place = (sceneItemTransform) => obs.call('SetSceneItemTransform', { sceneName: SCENE, sceneItemId, sceneItemTransform });
  const says = (key) => widgets.wait(dialogOf(QR), `"${words(key)}"`, (all) => all.find(({ name }) => name.includes(words(key))));
  await place({ scaleX: 0.25, scaleY: 0.25 });
  await says('Overlay.Verdict.TooSmall');
  await place({ scaleX: 1, scaleY: 1, cropLeft: 60 });
  await says('Overlay.Verdict.Cut');
  await place({ cropLeft: 0, positionX: -200 });
  await says('Overlay.Verdict.Cut');
  await place({ positionX: 20 });
  await says('Overlay.Verdict.Anywhere');
  const filtered = { sourceName: SCENE, filterName: 'Pale' };
  await obs.call('CreateSourceFilter', { ...filtered, filterKind: 'color_filter_v2', filterSettings: { opacity: 0.3 } });
  await says('Overlay.Verdict.Filtered');
  await obs.call('RemoveSourceFilter', filtered);
  await obs.switchScene('Scene B');
  await says('Overlay.Verdict.NotInProgram');
  await obs.switchScene(SCENE);
  await says('Overlay.Verdict.Anywhere');
  await obs.call('SetSceneItemEnabled', { sceneName: SCENE, sceneItemId, sceneItemEnabled: false });
  await says('Overlay.Verdict.NotShown');
  await (await t.display()).picture(t.file('not-shown.png'));
  await leave(widgets, QR);
  t.step('while they are open, the verdict follows the scene');
  await t.closeCleanly(obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The level beside the threshold of an audio rule, in a real OBS: it moves with the sound, and a muted source is silent, as
// it is to the rule.
import { closeByKey, locale, openDock, openRuleEditor } from './lib/dock.mjs';
import { modules, rule } from './lib/scenario.mjs';
import { collection } from './lib/collection.mjs';
import { test } from './lib/test.mjs';
import { mediaSource, writeTone } from './lib/tone.mjs';
import { Widgets } from './lib/widgets.mjs';

const words = locale();
const SOURCE = 'Tone';

await test(async (t) => {
  const widgets = await Widgets.start(t);
  const audio = rule('loud', { type: 'audio', ref: { name: SOURCE }, on_db: -30, off_db: -40 }, { level: 0.2 });
  const tone = mediaSource(SOURCE, writeTone(t.file('tone.wav'), 2), { looping: true });
  const obs = await t.startObs({
    home: { settings: { version: 1, mode: 'simulator' }, collections: [collection({ sources: [tone], modules: modules([audio]) })] },
    env: widgets.env,
  });
  widgets.watch(obs);
  await openDock(widgets, obs);
  const editor = await openRuleEditor(widgets, audio.name, words);

  const meter = (what, isMeant) => widgets.wait(editor, `the level of ${what}`, (all) =>
    all.find(({ name, description }) => name === words('Rule.AudioNow') && isMeant(description)));
  const isLoud = (text) => /^-?\d+ dB$/.test(text) && parseInt(text, 10) > -10;
  await meter('a tone', isLoud);
  await widgets.flawless(editor);
  await obs.call('SetInputMute', { inputName: SOURCE, inputMuted: true });
  await meter('a muted tone', (text) => text === '-\u221e dB');
  await obs.call('SetInputMute', { inputName: SOURCE, inputMuted: false });
  await meter('the tone again', isLoud);
  t.step('the level follows the sound, and the mute switch');

  await closeByKey(widgets, editor);
  await t.closeCleanly(obs);
});

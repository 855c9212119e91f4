// SPDX-License-Identifier: GPL-2.0-or-later
// Each trigger of OBS, from the event in OBS to the simulated toy: it moves at the rule's own level when the trigger says so,
// and is still after.
import { until } from './lib/process.mjs';
import { hotkeyOf, pairUp, reachesLevel, requireBounded, rule, sceneWithCode } from './lib/scenario.mjs';
import { mediaSource, writeTone } from './lib/tone.mjs';
import { test } from './lib/test.mjs';

const SCENES = ['Scene A', 'Scene B', 'Scene C', 'Scene D'];
const STEPS = 20; // of the toy

const minute = (offset) => new Date(Date.now() + offset * 60_000).toTimeString().slice(0, 5);
const daytime = { type: 'clock', from: minute(-1), to: minute(30) };
const onHold = { mode: 'while' };
const once = { mode: 'once', run: { duration_ms: 500 } };

// A rule's level is its place in this list. The pulse is first: a press and release at once runs too short for the slew limit
// to let it rise far.
const TRIGGERS = [
  ['pulse', { type: 'hotkey' }, { mode: 'while', limit: { max_run_ms: 1000 } }],
  ['scene', { type: 'scene', ref: { name: 'Scene B' } }, onHold],
  ['leave', { type: 'scene', ref: { name: 'Scene B' }, edge: 'leave' }, once],
  ['source', { type: 'source', ref: { name: 'Colour' } }, onHold],
  ['media', { type: 'media', ref: { name: 'Clip' } }, once],
  ['ended', { type: 'media', ref: { name: 'Clip' }, edge: 'leave' }, once],
  ['audio', { type: 'audio', ref: { name: 'Voice' }, on_db: -30, off_db: -40 }, onHold],
  ['record', { type: 'output', is: 'record' }, onHold],
  ['paused', { type: 'output', is: 'record_paused' }, onHold],
  ['replay', { type: 'replay' }, once],
  ['studio', { type: 'studio_mode' }, onHold],
  ['timer', { type: 'timer', every_ms: 1000 }, { ...once, only_if: [{ type: 'scene', ref: { name: 'Scene D' } }] }],
  ['battery', { type: 'toy', event: 'battery_below', below: 20 }, once],
  ['request', { type: 'request' }, { ...once, only_if: [daytime] }],
  ['closed', { type: 'request' }, { ...once, only_if: [{ ...daytime, not: true }] }],
  ['toggle', { type: 'hotkey' }, { mode: 'toggle' }],
];
const levels = Object.fromEntries(TRIGGERS.map(([id], index) => [id, index + 1]));
const rules = TRIGGERS.map(([id, when, options]) => rule(id, when, { level: levels[id] / STEPS, ...options }));

await test(async (t) => {
  const sources = [
    { name: 'Colour', id: 'color_source', settings: { width: 64, height: 64 } },
    mediaSource('Clip', writeTone(t.file('clip.wav'), 1)),
    mediaSource('Voice', writeTone(t.file('voice.wav'), 1, 1), { looping: true }),
  ];
  const { simulator, obs } = await pairUp(t, {
    collections: [sceneWithCode({ rules, sources, scenes: SCENES })],
    hotkeys: { [hotkeyOf('toggle')]: { key: 'OBS_KEY_F7' }, [hotkeyOf('pulse')]: { key: 'OBS_KEY_F8' } },
  });
  const request = (...args) => obs.call(...args);

  // start makes the rule run; end, where there is one, makes it stop; else it ends by itself.
  const check = async (id, start, end) => {
    const after = await simulator.serial();
    await start();
    await reachesLevel(simulator, levels[id], after);
    await end?.();
    await simulator.wait('toy_still', { after });
    t.step(`${id}: moved and still again`);
  };
  const media = (inputName, action) =>
    request('TriggerMediaInputAction', { inputName, mediaAction: `OBS_WEBSOCKET_MEDIA_INPUT_ACTION_${action}` });
  const isActive = async (kind, isWanted) =>
    until(`${kind} ${isWanted}`, async () => (await request(`Get${kind}Status`)).outputActive === isWanted || undefined);

  // OBS 29 never ends a recording that is stopped before its first frame after a pause.
  const resumeRecording = async () => {
    const { outputDuration: before } = await request('GetRecordStatus');
    await request('ResumeRecord');
    await until('a frame after the pause', async () =>
      (await request('GetRecordStatus')).outputDuration > before || undefined);
  };

  // What starts stopped and hidden does not run its rule when another test comes by its scene.
  await media('Voice', 'STOP');
  await obs.show('Scene A', 'Colour', false);
  await simulator.wait('toy_still');
  await check('scene', () => obs.switchScene('Scene B'), () => obs.switchScene('Scene C'));
  await obs.switchScene('Scene B');
  await check('leave', () => obs.switchScene('Scene A'));
  await check('source', () => obs.show('Scene A', 'Colour', true),
    () => obs.show('Scene A', 'Colour', false));
  for (const id of ['media', 'ended']) await check(id, () => media('Clip', 'RESTART'));
  await check('audio', () => media('Voice', 'RESTART'), () => media('Voice', 'STOP'));
  await check('studio', () => request('SetStudioModeEnabled', { studioModeEnabled: true }),
    () => request('SetStudioModeEnabled', { studioModeEnabled: false }));

  await request('StartReplayBuffer');
  await isActive('ReplayBuffer', true);
  await check('replay', () => request('SaveReplayBuffer'));
  await request('StopReplayBuffer');
  await isActive('ReplayBuffer', false);

  await check('record', () => request('StartRecord'), () => request('StopRecord'));
  await isActive('Record', false);
  await request('StartRecord');
  await isActive('Record', true);
  await check('paused', () => request('PauseRecord'), async () => {
    await resumeRecording();
    await request('StopRecord');
  });
  await isActive('Record', false);
  await check('timer', () => obs.switchScene('Scene D'), () => obs.switchScene('Scene A'));
  const [lush] = (await simulator.toys()).filter(({ type }) => type === 'lush');
  await check('battery', () => simulator.post('/toys', { id: lush.id, battery: 10 }));
  await check('request', () => obs.vendor('Trigger', { rule: 'request' }));
  const toggledOff = () => simulator.wait('toy_still', { timeout_ms: 5000 });
  await check('toggle', () => obs.pressRemotely('OBS_KEY_F7'), () => obs.pressRemotelyUntil('OBS_KEY_F7', toggledOff));
  await check('pulse', () => obs.pressRemotely('OBS_KEY_F8'));
  await check('pulse', () => request('TriggerHotkeyByName', { hotkeyName: hotkeyOf('pulse') }));

  const events = obs.vendorEvents();
  await obs.vendor('Trigger', { rule: 'closed' });
  await until('the refusal', () => events.find(({ type, data }) => type === 'Rejected' && data.reason === 'condition'));
  t.step('outside its time of day: refused');

  await requireBounded(simulator);
  await t.closeCleanly(obs);
});

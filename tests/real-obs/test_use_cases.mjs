// SPDX-License-Identifier: GPL-2.0-or-later
// What streamers want rules for, each from the rule file they would have, in a collection of its own with the scenes and
// sources it names. Those that need a stream are in test_live.mjs, the stop key in test_panic.mjs.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { hotkeyOf, pairUp, reachesLevel, requireBounded, requireNoMotion, sceneWithCode, useCase } from './lib/scenario.mjs';
import { mediaSource, writeTone } from './lib/tone.mjs';
import { test } from './lib/test.mjs';

const KEYS = { 'hold-f9': 'F9', 'toggle-f10': 'F10', 'hot-cam': 'F10', evening: 'F9' };
const hotkeys = Object.fromEntries(Object.entries(KEYS).map(([id, key]) => [hotkeyOf(id), { key: `OBS_KEY_${key}` }]));

const MINUTES = 24 * 60;

// A time zone in which it is this minute of the day now.
function zoneWhereItIs(hour, minute) {
  const now = new Date();
  const west = (now.getUTCHours() * 60 + now.getUTCMinutes() - hour * 60 - minute + MINUTES) % MINUTES;
  return `LOCAL${Math.floor(west / 60)}:${String(west % 60).padStart(2, '0')}`;
}

const EFFECT_MS = 5000; // longer than a press takes to be seen

// What there is to play with: one OBS and its simulator, and helpers on them.
class Stage {
  constructor(t, { simulator, obs }) {
    Object.assign(this, { t, simulator, obs, events: obs.vendorEvents() });
  }

  request(...args) {
    return this.obs.call(...args);
  }

  // Runs an action: its effects are looked for after the serial that this returns.
  async after(action) {
    const serial = await this.simulator.serial();
    await action();
    return serial;
  }

  async moves(level, action) {
    await reachesLevel(this.simulator, level, await this.after(action));
  }

  async rests(action) {
    await this.simulator.wait('toy_still', { after: await this.after(action) });
  }

  async refuses(rule, reason, action) {
    const before = this.events.length;
    await action();
    await until(`${rule} refused: ${reason}`, () =>
      this.events.slice(before).find(({ type, data }) => type === 'Rejected' && data.rule === rule && data.reason === reason));
  }

  media(inputName, action) {
    return this.request('TriggerMediaInputAction', { inputName, mediaAction: `OBS_WEBSOCKET_MEDIA_INPUT_ACTION_${action}` });
  }

  async replayBufferIs(isWanted) {
    await this.request(isWanted ? 'StartReplayBuffer' : 'StopReplayBuffer');
    await until(`a replay buffer that is ${isWanted ? 'on' : 'off'}`, async () =>
      (await this.request('GetReplayBufferStatus')).outputActive === isWanted || undefined);
  }
}

// rule file -> scenes and sources it names, how its rules are changed, and what happens; levels in the 20 steps of the toy.
const CASES = {
  hold_f9: {
    async play(stage) {
      const display = await stage.t.display();
      await stage.moves(10, () => display.keyDown('F9'));
      await stage.rests(() => display.keyUp('F9'));
      return 'F9 held: 50 %';
    },
  },
  toggle_f10: {
    async play(stage) {
      await stage.moves(4, () => stage.obs.pressRemotely('OBS_KEY_F10'));
      const after = await stage.simulator.serial();
      const rests = () => stage.simulator.wait('toy_still', { after, timeout_ms: EFFECT_MS });
      await stage.obs.pressRemotelyUntil('OBS_KEY_F10', rests);
      return 'F10: 20 % on, F10: off';
    },
  },
  leave_brb: {
    scenes: ['Game', 'BRB'],
    async play(stage) {
      await stage.obs.switchScene('BRB');
      await stage.moves(4, () => stage.obs.pressRemotely('OBS_KEY_F10'));
      const after = await stage.after(() => stage.obs.switchScene('Game'));
      await stage.simulator.wait('command', { after, means: 'stop' });
      await stage.simulator.wait('toy_still', { after });
      return 'BRB left: all stopped';
    },
  },
  alert: {
    sources: () => [{ name: 'Alert box', id: 'color_source', settings: { width: 64, height: 64 }, isHidden: true }],
    async play(stage) {
      const after = await stage.after(() => stage.obs.show('Game', 'Alert box', true));
      const { entries } = await stage.simulator.wait('command', { after, means: 'preset' });
      assert.equal(entries[0].command.name, 'fireworks');
      await stage.simulator.wait('toy_moving', { after });
      await stage.rests(() => stage.obs.show('Game', 'Alert box', false));
      return 'alert shown: fireworks; hidden: still';
    },
  },
  media_ended: {
    sources: (t) => [mediaSource('Intro', writeTone(t.file('intro.wav'), 1))],
    async play(stage) {
      await stage.moves(12, () => stage.media('Intro', 'RESTART'));
      await stage.simulator.wait('toy_still');
      return 'clip over: 60 %, then still';
    },
  },
  mic_follow: {
    scenes: ['Game', 'Just chatting'],
    sources: (t) => {
      const tone = writeTone(t.file('mic.wav'), 1, 1);
      return [{ ...mediaSource('Mic/Aux', tone, { looping: true }), in: ['Game', 'Just chatting'] }];
    },
    async play(stage) {
      await stage.refuses('mic-follow', 'condition', () => stage.media('Mic/Aux', 'RESTART'));
      const after = await stage.after(() => stage.obs.switchScene('Just chatting'));
      await stage.simulator.wait('toy_moving', { after });
      const { entries } = await stage.simulator.wait('command', { after, means: 'pattern' });
      assert.equal(entries[0].fraction, 0.45);
      await stage.rests(() => stage.media('Mic/Aux', 'STOP'));
      return 'talking: up to 45 % in its scene, still when silent';
    },
  },
  clip_saved: {
    // A busy machine may take longer to save the next one than it cools down.
    change: ({ limit, ...rest }) => ({ ...rest, limit: { ...limit, cooldown_ms: 600_000 } }),
    async play(stage) {
      await stage.replayBufferIs(true);
      const after = await stage.after(() => stage.request('SaveReplayBuffer'));
      const { entries } = await stage.simulator.wait('command', { after, means: 'preset' });
      assert.equal(entries[0].command.name, 'pulse');
      await stage.obs.waitForRule('clip-saved', false); // a pulse is still now and then, too
      await stage.simulator.wait('toy_still');
      await stage.refuses('clip-saved', 'cooldown', () => stage.request('SaveReplayBuffer'));
      await stage.replayBufferIs(false);
      return 'clip saved: pulse; the next one cools down';
    },
  },
  tip: {
    async play(stage) {
      const tip = async (level, durationMs) =>
        assert.equal((await stage.obs.vendor('Trigger', { rule: 'tip', level, durationMs })).ok, true);
      await stage.moves(7, () => tip(0.35, 3000));
      await stage.simulator.wait('toy_still');
      return 'tip: its level for its seconds';
    },
  },
  evening_only: {
    async play(stage) {
      const display = await stage.t.display();
      await stage.moves(8, () => display.keyDown('F9'));
      await stage.rests(() => display.keyUp('F9'));
      return 'at 22:30: 40 %';
    },
  },
};

function collectionOf(t, name) {
  const { scenes = ['Game', 'Other'], sources = () => [], change = (rule) => rule } = CASES[name];
  return sceneWithCode({ name, scenes, rules: useCase(name).rules.map(change), sources: sources(t) });
}

await test(async (t) => {
  const names = Object.keys(CASES);
  const account = { hotkeys, collections: names.map((name) => collectionOf(t, name)) };
  const begun = await pairUp(t, { ...account, env: { TZ: zoneWhereItIs(22, 30) } });
  const { simulator, obs } = begun;
  const stage = new Stage(t, begun);
  for (const name of names) {
    if (name !== names[0]) await obs.switchCollection(name);
    const ids = useCase(name).rules.map(({ id }) => id);
    await until(`the rules of ${name}`, async () =>
      (await obs.vendor('ListRules')).rules.map(({ id }) => id).join() === ids.join() || undefined);
    t.step(`${name}: ${await CASES[name].play(stage)}`);
  }
  await requireBounded(simulator);
  await obs.close();

  const morning = await pairUp(t, { hotkeys, collections: [collectionOf(t, 'evening_only')], env: { TZ: zoneWhereItIs(9, 0) } });
  const display = await t.display();
  await new Stage(t, morning).refuses('evening', 'condition', () => display.keyDown('F9'));
  await requireNoMotion(morning.simulator);
  t.step('evening_only: at 9:00 nothing');
  await t.closeCleanly(morning.obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// What most tests begin with: the simulator, an OBS with the plugin signed in to it, rules and keys.
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './collection.mjs';
import { TESTS, until } from './process.mjs';
import { Way } from './way.mjs';

export const QR = 'QR';
export const PANIC = 'lovense-for-obs.stop_all';
const LONGEST_LEASE_MS = 10_000;

// Settings and credentials for this simulator. By the socket alone: the LAN route has tests of its own.
export function accountOn(simulator, settings = {}, credentials = {}) {
  return {
    settings: {
      version: 1, mode: 'cloud', platform: simulator.platform, uid: randomUUID(), api_url: simulator.api_url,
      route: 'server', arm_on_start: true, master_ceiling: 1.0, min_gap_ms: 250, ...settings,
    },
    credentials: { developer_token: simulator.developer_token, ...credentials },
  };
}

// A rule: while its trigger holds, every toy at this level.
export function rule(id, when, { level = 0.2, mode = 'while', run = {}, limit = {}, ...rest } = {}) {
  return {
    id, name: `Rule ${id}`, enabled: true, when, only_if: [], run: { mode, ...run },
    do: { kind: 'level', fn: 'vibrate', level, toys: 'all' },
    limit: { cooldown_ms: 0, max_run_ms: 60000, priority: 1, ...limit }, ...rest,
  };
}

// The rules of a use case, as the user has them in a file: { version, rules }.
export const useCase = (name) => JSON.parse(readFileSync(join(TESTS, 'haptics', 'rules', `${name}.json`), 'utf8'));

// A command of the simulator's journal that can make a toy move; one that came before the pairing means nothing.
export const canMove = ({ means }) => means && !['stop', 'v2Stop', 'query'].includes(means);

export const onHotkey = (id, options) => rule(id, { type: 'hotkey' }, options);

export const hotkeyOf = (id) => `lovense-for-obs.rule.${id}`;

// As the module keeps them in a scene collection: OBS drops plain items of arrays, so each is an object there.
function storable(json) {
  if (Array.isArray(json)) return json.map((item) => storable(item?.constructor === Object ? item : { value: item }));
  if (json?.constructor !== Object) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, storable(value)]));
}

export const modules = (rules) => ({ 'lovense-for-obs': storable({ version: 1, rules }) });

// The pairing source in the first scene, and these rules.
export function sceneWithCode({ rules = [], sources = [], settings = {}, ...rest } = {}) {
  const code = { name: QR, id: 'lovense_pairing_qr', settings };
  return collection({ sources: [code, ...sources], modules: modules(rules), ...rest });
}

// An OBS that is signed in and shows its code: { simulator, obs, uid, way }. settings: an object, or a function of the
// simulator. hasWay: whether all goes by a Way, which a test can break.
export async function signIn(t, { rules = [], sources = [], hotkeys = {}, settings, collections, env, build, wait = true, hasWay } = {}) {
  const simulator = await t.startSimulator();
  const way = hasWay && await Way.start(t, simulator);
  const account = accountOn({ ...simulator, ...(way && { api_url: way.api_url }) }, typeof settings === 'function' ? settings(simulator) : settings);
  const obs = await t.startObs({
    home: { ...account, hotkeys, collections: collections ?? [sceneWithCode({ rules, sources })] }, env, build,
  });
  if (wait) await obs.waitForState('waiting_for_scan');
  return { simulator, obs, uid: account.settings.uid, way };
}

// The same with the phone paired and its toys there.
export async function pairUp(t, options) {
  const begun = await signIn(t, options);
  await begun.simulator.post('/pair', { uid: begun.uid });
  await begun.obs.waitForState('ready');
  return begun;
}

// Waits until a toy of this type has been at the level since the journal's entry `after`; whole steps of the toy.
export async function reachesLevel(simulator, level, after, type = 'lush') {
  const ids = (await simulator.toys()).filter((toy) => toy.type === type).map(({ id }) => id);
  await until(`the ${type} at level ${level}`, async () => {
    const { entries } = await simulator.get(`/log?kind=level&after=${after}`);
    return entries.some((entry) => ids.includes(entry.toy) && entry.level === level) || undefined;
  });
}

// Nothing since the journal's entry `after` could have moved a toy.
export async function requireNoMotion(simulator, after = 0) {
  assert.deepEqual((await simulator.commands(after)).filter(canMove), []);
}

// Whatever a test did: no command may run on without end, and none longer than the longest lease.
export async function requireBounded(simulator, longestMs = LONGEST_LEASE_MS) {
  const { unbounded_commands: unbounded, longest_command_ms: longest } = await simulator.get('/asserts');
  assert.deepEqual(unbounded, []);
  assert.ok(longest <= longestMs, `a command of ${longest} ms`);
}

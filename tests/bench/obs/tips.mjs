// SPDX-License-Identifier: GPL-2.0-or-later
// A storm of tips, a thousand a second from 20 clients: none may be lost without an event that says so, and STOP ALL is obeyed
// meanwhile. Beside it as many of a request of OBS's own, in OBS without the plugin.
import { performance } from 'node:perf_hooks';
import { findProcess, memory } from '../../real-obs/lib/proc.mjs';
import { ALL_EVENTS } from '../../real-obs/lib/obs.mjs';
import { until } from '../../real-obs/lib/process.mjs';
import { pairUp, rule, sceneWithCode } from '../../real-obs/lib/scenario.mjs';
import { CLIENTS, figures, underLoad, vendor, withoutPlugin } from './vendor.mjs';

const PER_SECOND = 1000;
const QUEUED = 3; // every third amount waits for its turn; the others restart a rule of their own

const band = (id, from, to, run) => rule(id, { type: 'tip', from, to }, { mode: 'once', level: 0.2, run: { duration_ms: 300, ...run } });

// Each amount once: so that what became of it can be told. The million chooses the rule.
const amountOf = (number) => number + (number % QUEUED === 0 ? 0 : 1_000_000);

const collections = [sceneWithCode({
  modules: { 'lovense-for-obs': {
    version: 1, rules: [band('waits', 1, 999_999, { retrigger: 'queue' }), band('runs', 1_000_000, 2_000_000)],
    queue: { max_seconds: 3600, per_minute: 0, per_name_per_minute: 0 },
  } },
})];

// What became of each amount, by the events.
async function watch(obs) {
  const socket = await obs.anotherClient(ALL_EVENTS);
  const fates = new Map();
  socket.on('VendorEvent', ({ eventType, eventData }) => {
    if (['Reacted', 'Rejected'].includes(eventType) && eventData.amount)
      fates.set(eventData.amount, [...(fates.get(eventData.amount) ?? []), eventData.reason ?? 'reacted']);
  });
  return { socket, fates };
}

// STOP ALL by request while toys move: until the last of them is still.
async function stopOnce({ obs, simulator, offset }) {
  await obs.vendor('Start', { key: 'held', level: 0.3, ttlMs: 20_000 });
  await simulator.wait('toy_moving', { toy: 'nora' });
  const after = await simulator.serial();
  const begin = performance.now();
  await obs.vendor('StopAll', { latch: true });
  await simulator.wait('toy_still', { after });
  const { entries } = await simulator.get(`/log?kind=level&after=${after}`);
  await obs.vendor('Resume');
  return entries.filter(({ level }) => level === 0).at(-1).changed_at_ms + offset - begin;
}

async function storm(world, count) {
  let number = 0;
  const request = (client) => {
    number += 1;
    return vendor('Tip', { amount: amountOf(number), by: `viewer ${client}` });
  };
  const stops = [];
  const work = async () => {
    while (number < count / 2) await new Promise((resolve) => { setTimeout(resolve, 20); });
    stops.push(await stopOnce(world));
    while (number < count) await new Promise((resolve) => { setTimeout(resolve, 20); });
  };
  const load = await underLoad(world.obs, request, work, PER_SECOND);
  return { load, stops, sent: number };
}

async function lost({ obs }, { fates }, sent) {
  await obs.vendor('ClearQueue');
  await obs.vendor('SkipCurrent');
  const isOver = async () => (await obs.vendor('GetQueue')).running === undefined || undefined;
  await until('an empty queue', isOver);
  const missing = () => Array.from({ length: sent }, (_, index) => amountOf(index + 1)).filter((amount) => !fates.has(amount));
  await until('the last events', () => missing().length === 0 || undefined, 5000).catch(() => {});
  return missing();
}

export async function measureTips(t, plan, clockOffset) {
  const alone = await withoutPlugin(t, (plan.tips / PER_SECOND) * 1000, PER_SECOND);
  const { simulator, obs } = await pairUp(t, {
    collections,
    settings: (service) => ({ route: 'auto', ca_file: service.ca_file, allow_tips: true, allow_remote_arm: true }),
  });
  const world = { obs, simulator, offset: await clockOffset(simulator) };
  const kb = () => memory(findProcess(obs.process.pid, 'obs')).private_kb;
  const watcher = await watch(obs);
  const before = kb();
  const { load, stops, sent } = await storm(world, plan.tips);
  const missing = await lost(world, watcher, sent);
  const grown = kb() - before;
  const fates = {};
  for (const fate of [...watcher.fates.values()].flat()) fates[fate] = (fates[fate] ?? 0) + 1;
  await watcher.socket.disconnect();
  const { code } = await obs.close();
  return { alone, load, sent, lost: missing.length, fates, grown_kb: grown, stop: figures(stops), exit_code: code };
}

export const tipsGoals = ({ load, alone, lost: count, grown_kb: grown, stop }, below) => [
  below('tips without Reacted or Rejected', count, 0),
  below('private memory more after the storm, MB', grown / 1024, 3),
  below('STOP ALL by request to still meanwhile, ms', stop.most_ms, 60),
  below('frames skipped meanwhile, more than OBS alone under as many of its own requests', load.frames_skipped - alone.frames_skipped, 0),
];

export const tipsRows = ({ load, alone, stop, grown_kb: grown }, ms, mb) => {
  const pair = ({ p50_ms: p50, p99_ms: p99 }) => `${ms(p50)} / ${ms(p99)}`;
  const peer = 'as many of GetVersion, OBS without the plugin';
  return [
    [`tip to reply at ${PER_SECOND} a second, ${CLIENTS} clients, p50 / p99`, pair(load.plain), pair(alone.plain), peer],
    ['frames skipped in that time', `${load.frames_skipped} of ${load.frames}`, `${alone.frames_skipped} of ${alone.frames}`, peer],
    ['STOP ALL by request to still meanwhile', ms(stop.most_ms), '-', ''],
    ['private memory more afterwards', mb(grown), '-', ''],
  ];
};

export const tipsNotes = ({ sent, load, fates }) => [
  `${sent} tips, ${load.per_second.toFixed(0)} a second; replies that refuse: ${JSON.stringify(load.refusals)}; events: ${JSON.stringify(fates)}`,
];

// SPDX-License-Identifier: GPL-2.0-or-later
// Requests to the plugin from many clients of obs-websocket at once: how long a reply takes, what OBS's picture loses by it,
// and how soon STOP ALL is obeyed meanwhile. Beside it the same load of a request of OBS's own, in OBS without the plugin.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DOCK, locale, MAIN, openDock, putWindow } from '../../real-obs/lib/dock.mjs';
import { ALL_EVENTS } from '../../real-obs/lib/obs.mjs';
import { output, PYTHON, until } from '../../real-obs/lib/process.mjs';
import { PANIC, pairUp } from '../../real-obs/lib/scenario.mjs';
import { median, quantile } from '../../real-obs/lib/table.mjs';
import { Widgets } from '../../real-obs/lib/widgets.mjs';

export const CLIENTS = 20;
const SUBSCRIBED = 4; // of them, to all events
const PER_SECOND = 500; // all clients together
const PROBE_MS = 100; // one GetVersion by a client of its own
const CLICKS = 5;
const CLICK_MS = 5000;
const DELAY = join(dirname(fileURLToPath(import.meta.url)), 'delay.py');
const CEILING = 0.5; // of the settings: a request for as much lowers nothing and is allowed

export const vendor = (requestType, requestData) => ['CallVendorRequest', { vendorName: 'lovense-for-obs', requestType, requestData }];
const probe = () => ['GetVersion'];
// Some of OBS's own requests make an event too, for a fair look at clients that want them.
export const builtIn = (client, count) => (count % 50 === 0 ? ['BroadcastCustomEvent', { eventData: { client } }] : ['GetVersion']);

// Three of five trigger, one of four starts, the others lower the ceiling to what it is.
function ofThePlugin(client, count) {
  const kind = count % 20;
  if (kind === 0) return vendor('SetCeiling', { value: CEILING });
  if (kind % 3 === 0) return vendor('Start', { key: `deck ${client}`, level: 0.3, ttlMs: 500, toys: 't1' });
  return vendor('Trigger', { level: 0.1 + (count % 5) / 20, durationMs: 300, toys: 't1' });
}

// Begins a request every intervalMs, whether the one before has been answered or not, until isOver().
async function ask(socket, intervalMs, offsetMs, request, note, isOver) {
  const begin = performance.now() + offsetMs;
  const open = [];
  for (let count = 0; !isOver(); count++) {
    await sleep(Math.max(0, begin + count * intervalMs - performance.now()));
    const sent = performance.now();
    open.push(socket.call(...request(count)).then((reply) => note(performance.now() - sent, reply?.responseData)));
  }
  await Promise.all(open);
}

export const figures = (values) => ({ count: values.length, p50_ms: median(values), p99_ms: quantile(values, 0.99), most_ms: Math.max(...values) });

const frames = async (obs) => {
  const { renderSkippedFrames, outputSkippedFrames, renderTotalFrames } = await obs.call('GetStats');
  return { skipped: renderSkippedFrames + outputSkippedFrames, total: renderTotalFrames };
};

// The load, so many requests a second by all clients together, until work() has ended. { plain, subscribed, probe: figures; refusals; frames }
export async function underLoad(obs, request, work, perSecond = PER_SECOND) {
  const times = { plain: [], subscribed: [], probe: [] };
  const refusals = {};
  let isOver = false;
  const sockets = [];
  for (let client = 0; client < CLIENTS + 1; client++)
    sockets.push(await obs.anotherClient(client < SUBSCRIBED ? ALL_EVENTS : undefined));
  const before = await frames(obs);
  const running = sockets.map((socket, client) => {
    const intervalMs = client === CLIENTS ? PROBE_MS : (CLIENTS * 1000) / perSecond;
    const list = client === CLIENTS ? times.probe : client < SUBSCRIBED ? times.subscribed : times.plain;
    const note = (ms, reply) => {
      list.push(ms);
      if (reply?.ok === false) refusals[reply.error] = (refusals[reply.error] ?? 0) + 1;
    };
    const next = client === CLIENTS ? probe : (count) => request(client, count + client);
    return ask(socket, intervalMs, (client * intervalMs) / CLIENTS, next, note, () => isOver);
  });
  const begin = performance.now();
  const result = await work();
  const seconds = (performance.now() - begin) / 1000;
  isOver = true;
  await Promise.all(running);
  const after = await frames(obs);
  for (const socket of sockets) await socket.disconnect();
  const all = [...times.plain, ...times.subscribed];
  return {
    result, refusals, per_second: all.length / seconds, reply: figures(all), plain: figures(times.plain), subscribed: figures(times.subscribed),
    probe: figures(times.probe), frames_skipped: after.skipped - before.skipped, frames: after.total - before.total,
  };
}

// One xdotool for all keys: what starting it takes is none of OBS's time.
function keyboard(display) {
  const tool = spawn('xdotool', ['-'], { env: display.env, stdio: ['pipe', 'ignore', 'inherit'] });
  return {
    send: (line) => tool.stdin.write(`${line}\n`),
    end: async () => {
      const ended = once(tool, 'exit');
      tool.stdin.end();
      await ended;
    },
  };
}

// A busy display can lose a click.
async function resume({ obs, widgets, words }) {
  const isReleased = async () => (await obs.vendor('GetStatus')).panic === false || undefined;
  for (let count = 0; count < CLICKS; count++) {
    await widgets.clickOnce(DOCK, words('Dock.Resume'));
    if (await until('a stop key that is released', isReleased, CLICK_MS).catch(() => false)) return;
  }
  throw new Error('nothing resumes');
}

// The stop key pressed while toys move: from the press to the last moment of motion.
async function stopOnce({ obs, simulator, widgets, keys, offset, words }) {
  await obs.vendor('Start', { key: 'held', level: 0.3, ttlMs: 20_000 });
  await simulator.wait('toy_moving', { toy: 'nora' });
  const after = await simulator.serial();
  const begin = performance.now();
  keys.send('keydown F12');
  await obs.waitForPanic(true);
  await simulator.wait('toy_still', { after });
  const { entries } = await simulator.get(`/log?kind=level&after=${after}`);
  keys.send('keyup F12');
  await resume({ obs, widgets, words });
  return entries.filter(({ level }) => level === 0).at(-1).changed_at_ms + offset - begin;
}

async function withPlugin(t, plan, clockOffset) {
  const widgets = await Widgets.start(t);
  const { simulator, obs } = await pairUp(t, {
    hotkeys: { [PANIC]: { key: 'OBS_KEY_F12' } }, env: widgets.env,
    settings: (service) => ({ route: 'auto', ca_file: service.ca_file, master_ceiling: CEILING }),
  });
  widgets.watch(obs);
  await putWindow(widgets, MAIN, await obs.mainWindow(), { x: 0, y: 0, width: 1500, height: 900 });
  await openDock(widgets, obs);
  const display = await t.display();
  const world = { obs, simulator, widgets, keys: keyboard(display), offset: await clockOffset(simulator), words: locale() };
  const stops = async () => {
    const times = [];
    while (times.length < plan.stops) times.push(await stopOnce(world));
    return times;
  };
  const load = await underLoad(obs, ofThePlugin, () => sleep(plan.loadMs));
  t.step('vendor: load measured');
  const quiet = await stops();
  const busy = (await underLoad(obs, ofThePlugin, stops)).result;
  t.step('vendor: stops measured');
  await world.keys.end();
  const delay = JSON.parse(await output(PYTHON, [DELAY, String(obs.home.port), String(plan.delays)]));
  const { code } = await obs.close();
  return { load, delay, stop_quiet: figures(quiet), stop_busy: figures(busy), exit_code: code };
}

export async function withoutPlugin(t, loadMs, perSecond) {
  const obs = await t.startObs({ build: false });
  const load = await underLoad(obs, builtIn, () => sleep(loadMs), perSecond);
  await obs.close();
  t.step('the same of OBS alone measured');
  return load;
}

export async function measureVendor(t, plan, clockOffset) {
  const alone = await withoutPlugin(t, plan.loadMs);
  return { alone, ...(await withPlugin(t, plan, clockOffset)) };
}

export const vendorGoals = ({ load, alone, stop_busy: stop }, below) => [
  below('request to reply at 500 a second, client without events, ms (p50)', load.plain.p50_ms, 1),
  below('request to reply at 500 a second, client without events, ms (p99)', load.plain.p99_ms, 10),
  below('frames skipped meanwhile, more than OBS alone under as many of its own requests', load.frames_skipped - alone.frames_skipped, 0),
  below('STOP ALL by key to still meanwhile, ms (longest)', stop.most_ms, 60),
];

const LATE = 0.01; // a share of replies

// Whose the late replies are, in a sentence that the figures of this run bear out or not.
function delayInWords(delay) {
  const rows = Object.entries(delay);
  const late = (isMeant) => rows.filter(([name, { late: share }]) => isMeant(name) && share > LATE).map(([name]) => name);
  const quick = late((name) => name.includes('quick ACK'));
  const lazy = late((name) => !name.includes('quick ACK'));
  if (lazy.length === 0) return 'No reply was 40 ms late.';
  if (quick.length > 0 || lazy.some((name) => !/2 at a time|subscribed/.test(name)))
    return `Replies were late (over 35 ms): ${[...lazy, ...quick].join('; ')}.`;
  return `Replies 40 ms late are the TCP of obs-websocket and its client, not the plugin: obs-websocket sends a second small message (a reply behind an event or ` +
    `another reply) only when the first is acknowledged (Nagle), and the client's system acknowledges after up to 40 ms; seen in ${lazy.join(', ')}, ` +
    'and never where the client acknowledged at once.';
}

export function vendorRows({ load, alone, delay, stop_quiet: quiet, stop_busy: busy }, ms) {
  const pair = ({ p50_ms: p50, p99_ms: p99 }) => `${ms(p50)} / ${ms(p99)}`;
  const peer = 'as many of GetVersion, OBS without the plugin';
  return [
    ['request to reply at 500 a second, p50 / p99', pair(load.reply), pair(alone.reply), peer],
    ['the same, clients without events', pair(load.plain), pair(alone.plain), peer],
    ['the same, clients with all events', pair(load.subscribed), pair(alone.subscribed), peer],
    ['GetVersion meanwhile', pair(load.probe), pair(alone.probe), peer],
    ['frames skipped in that time', `${load.frames_skipped} of ${load.frames}`, `${alone.frames_skipped} of ${alone.frames}`, peer],
    ['STOP ALL by key to still meanwhile, p50 / longest', `${ms(busy.p50_ms)} / ${ms(busy.most_ms)}`, `${ms(quiet.p50_ms)} / ${ms(quiet.most_ms)}`, 'the same without load'],
    ...Object.entries(delay).map(([name, row]) => [`one client: ${name}`, pair(row), `${(row.late * 100).toFixed(0)} %`, 'replies over 35 ms']),
  ];
}

export const vendorNotes = ({ load, delay }) => [
  `refused under load: ${JSON.stringify(load.refusals)} of ${load.reply.count}; ${load.per_second.toFixed(0)} a second`,
  delayInWords(delay),
];

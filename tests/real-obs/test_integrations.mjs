// SPDX-License-Identifier: GPL-2.0-or-later
// Every example of data/integrations.md, read out of the page, filled as the named program fills it, and sent as it sends
// it: by the real client where one runs here.
import { strict as assert } from 'node:assert';
import { gunzipSync } from 'node:zlib';
import OBSWebSocket from 'obs-websocket-js';
import PlainOBSWebSocket from 'obs-websocket-js/json';
import { blocksOf, linesOf } from './lib/pages.mjs';
import { PYTHON, output, run } from './lib/process.mjs';
import { RawClient } from './lib/raw.mjs';
import { pairUp, rule } from './lib/scenario.mjs';
import { Skip, test } from './lib/test.mjs';

const COMPANIONS_EVENTS = 985087;
const NAME = 'Mia "the ☕"';
const AMOUNT = '250';

async function connect(t, port, options, Client = OBSWebSocket) {
  const socket = new Client(); // msgpack, as these programs
  await socket.connect(`ws://127.0.0.1:${port}`, undefined, options);
  t.defer(() => socket.disconnect());
  return socket;
}

const callVendor = async (socket, data) => (await socket.call('CallVendorRequest', data)).responseData;

// Companion, whose variable is text inside of text.
async function companion({ t, port }, { kind, text }) {
  const socket = await connect(t, port, { eventSubscriptions: COMPANIONS_EVENTS });
  const filled = text.replaceAll('$(custom:tip)', AMOUNT);
  if (kind === 'json') return [await callVendor(socket, JSON.parse(filled))];
  const replies = [];
  for (const request of linesOf(filled))
    replies.push(await callVendor(socket, { vendorName: 'lovense-for-obs', ...request }));
  return replies;
}

// A variable that holds a number goes without its quotation marks; the others are written as JSON.
function fillAsStreamerBot(value) {
  if (value === '%bits%') return Number(AMOUNT);
  if (value === '%user%') return NAME;
  return value?.constructor === Object ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillAsStreamerBot(each)])) : value;
}

function rawOfImport(text) {
  const bytes = Buffer.from(text.replaceAll('\n', ''), 'base64');
  assert.equal(bytes.subarray(0, 4).toString(), 'SBAE');
  const { data: { actions: [{ subActions: [subAction] }] } } = JSON.parse(gunzipSync(bytes.subarray(4)));
  assert.equal(subAction.type, 46);
  return subAction.raw;
}

async function streamerBot({ raw }, { kind, text }) {
  const typed = JSON.parse(kind === 'text' ? rawOfImport(text) : text);
  return raw.askVendor(JSON.stringify({ op: 6, d: { requestId: '1', ...fillAsStreamerBot(typed) } }));
}

async function firebot({ t, port }, { text }) {
  const filled = text.replaceAll('$cheerBitsAmount', AMOUNT).replaceAll('$convertToJSON[$username]', () => JSON.stringify(NAME));
  return [await callVendor(await connect(t, port), JSON.parse(filled))];
}

const sammi = ({ raw }, { text }) => raw.askVendor(text.replace('"d": {', '"d": {"requestId": "1", ').replaceAll('/$amount$/', AMOUNT));
const sceneSwitcher = ({ raw }, { text }) => raw.askVendor(text.replaceAll('${amount}', AMOUNT));
const streamDeck = ({ raw }, { text }) =>
  raw.askVendor(JSON.stringify({ op: 6, d: { requestType: 'CallVendorRequest', requestId: '1', requestData: JSON.parse(text) } }));

// Whole programs; they print the reply.
async function programs({ port }, { kind, text }) {
  const program = text.replace('127.0.0.1:4455', `127.0.0.1:${port}`);
  assert.notEqual(program, text);
  // Its library is found from where the program runs.
  const folder = { cwd: import.meta.dirname };
  if (kind === 'js') return [JSON.parse(await output(process.execPath, ['--input-type=module', '-e', program], folder))];
  return [JSON.parse(await output(PYTHON, ['-c', program]))];
}

async function kruizControl({ port }, { text }) {
  const [, code] = /^AsyncFunction '(.*)'$/m.exec(text);
  const filled = code.replace('127.0.0.1:4455', `127.0.0.1:${port}`).replace('[amount]', AMOUNT).replace('[user]', JSON.stringify(NAME));
  const AsyncFunction = (async () => {}).constructor;
  return [await new AsyncFunction('OBSWebSocket', filled)(PlainOBSWebSocket)];
}

const PROGRAMS = {
  'Bitfocus Companion': companion, 'Streamer.bot': streamerBot, Firebot: firebot, SAMMI: sammi, 'Advanced Scene Switcher': sceneSwitcher,
  'Stream Deck': streamDeck, 'Python and JavaScript': programs, 'Kruiz Control': kruizControl,
};

async function sendBlock(world, block) {
  const replies = await PROGRAMS[block.heading](world, block);
  assert.ok(replies.length > 0);
  for (const reply of replies) assert.equal(reply.ok, true, `${block.heading}: ${JSON.stringify(reply)}`);
  await world.obs.vendor('StopAll', { latch: 'False' });
  assert.equal((await world.obs.vendor('Resume')).ok, true);
  return replies.length;
}

await test(async (t) => {
  if ((await run(PYTHON, ['-c', 'import simpleobsws'])).code !== 0) throw new Skip('not installed: python3-simpleobsws');
  const { obs } = await pairUp(t, {
    rules: [rule('tips', { type: 'tip', from: 1 }, { mode: 'once', run: { duration_ms: 300 } })],
    settings: { allow_remote_arm: true, allow_tips: true },
  });
  const { port } = obs.home;
  const world = { t, obs, port, raw: await RawClient.open(t, port) };
  const events = obs.vendorEvents();
  const blocks = blocksOf('integrations.md');
  assert.deepEqual([...new Set(blocks.map(({ heading }) => heading))], Object.keys(PROGRAMS));
  for (const block of blocks) t.step(`${block.heading}: ${await sendBlock(world, block)} requests are accepted`);
  const names = new Set(events.filter(({ type }) => type === 'Reacted').map(({ data }) => data.by));
  assert.ok(names.has(NAME), `a name arrives as it was: ${[...names]}`);
  await t.closeCleanly(obs);
});

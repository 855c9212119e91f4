// SPDX-License-Identifier: GPL-2.0-or-later
// Every example of data/vendor-api.md, read out of the page and sent as the named program sends it. And bytes that are no
// text, which end OBS when a reply repeats them.
import { encode } from '@msgpack/msgpack';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OBSWebSocket from 'obs-websocket-js';
import { RawClient } from './lib/raw.mjs';
import { pairUp } from './lib/scenario.mjs';
import { REPOSITORY, test } from './lib/test.mjs';

const COMPANIONS_EVENTS = 985087;
const VENDOR = 'lovense-for-obs';

// The fenced blocks below each heading: [{ heading, kind, text }].
function blocksOf(page) {
  let heading;
  return [...page.matchAll(/^#+ (.+)$|^```(\w*)\n([^]*?)^```$/gm)].flatMap(([, title, kind, text]) => {
    heading = title ?? heading;
    return title === undefined ? [{ heading, kind, text }] : [];
  });
}

const replyOf = ({ requestStatus, responseData }) => {
  assert.ok(requestStatus.result, JSON.stringify(requestStatus));
  return [responseData.responseData];
};

// A message that is sent as the user has typed it, or as the page shows it.
async function sendText({ raw }, text) {
  const answer = await raw.ask(text);
  return answer.results ? answer.results.flatMap(replyOf) : replyOf(answer);
}

async function sendLines({ companion }, text) {
  const replies = [];
  for (const [, requestType, data] of text.matchAll(/^(\w+) +(\{.*?\})(?= |$)/gm)) {
    const request = { vendorName: VENDOR, requestType, requestData: JSON.parse(data) };
    replies.push((await companion.call('CallVendorRequest', request)).responseData);
  }
  assert.equal(replies.length, text.trim().split('\n').length, text);
  return replies;
}

// How each program sends what its user types; the part of the page about obs-websocket itself counts as one.
const PROGRAMS = {
  Batches: sendText,
  'Order of `Start` and `Stop`': sendText,
  'obs-websocket': sendText,
  'Bitfocus Companion': sendLines,
  'Streamer.bot': (clients, text) => sendText(clients, JSON.stringify({ op: 6, d: { requestId: '1', ...JSON.parse(text) } })),
  Firebot: async ({ firebot }, text) => [(await firebot.call('CallVendorRequest', JSON.parse(text))).responseData],
  SAMMI: (clients, text) => sendText(clients, text.replace('"d": {', '"d": {"requestId": "1", ')),
  'Advanced Scene Switcher': sendText,
};
const OTHERS = ['Replies', 'Scripts']; // not for obs-websocket; another test has them

async function connect(t, port, eventSubscriptions) {
  const socket = new OBSWebSocket(); // msgpack, as these programs
  await socket.connect(`ws://127.0.0.1:${port}`, undefined, eventSubscriptions && { eventSubscriptions });
  t.defer(() => socket.disconnect());
  return socket;
}

async function sendExamples(t, obs) {
  const { port } = obs.home;
  const clients = {
    raw: await RawClient.open(t, port), companion: await connect(t, port, COMPANIONS_EVENTS), firebot: await connect(t, port),
  };
  const blocks = blocksOf(readFileSync(join(REPOSITORY, 'data', 'vendor-api.md'), 'utf8'));
  const examples = blocks.filter(({ heading }) => !OTHERS.includes(heading));
  assert.deepEqual(examples.map(({ heading }) => heading).sort(), Object.keys(PROGRAMS).sort());
  for (const { heading, text } of examples) {
    for (const reply of await PROGRAMS[heading](clients, text)) assert.equal(reply.ok, true, `${heading}: ${JSON.stringify(reply)}`);
    assert.equal((await obs.vendor('Resume')).ok, true);
    assert.equal((await obs.vendor('StopAll', { latch: 'False' })).ok, true);
    t.step(`${heading}: every request is accepted`);
  }
}

// What reaches the plugin by msgpack may be any bytes; the reply names what was wrong.
async function sendNoText(t, obs) {
  const client = await RawClient.open(t, obs.home.port, { isBinary: true });
  const requestData = { level: 0.3, durationMs: 100 };
  for (const field of ['toys', 'function', 'rule']) {
    const inner = { ...requestData, [field]: 'ZZZZ' };
    const bytes = Buffer.from(encode({
      op: 6, d: { requestId: '1', requestType: 'CallVendorRequest', requestData: { vendorName: VENDOR, requestType: 'Trigger', requestData: inner } },
    }));
    bytes.set([0xff, 0xc3, 0x28, 0xf0], bytes.indexOf('ZZZZ'));
    const { responseData } = await client.ask(bytes);
    assert.equal(responseData.responseData.ok, false);
  }
  assert.equal((await obs.vendor('GetStatus')).ok, true);
  t.step('bytes that are no UTF-8 are refused, and OBS goes on');
}

await test(async (t) => {
  const { obs } = await pairUp(t, { settings: { allow_remote_arm: true } });
  await sendExamples(t, obs);
  await sendNoText(t, obs);
  await t.closeCleanly(obs);
});

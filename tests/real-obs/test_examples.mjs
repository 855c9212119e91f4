// SPDX-License-Identifier: GPL-2.0-or-later
// Every example of data/vendor-api.md, read out of the page and sent as it stands. And bytes that are no text, which end
// OBS when a reply or an event repeats them.
import { encode } from '@msgpack/msgpack';
import { strict as assert } from 'node:assert';
import { blocksOf } from './lib/pages.mjs';
import { RawClient } from './lib/raw.mjs';
import { pairUp } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const VENDOR = 'lovense-for-obs';

const PARTS = ['Batches', 'Order of `Start` and `Stop`', 'obs-websocket'];
const OTHERS = ['Replies', 'Scripts']; // not for obs-websocket; another test has them

async function sendExamples(t, obs) {
  const raw = await RawClient.open(t, obs.home.port);
  const examples = blocksOf('vendor-api.md').filter(({ heading }) => !OTHERS.includes(heading));
  assert.deepEqual(examples.map(({ heading }) => heading).sort(), [...PARTS].sort());
  for (const { heading, text } of examples) {
    for (const reply of await raw.askVendor(text)) assert.equal(reply.ok, true, `${heading}: ${JSON.stringify(reply)}`);
    assert.equal((await obs.vendor('StopAll', { latch: 'False' })).ok, true);
    t.step(`${heading}: every request is accepted`);
  }
}

// What reaches the plugin by msgpack may be any bytes; the reply names what was wrong.
async function sendNoText(t, obs) {
  const client = await RawClient.open(t, obs.home.port, { isBinary: true });
  const requestData = { level: 0.3, durationMs: 100 };
  for (const field of ['toys', 'function', 'rule', 'by', 'pattern', 'preset']) {
    const inner = { ...requestData, [field]: 'ZZZZ' };
    const bytes = Buffer.from(encode({
      op: 6, d: { requestId: '1', requestType: 'CallVendorRequest', requestData: { vendorName: VENDOR, requestType: 'Trigger', requestData: inner } },
    }));
    bytes.set([0xff, 0xc3, 0x28, 0xf0], bytes.indexOf('ZZZZ'));
    const { responseData } = await client.ask(bytes);
    assert.equal(responseData.responseData.ok, field === 'by');
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

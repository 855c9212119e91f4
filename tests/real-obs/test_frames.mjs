// SPDX-License-Identifier: GPL-2.0-or-later
// What programs really send, byte for byte, also where it is wrong: frames.json. Its frames are made as those programs make
// theirs, with values of our own; a closed connection and a number are what obs-websocket says, before the plugin is asked.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { RawClient } from './lib/raw.mjs';
import { pairUp, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const PROGRAMS = JSON.parse(readFileSync(new URL('frames.json', import.meta.url), 'utf8'));

function answerIn({ closed, results, requestStatus, responseData }) {
  if (closed) return `closed ${closed}`;
  if (results) return answerIn(results[0]);
  if (!requestStatus.result) return requestStatus.code;
  const reply = responseData.responseData;
  return reply.ok ? 'ok' : reply.error;
}

async function replay(t, obs, { program, subprotocol = null, identify, frames }) {
  const isBinary = subprotocol === 'obswebsocket.msgpack';
  const bytes = (frame) => (isBinary ? Buffer.from(frame, 'hex') : frame);
  const open = () => RawClient.open(t, obs.home.port, { isBinary, subprotocol, identify: bytes(identify) });
  let client = await open();
  for (const { what, frame, answer } of frames) {
    const got = answerIn(await client.ask(bytes(frame)));
    assert.equal(got, answer, `${program}: ${what}`);
    if (what.startsWith('StopAll')) assert.equal((await obs.vendor('Resume')).ok, true);
    if (String(got).startsWith('closed')) client = await open();
  }
  t.step(`${program}: ${frames.length} frames`);
}

await test(async (t) => {
  const { obs } = await pairUp(t, {
    rules: [rule('tips', { type: 'tip', from: 1 }, { mode: 'once', run: { duration_ms: 300 } })],
    settings: { allow_remote_arm: true, allow_tips: true },
  });
  for (const program of PROGRAMS) await replay(t, obs, program);
  assert.equal((await obs.vendor('GetStatus')).state, 'ready');
  await t.closeCleanly(obs);
});

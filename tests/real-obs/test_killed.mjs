// SPDX-License-Identifier: GPL-2.0-or-later
// OBS is killed while a rule runs: nothing is left to send Stop, and the toy is still when the lease ends. Nor does much of
// what was said to a phone that did not read at that time move a toy later.
import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { RawClient } from './lib/raw.mjs';
import { canMove, hotkeyOf, onHotkey, pairUp, requireBounded } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const LEASE_MS = 3000;
const STALL_MS = 6000;

async function holdKey(t, options) {
  const world = await pairUp(t, {
    rules: [onHotkey('hold', { level: 0.5 })], hotkeys: { [hotkeyOf('hold')]: { key: 'OBS_KEY_F9' } }, ...options,
  });
  await (await t.display()).keyDown('F9');
  await world.simulator.wait('toy_moving');
  const moving = await world.simulator.serial(); // before it comes the Stop with which each session begins
  await world.simulator.wait('command', { after: moving, count: 3 });
  return { ...world, moving };
}

async function killed(t) {
  const { simulator, obs, moving } = await holdKey(t);
  t.step('the rule runs and is renewed');
  await obs.kill();
  await (await t.display()).keyUp('F9');
  await simulator.wait('toy_still');
  const { longest_unrenewed_ms: unrenewed } = await simulator.get('/asserts');
  await requireBounded(simulator, LEASE_MS);
  t.step(`killed: still by itself, ${Math.round(unrenewed)} ms after the last command`);
  const commands = await simulator.commands(moving);
  assert.ok(!commands.some(({ means }) => means === 'stop'), 'a Stop was sent: OBS was not killed');
}

async function killedInStall(t, route) {
  const { simulator, obs, way } = await holdKey(t, {
    settings: (service) => ({ route, ca_file: service.ca_file }), hasWay: true,
  });
  await way.set('deaf');
  await sleep(STALL_MS);
  await simulator.wait('toy_still');
  const before = await simulator.serial();
  await obs.kill();
  await (await t.display()).keyUp('F9');
  await way.set('open');
  await way.set('rest');
  const late = (await simulator.commands(before)).filter(canMove);
  assert.ok(late.length <= 1, `arrived late: ${JSON.stringify(late)}`);
  await requireBounded(simulator, LEASE_MS);
  await simulator.wait('toy_still');
  t.step(`route ${route}: killed after the phone had not read for ${STALL_MS / 1000} s; ${late.length} moving command(s) came late`);
}

// A number that is too large, pasted into a request: obs-websocket does not catch what its reader throws, and OBS aborts.
async function endedByANumber(t) {
  const { simulator, obs } = await holdKey(t);
  const client = await RawClient.open(t, obs.home.port);
  client.socket.send('{"op": 6, "d": {"requestId": "1", "requestType": "CallVendorRequest", "requestData": {"vendorName": '
    + '"lovense-for-obs", "requestType": "Trigger", "requestData": {"level": 1e400, "durationMs": 1000}}}}');
  const { code, signal } = await obs.process.ended;
  assert.ok(signal === 'SIGABRT' || code === 134, `OBS ended with ${signal ?? code}`);
  await obs.kill();
  await (await t.display()).keyUp('F9');
  await simulator.wait('toy_still');
  await requireBounded(simulator, LEASE_MS);
  t.step('ended by 1e400 in a request: still by itself, within the lease');
}

await test(async (t) => {
  await killed(t);
  await endedByANumber(t);
  await killedInStall(t, 'server');
  await killedInStall(t, 'auto');
});

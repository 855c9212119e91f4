// SPDX-License-Identifier: GPL-2.0-or-later
// What viewers send, as a bot sees it: tips run or wait, the queue is skipped, paused and cleared, the goal counts, every
// end of a wait is told; and other people's words, whatever bytes they are, end no OBS.
import { encode } from '@msgpack/msgpack';
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { RawClient } from './lib/raw.mjs';
import { pairUp, reachesLevel, rule, sceneWithCode } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const LONG_MS = 60_000;
const band = (id, from, to, level, duration_ms, retrigger) =>
  rule(id, { type: 'tip', from, ...(to && { to }) }, { mode: 'once', level, run: { duration_ms, retrigger } });

const collections = [sceneWithCode({
  modules: { 'lovense-for-obs': {
    version: 1,
    rules: [band('small', 1, 99, 0.2, LONG_MS, 'queue'), band('big', 100, 499, 0.4, LONG_MS, 'queue'), band('at-once', 500, undefined, 0.6, 2000, 'restart')],
    queue: { max_seconds: 240 }, goal: { label: 'Shoes', target: 300, current: 0 },
  } },
})];

async function words(t, { obs, seen }) {
  const client = await RawClient.open(t, obs.home.port, { isBinary: true });
  for (const field of ['by', 'message', 'unit']) {
    const bytes = Buffer.from(encode({
      op: 6, d: { requestId: '1', requestType: 'CallVendorRequest', requestData: {
        vendorName: 'lovense-for-obs', requestType: 'Tip', requestData: { amount: 600, by: 'x', [field]: 'ok ZZZZ' } } },
    }));
    bytes.set([0xff, 0xc3, 0x28, 0xf0], bytes.indexOf('ZZZZ'));
    const [{ ok, run }] = await client.askVendor(bytes);
    assert.equal(ok, true);
    const { data } = await seen('Reacted', (event) => event.run === run);
    assert.match(data[field], /^ok \?\?\(\?$/);
  }
  const [{ ok, run }] = await client.askVendor(encode({
    op: 6, d: { requestId: '2', requestType: 'CallVendorRequest', requestData: {
      vendorName: 'lovense-for-obs', requestType: 'Tip', requestData: { amount: 600, by: `\u202e${'<b>ä'.repeat(2500)}` } } },
  }));
  assert.equal(ok, true);
  const { data } = await seen('Reacted', (event) => event.run === run);
  assert.equal(data.by, '<b>ä'.repeat(8));
  t.step('bytes that are no text, a name of 10,000 characters and one that turns the line round are shown as text');
}

await test(async (t) => {
  const { simulator, obs } = await pairUp(t, { collections, settings: { allow_tips: true, allow_remote_arm: true } });
  const events = obs.vendorEvents();
  const seen = (type, accepts = () => true) => until(`the event ${type}`, () => events.find((event) => event.type === type && accepts(event.data)));
  const ask = async (request, data) => {
    const reply = await obs.vendor(request, data);
    assert.equal(reply.ok, true, `${request}: ${JSON.stringify(reply)}`);
    return reply;
  };
  const tip = (amount, by, more) => ask('Tip', { amount, by, ...more });
  const refused = async (request, data) => {
    const { ok, error, message } = await obs.vendor(request, data);
    assert.ok(!ok && message.length > 10, `${request} ${JSON.stringify(data)}`);
    return error;
  };

  const start = await simulator.serial();
  const first = await tip('50', 'anna', { message: 'for you', unit: 'Bits' });
  assert.deepEqual([first.applied, first.capped, first.queued], [0.2, false, 0]);
  await reachesLevel(simulator, 4, start);
  const { data: reacted } = await seen('Reacted', ({ run }) => run === first.run);
  assert.deepEqual(reacted, {
    run: first.run, by: 'anna', amount: 50, unit: 'Bits', message: 'for you', rule: 'small', rule_name: 'Rule small', level: 0.2, seconds: LONG_MS / 1000,
  });
  const second = await tip(100, 'ben');
  const third = await tip(60, 'cleo');
  assert.deepEqual([second.queued, third.queued], [1, 2]);
  const queue = await ask('GetQueue');
  assert.deepEqual([queue.running.run, queue.running.by, queue.running.rule, queue.paused], [first.run, 'anna', 'small', false]);
  assert.deepEqual(queue.waiting.map(({ run, by, rule: id, seconds }) => [run, by, id, seconds]), [[second.run, 'ben', 'big', 60], [third.run, 'cleo', 'small', 60]]);
  assert.ok(queue.running.seconds > 0 && queue.running.seconds <= 60 && queue.seconds > 120 && queue.seconds <= 180, JSON.stringify(queue));
  await seen('QueueChanged', ({ running, waiting, paused_text: text }) => running === first.run && waiting === 2 && text === 'not_paused');
  t.step('one runs, two wait');

  const loud = await simulator.serial();
  await ask('SkipCurrent');
  await seen('Rejected', ({ run, reason }) => run === first.run && reason === 'skipped');
  await seen('Reacted', ({ run, by }) => run === second.run && by === 'ben');
  await reachesLevel(simulator, 8, loud);
  await ask('PauseQueue', { paused: 'True' });
  await seen('QueueChanged', ({ paused, paused_text: text }) => paused && text === 'paused');
  await ask('Cancel', { run: second.run });
  await simulator.wait('toy_still');
  assert.equal((await ask('GetQueue')).running, undefined);
  await ask('Cancel', { run: second.run }); // it is over
  await ask('PauseQueue', { paused: false });
  await seen('Reacted', ({ run }) => run === third.run);
  t.step('skipped, paused, cancelled and let go on');

  const fourth = await tip(1, 'dora');
  await ask('ClearQueue');
  await seen('Rejected', ({ run, reason, by, amount }) => run === fourth.run && reason === 'cleared' && by === 'dora' && amount === 1);
  assert.equal((await ask('GetQueue')).running.run, third.run);
  const fifth = await tip(2, 'dora');
  await ask('StopAll', { latch: true });
  await seen('Rejected', ({ run, reason }) => run === fifth.run && reason === 'stopped');
  assert.equal(await refused('Tip', { amount: 3, by: 'dora' }), 'panic');
  await seen('Rejected', ({ reason, amount }) => reason === 'panic' && amount === 3);
  await ask('Resume');
  assert.deepEqual((await ask('GetQueue')).waiting, []);
  t.step('cleared and stopped: each is told');

  assert.equal(await refused('Tip', { amount: 0.5 }), 'no_rule');
  for (const amount of ['%bits%', '$1.00', '1,000', '', 0, -5, 1e308]) assert.equal(await refused('Tip', { amount }), 'bad_param');
  await seen('Rejected', ({ reason }) => reason === 'bad_param');
  await seen('GoalChanged', ({ label, current, target, reached_text: text }) => label === 'Shoes' && current > 200 && target === 300 && text === 'not_reached');
  await ask('AddToGoal', { amount: '150' });
  await seen('GoalChanged', ({ reached, reached_text: text }) => reached && text === 'reached');
  await ask('SetGoal', { target: 50, label: 'Caf\u00e9' });
  await ask('ResetGoal', { x: 1 });
  await seen('GoalChanged', ({ label, current, target }) => label === 'Café' && current === 0 && target === 50);
  t.step('what is no amount is refused; the goal counts');

  await ask('Pause', { seconds: 600 });
  assert.equal((await ask('GetStatus')).paused_text, 'paused');
  assert.equal(await refused('Trigger', { rule: 'Rule at-once' }), 'paused');
  await ask('EndPause');
  const byName = await ask('Trigger', { rule: 'Rule at-once', by: 'emil' });
  await seen('RuleActive', ({ run, rule: id, active_text: text }) => run === byName.run && id === 'at-once' && text === 'active');
  const shape = await simulator.serial();
  await ask('Start', { key: 'deck', pattern: '20;0', stepMs: 500, ttlMs: 30_000 });
  await reachesLevel(simulator, 20, shape);
  await ask('Stop', { key: 'deck' });
  await simulator.wait('toy_still');
  assert.equal((await ask('Trigger', { preset: 'wave', durationMs: 500 })).queued, 0);
  await ask('StopAll', { latch: false });
  t.step('a pause by request, a rule by its name, a pattern and a preset');

  await words(t, { obs, seen });
  await ask('Subscribe', { levels: false });
  const levels = () => events.filter(({ type }) => type === 'LevelChanged').length;
  await obs.waitForRule('at-once', false);
  await simulator.wait('toy_still');
  const before = levels();
  const last = await simulator.serial();
  await tip(700, 'fred');
  await reachesLevel(simulator, 12, last);
  await ask('GetStatus', { announce: true });
  await seen('StatusChanged', ({ armed, armed_text: text, tips_allowed_text: tips }) => armed && text === 'armed' && tips === 'allowed');
  await simulator.wait('toy_still');
  assert.equal(levels(), before);
  t.step('the state on request, and no levels when nobody wants them');
  await t.closeCleanly(obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// The vendor requests as a remote control sees them: what is allowed, what is refused and why, and no secret in any reply.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { pairUp, reachesLevel, rule } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const REFUSED = [
  ['Trigger', {}, 'bad_param'],
  ['Trigger', { level: 1.5, durationMs: 1000 }, 'bad_param'],
  ['Trigger', { level: '%bits%', durationMs: 1000 }, 'bad_param'],
  ['Trigger', { level: '0,500', durationMs: 1000 }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: -1 }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: 1000, function: 'Fly' }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: 1000, toys: 't9' }, 'no_toy'],
  ['Trigger', { level: 0.5, durationMs: 1000, toys: 'pinky' }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: 1000, toys: 't1,t1' }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: 1000, toys: '' }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: 1000, toys: ['t1'] }, 'bad_param'],
  ['Trigger', { rule: 'tip', toys: 't9' }, 'no_toy'],
  ['Trigger', { rule: 'tip', function: 'Fly' }, 'bad_param'],
  ['Trigger', { level: 0.5, durationMs: 1000, function: 'Rotate', toys: 't1' }, 'unsupported'],
  ['Trigger', { rule: 'no such rule' }, 'unknown_rule'],
  ['Start', { level: 0.5, ttlMs: 1000 }, 'bad_param'],
  ['Start', { key: 'deck', level: 0.5 }, 'bad_param'],
  ['Start', { key: 'deck', level: 0.5, ttlMs: 30001 }, 'bad_param'],
  ['SetArmed', {}, 'bad_param'],
  ['SetArmed', { armed: 'yes' }, 'bad_param'],
  ['SetCeiling', { value: 2 }, 'bad_param'],
  ['SetCeiling', { value: 0.9 }, 'not_allowed'],
  ['SetRuleEnabled', { rule: 'nobody', enabled: false }, 'unknown_rule'],
  ['SetRuleEnabled', { rule: 'tip', enabled: true }, 'not_allowed'],
  ['ShowPairing', { seconds: 61 }, 'bad_param'],
];

const SERIAL_REALTIME = 0;
const SERIAL_FRAME = 1; // on the graphics thread of OBS

// What each request of a batch is answered.
async function batch(obs, executionType, requests) {
  const results = await obs.socket.callBatch(requests.map(([requestType, requestData]) => ({
    requestType: 'CallVendorRequest', requestData: { vendorName: 'lovense-for-obs', requestType, requestData },
  })), { executionType });
  return results.map(({ responseData }) => responseData.responseData);
}

await test(async (t) => {
  const replies = [];
  const { simulator, obs } = await pairUp(t, {
    rules: [rule('tip', { type: 'request' }, { level: 0.3, mode: 'once', run: { duration_ms: 1000 } })],
    settings: { master_ceiling: 0.5 },
  });
  const ask = async (request, data) => {
    const reply = await obs.vendor(request, data);
    replies.push(reply);
    return reply;
  };
  const events = obs.vendorEvents();
  const seen = (type, accepts = () => true) =>
    until(`the event ${type}`, () => events.find((event) => event.type === type && accepts(event.data)));

  assert.equal((await ask('GetVersion')).api, 1);
  const status = await ask('GetStatus');
  assert.deepEqual([status.ok, status.armed, status.panic, status.live], [true, true, false, false]);
  assert.deepEqual(status.toys.map(({ id, type }) => [id, type]), [['t1', 'lush'], ['t2', 'nora']]);
  assert.deepEqual((await ask('ListRules')).rules, [{ id: 'tip', name: 'Rule tip', enabled: true, active: false }]);

  for (const [request, data, error] of REFUSED) {
    const reply = await ask(request, data);
    assert.deepEqual([reply.ok, reply.error], [false, error], `${request} ${JSON.stringify(data)}: ${reply.message}`);
    assert.ok(reply.message.length > 10, `${request}: a message for people`);
  }
  t.step(`${REFUSED.length} bad requests: each refused for its reason`);

  const asked = await simulator.serial();
  const { ok, run, applied, capped } = await ask('Trigger', { rule: 'tip' });
  assert.deepEqual([ok, applied, capped], [true, 0.3, false]);
  await seen('RuleActive', ({ rule: id, active, run: told }) => id === 'tip' && active && told === run);
  await reachesLevel(simulator, 6, asked); // it may be over again before we look
  await seen('LevelChanged', ({ level }) => level > 0);
  await simulator.wait('toy_still');
  t.step('Trigger by rule: moved and still again');

  const narrowed = await simulator.serial();
  assert.equal((await ask('Trigger', { rule: 'tip', toys: 't1', function: 'Vibrate' })).ok, true);
  await reachesLevel(simulator, 6, narrowed);
  await simulator.wait('toy_still');
  const lush = (await simulator.toys()).find(({ type }) => type === 'lush').id;
  const moves = (await simulator.get(`/log?kind=level&after=${narrowed}`)).entries.filter(({ level }) => level > 0);
  assert.ok(moves.length > 0 && moves.every(({ toy }) => toy === lush), JSON.stringify(moves));
  t.step('Trigger by rule for t1: nothing else moved');

  const started = await simulator.serial();
  const held = await ask('Start', { key: 'deck', level: 0.9, ttlMs: 20000, toys: 't1' });
  assert.deepEqual([held.ok, held.applied, held.capped], [true, 0.5, true]);
  await reachesLevel(simulator, 10, started);
  assert.equal((await simulator.get(`/asserts?since=${started}`)).largest_level_fraction, 0.5);
  assert.equal((await ask('Stop', { key: 'deck' })).ok, true);
  await simulator.wait('toy_still');
  t.step('Start at 90 % under a ceiling of 50 %: 50 %, until Stop');

  const stop = { key: 'deck' };
  const brief = { level: 0.5, durationMs: 100 };
  const lowered = await batch(obs, SERIAL_REALTIME,
    [['SetCeiling', { value: 0.2 }], ['SetCeiling', { value: 0.5 }], ['Trigger', brief], ['Stop', stop]]);
  assert.deepEqual(lowered.map(({ ok: isDone, error, applied: level }) => [isDone, error, level]),
    [[true, undefined, undefined], [false, 'not_allowed', undefined], [true, undefined, 0.2], [true, undefined, undefined]]);
  const framed = await batch(obs, SERIAL_FRAME, [['Trigger', brief], ['Stop', stop]]);
  assert.deepEqual(framed.map(({ ok: isDone, posted }) => [isDone, posted]), [[true, true], [true, true]]);
  const stopped = await batch(obs, SERIAL_REALTIME, [['SetArmed', { armed: false }], ['Trigger', brief], ['StopAll', { latch: true }], ['Trigger', brief]]);
  assert.deepEqual(stopped.map(({ error }) => error), [undefined, 'disarmed', undefined, 'panic']);
  replies.push(...lowered, ...framed, ...stopped);
  t.step('batches: each request sees what the one before it did');

  assert.equal((await ask('StopAll')).ok, true);
  await seen('Panic', ({ latched }) => latched);
  assert.equal((await ask('Trigger', { level: 0.2, durationMs: 1000 })).error, 'panic');
  assert.equal((await ask('Resume')).error, 'not_allowed');
  assert.equal((await ask('SetArmed', { armed: false })).ok, true);
  assert.equal((await ask('SetArmed', { armed: true })).error, 'not_allowed');
  t.step('StopAll and disarming are allowed to all, Resume and arming are not');

  const text = JSON.stringify([replies, events]);
  const leaked = (await simulator.secrets()).filter((secret) => secret.length >= 6 && text.includes(secret));
  assert.deepEqual(leaked, []);
  t.step(`no secret in ${replies.length} replies and ${events.length} events`);
  await t.closeCleanly(obs);
});

// SPDX-License-Identifier: GPL-2.0-or-later
// OBS closes in order in whatever state the connection is, and the toy is stopped before.
import { strict as assert } from 'node:assert';
import { accountOn, pairUp, sceneWithCode } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const noToys = async (simulator, uid) => {
  await simulator.post('/toys/remove', { all: true });
  await simulator.post('/pair', { uid });
};
const appOffline = async (simulator, uid) => {
  await simulator.post('/pair', { uid });
  await simulator.post('/phone', { online: false });
};

// what the simulator does, how the journal shows that the plugin is there, the state it is in, and what brings it there
const STATES = [
  ['the API does not answer', { token_answer: 'never' }, 'request', 'signing_in'],
  ['the upgrade is not answered', { upgrade_answer: 'never' }, 'upgrade', 'connecting'],
  ['the socket stays silent', { open_packet: 'missing' }, 'upgrade', 'connecting'],
  ['the socket freezes half-open', { after_connect: 'freeze' }, 'socket', undefined],
  ['the service refuses', { token_refusal: 501 }, 'request', 'needs_you'],
  ['the service is down', { token_http: 503 }, 'request', 'retrying'],
  ['waiting for a scan', {}, 'qr', 'waiting_for_scan'],
  ['paired, the app offline', {}, 'qr', 'app_offline', appOffline],
  ['paired, no toy', {}, 'qr', 'no_toy', noToys],
];

// The worker ended by itself, whatever it was in the middle of.
async function close(t, obs) {
  await t.closeCleanly(obs);
  assert.ok(!obs.log.includes('did not end in time'), `see ${obs.logFile}`);
}

async function closeWhileOff(t) {
  const obs = await t.startObs({ home: { settings: { version: 1, mode: 'off' }, collections: [sceneWithCode()] } });
  await obs.waitForState('off');
  t.step('switched off');
  await close(t, obs);
}

async function closeWhile(t, [what, faults, event, state, prepare]) {
  const simulator = await t.startSimulator();
  await simulator.faults(faults);
  const account = accountOn(simulator);
  const obs = await t.startObs({ home: { ...account, collections: [sceneWithCode()] } });
  await simulator.wait(event);
  await prepare?.(simulator, account.settings.uid);
  if (state) await obs.waitForState(state);
  t.step(what);
  await close(t, obs);
}

await test(async (t) => {
  await closeWhileOff(t);
  for (const state of STATES) await closeWhile(t, state);

  const { simulator, obs } = await pairUp(t);
  const started = await obs.vendor('Start', { key: 'exit', level: 0.4, ttlMs: 30000 });
  assert.equal(started.ok, true, started.message);
  await simulator.wait('toy_moving');
  const serial = await simulator.serial();
  t.step('a toy moves');
  await close(t, obs);
  const { entries } = await simulator.wait('command', { means: 'stop', after: serial });
  assert.ok(entries.length >= 1);
  await simulator.wait('toy_still');
  t.step('the toy was stopped');
});

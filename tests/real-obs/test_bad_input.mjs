// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever is wrong, OBS stays up, the user is told once what to do, and nothing of theirs is lost.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until } from './lib/process.mjs';
import { accountOn, sceneWithCode } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const WARNING = /^(warning|error).*\[lovense-for-obs\]/i;

// One OBS with this account: it must reach the state for this reason, warn about it, answer and end cleanly.
async function expectState(t, what, { state, reason, settings, credentials, faults = {} }) {
  const simulator = await t.startSimulator();
  await simulator.faults(faults);
  const account = accountOn(simulator, settings, credentials);
  const obs = await t.startObs({ home: { ...account, collections: [sceneWithCode()] } });
  await obs.waitForState(state, reason);
  await obs.waitForLog(WARNING);
  const lines = obs.log.split('\n').filter((line) => WARNING.test(line));
  // What only a person can mend is said once; what is tried again may be said again.
  if (state === 'needs_you') assert.equal(lines.length, 1, `${what}: several warnings in ${obs.logFile}`);
  await obs.switchScene('Scene B');
  t.step(`${what}: ${lines[0]}`);
  await t.closeCleanly(obs);
}

// A file of ours that cannot be read is kept aside with its content, and OBS goes on with defaults.
async function expectKeptAside(t, name, damaged) {
  const simulator = await t.startSimulator();
  const account = { ...accountOn(simulator), [name]: damaged };
  const home = await t.home({ ...account, collections: [sceneWithCode()] });
  const obs = await t.startObs({ home });
  const aside = join(home.plugin, `${name}.json.corrupt`);
  await until(`${aside}`, () => existsSync(aside) || undefined);
  assert.equal(readFileSync(aside, 'utf8'), damaged);
  const line = await obs.waitForLog(new RegExp(`\\[lovense-for-obs\\].*${name}\\.json`));
  await obs.switchScene('Scene B');
  t.step(`damaged ${name}: ${line}`);
  await t.closeCleanly(obs);
}

await test(async (t) => {
  await expectState(t, 'wrong developer token', {
    state: 'needs_you', reason: 'token_rejected', credentials: { developer_token: 'no-such-developer-token' },
  });
  await expectState(t, 'wrong website name', {
    state: 'needs_you', reason: 'wrong_platform', settings: { platform: 'Another Website' },
  });
  await expectState(t, 'HTML instead of JSON', {
    state: 'retrying', reason: 'service_error', faults: { token_body: 'html', token_content_type: 'html' },
  });
  await expectState(t, 'nobody listening', {
    state: 'retrying', reason: 'unreachable', settings: { api_url: `http://127.0.0.1:${await freePort()}` },
  });
  await expectState(t, 'a code too long for a QR code', {
    state: 'waiting_for_scan', reason: 'qr_too_long', faults: { qr_reply: 'too_long' },
  });
  await expectKeptAside(t, 'settings', '{"version": 1, "mode": ');
  await expectKeptAside(t, 'credentials', 'not JSON at all');
});

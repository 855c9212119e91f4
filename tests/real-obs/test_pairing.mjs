// SPDX-License-Identifier: GPL-2.0-or-later
// A signed-in OBS shows a pairing code that scans and is the service's text byte for byte; once scanned, it is gone.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { countColours, readCode } from './lib/picture.mjs';
import { QR, signIn } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

await test(async (t) => {
  const { simulator, obs, uid } = await signIn(t);
  const seen = await until('a pairing code in the picture', () => obs.readCode(QR, t.file('source.png')));
  const wanted = await simulator.qrcode(uid);
  assert.equal(seen, wanted);
  assert.equal(await obs.readCode('Scene A', t.file('scene-unpaired.png')), wanted);
  t.step(`the code scans, ${wanted.length} bytes as the service sent them`);

  await simulator.post('/pair', { qrcode: seen });
  await obs.waitForState('ready');
  await until('an empty picture', async () => {
    const picture = await obs.screenshot('Scene A', t.file('scene-paired.png'));
    return (await countColours(picture)) === 1 || undefined;
  });
  assert.equal(await readCode(t.file('scene-paired.png')), undefined);
  t.step('scanned: the picture is empty');

  await simulator.post('/unpair', { uid });
  await obs.waitForState('waiting_for_scan');
  await until('a pairing code again', async () =>
    (await obs.readCode('Scene A', t.file('scene-again.png'))) === (await simulator.qrcode(uid)) || undefined);
  t.step('pairing ended: the code is back');
  await t.closeCleanly(obs);
});

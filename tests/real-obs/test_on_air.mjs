// SPDX-License-Identifier: GPL-2.0-or-later
// A pairing code goes on air with the streamer's consent alone: whatever another program asks of a source, while live
// nothing is drawn without it.
import { strict as assert } from 'node:assert';
import { until } from './lib/process.mjs';
import { QR, signIn } from './lib/scenario.mjs';
import { test } from './lib/test.mjs';

const ALWAYS = { show_when: 'always', live_consent: true };

async function goOnAir(obs) {
  await obs.call('StartRecord');
  await until('a recording', async () => (await obs.call('GetRecordStatus')).outputActive || undefined);
  assert.equal((await obs.vendor('GetStatus')).live, true);
}

// Asks for the code on air. That the source has taken it shows in its size, which changes with it.
async function askForCode(obs, scene) {
  const { sceneItemId } = await obs.call('GetSceneItemId', { sceneName: scene, sourceName: QR });
  const width = async () => (await obs.call('GetSceneItemTransform', { sceneName: scene, sceneItemId })).sceneItemTransform.sourceWidth;
  const before = await width();
  await obs.call('SetInputSettings', { inputName: QR, inputSettings: { ...ALWAYS, module_px: 6 } });
  await until('the new settings', async () => (await width()) !== before || undefined);
}

const programScene = async (obs) => (await obs.call('GetCurrentProgramScene')).currentProgramSceneName;

async function endShow(obs) {
  await obs.call('StopRecord');
  await until('the end of the recording', async () => (await obs.call('GetRecordStatus')).outputActive === false || undefined);
}

await test(async (t) => {
  const { obs, simulator, uid } = await signIn(t);
  const code = await until('a code', () => obs.readCode(QR, t.file('before.png')));
  assert.equal(code, await simulator.qrcode(uid));
  const scene = await programScene(obs);
  const isHidden = async (name, step) => {
    for (const what of [name, scene]) assert.equal(await obs.readCode(what, t.file(`${step}-${what}.png`)), undefined, `${step}: ${what}`);
  };

  await goOnAir(obs);
  await askForCode(obs, scene);
  await isHidden(QR, 'set');
  assert.equal((await obs.vendor('ShowPairing', { seconds: 10 })).error, 'not_allowed');
  await isHidden(QR, 'asked');
  t.step('a request sets a source to "always" while live: nothing is drawn');

  await obs.call('CreateInput', { sceneName: scene, inputName: 'Another', inputKind: 'lovense_pairing_qr', inputSettings: ALWAYS });
  await isHidden('Another', 'created');
  t.step('a request makes such a source while live: nothing is drawn');
  await endShow(obs);
  await until('the code off air', () => obs.readCode(QR, t.file('after.png')));
  await t.closeCleanly(obs);

  const allowed = await signIn(t, { settings: { code_on_air: true } });
  await goOnAir(allowed.obs);
  assert.equal((await allowed.obs.vendor('ShowPairing', { seconds: 10 })).error, 'not_allowed');
  assert.equal(await allowed.obs.readCode(QR, t.file('consent-alone.png')), undefined);
  await askForCode(allowed.obs, await programScene(allowed.obs));
  await until('the code on air', () => allowed.obs.readCode(QR, t.file('consent.png')));
  assert.equal((await allowed.obs.vendor('ShowPairing', { seconds: 10 })).ok, true);
  t.step('with the streamer\'s consent, and a source that is set to it: the code');
  await endShow(allowed.obs);
  await t.closeCleanly(allowed.obs);
});

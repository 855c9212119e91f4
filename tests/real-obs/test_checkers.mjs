// SPDX-License-Identifier: GPL-2.0-or-later
// Each checker of this suite finds the fault it is there for, and nothing in a module without one.
import { strict as assert } from 'node:assert';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressEnvironment, addressFindings, RACE_EXIT_CODE, sawSanitizer, threadEnvironment } from './lib/checkers.mjs';
import { brokenDrawing, crashModules, foreignCrash } from './lib/crash.mjs';
import { output } from './lib/process.mjs';
import { findSecrets } from './lib/secrets.mjs';
import { REPOSITORY, test } from './lib/test.mjs';

const SOURCE = join(REPOSITORY, 'tests', 'real-obs', 'checks', 'planted.c');
const OWN_PATH = 'checks/planted.c';
const LEAKED_BLOCKS = 8; // as in planted.c

async function buildPlanted(t, kind, flags) {
  const folder = t.file(kind);
  mkdirSync(join(folder, 'plugin'), { recursive: true });
  mkdirSync(join(folder, 'data', 'planted'), { recursive: true });
  const common = ['-std=c17', '-shared', '-fPIC', '-g', '-O1', '-fno-omit-frame-pointer', '-I/usr/include/obs'];
  await output('cc', [...common, ...flags, SOURCE, '-o', join(folder, 'plugin', 'planted.so'), '-lobs', '-lpthread']);
  return folder;
}

// Runs OBS with the planted module: what came of it.
async function runPlanted(t, build, fault, environment = {}, home = undefined) {
  const obs = await t.startObs({ home, build, env: { ...environment, PLANT: fault } });
  const result = await obs.close();
  return { ...result, log: obs.log, logFile: obs.logFile };
}

function checkSecretSearch(t) {
  const folder = t.file('left-behind');
  mkdirSync(join(folder, 'plugin_config', 'lovense-for-obs'), { recursive: true });
  const secrets = ['a+b/c= secret', '482913'];
  const write = (name, text) => writeFileSync(join(folder, name), text);
  write('clean.log', '11:48:29.482913 and 14829135');
  write(join('plugin_config', 'lovense-for-obs', 'credentials.json'), secrets[0]);
  assert.deepEqual(findSecrets(folder, secrets), []);
  write('url.log', `https://example/?ntoken=${encodeURIComponent(secrets[0])}&EIO=3`);
  write('code.log', 'the code is 482913.');
  assert.deepEqual(findSecrets(folder, secrets).map(({ file }) => file).sort(), ['code.log', 'url.log']);
  t.step('the search for secrets finds them');
}

// Nothing but a crash of obs-websocket's own while OBS closes, and one of LeakSanitizer, says nothing about the plugin.
function checkCrash(log) {
  assert.ok(crashModules(log).includes('planted.so'), 'the planted crash');
  assert.equal(crashModules('a log without a crash'), undefined);
  const closing = `info: ==== Shutting down ====\n${log}`;
  const ofWebsocket = (text) => text.replaceAll('planted.so', 'obs-websocket.so');
  assert.equal(foreignCrash(closing), undefined);
  assert.equal(foreignCrash(ofWebsocket(log)), undefined);
  assert.match(foreignCrash(ofWebsocket(closing)), /obs-websocket/);
  const alsoOurs = ofWebsocket(closing).replace('crash: end', '/plugin/lovense-for-obs.so(+0x1)[0x1]\ncrash: end');
  assert.equal(foreignCrash(alsoOurs), undefined);
  assert.match(foreignCrash('==4354==LeakSanitizer has encountered a fatal error.'), /LeakSanitizer/);
}

function checkDrawing() {
  const lines = ['error: device_draw (GL) failed', 'error: Could not find attribute to match', "error: Parameter 'image' set to invalid size 0, expected 16"];
  for (const line of lines) assert.equal(brokenDrawing(`info: before\n${line}\ninfo: after`), line);
  assert.equal(brokenDrawing('info: device_draw'), undefined);
}

await test(async (t) => {
  checkSecretSearch(t);
  checkDrawing();
  const alone = await t.leaksOfObsAlone();
  const plain = await buildPlanted(t, 'plain', []);
  assert.equal((await runPlanted(t, plain, 'none')).leaks, alone);
  assert.equal((await runPlanted(t, plain, 'bmalloc-leak')).leaks, alone + LEAKED_BLOCKS);
  t.step('the leak count finds a leak');

  const home = await t.home();
  await assert.rejects(runPlanted(t, plain, 'crash', {}, home), /ended while loading/);
  checkCrash(readFileSync(join(home.folder, 'obs.log'), 'utf8'));
  t.step('a crash says whose it was');

  const address = await buildPlanted(t, 'address', ['-fsanitize=address,undefined']);
  const addressEnv = await addressEnvironment(t);
  for (const fault of ['none', 'bmalloc-leak', 'malloc-leak', 'undefined']) {
    const { log, logFile } = await runPlanted(t, address, fault, addressEnv);
    const end = log.split('\n').slice(-30).join('\n');
    assert.ok(sawSanitizer(log) || fault === 'none', `${fault}: AddressSanitizer said nothing, see ${logFile}\n${end}`);
    const found = addressFindings(log, OWN_PATH);
    assert.equal(found.length, fault === 'none' ? 0 : 1, `${fault}: ${found.length} finding(s), see ${logFile}\n${end}`);
    t.step(`AddressSanitizer, ${fault}: ${found[0]?.split('\n')[0].trim() ?? 'nothing'}`);
  }
  for (const fault of ['bmalloc-overrun', 'malloc-overrun']) {
    const home = await t.home();
    await assert.rejects(runPlanted(t, address, fault, addressEnv, home), /ended while loading/);
    assert.match(readFileSync(join(home.folder, 'obs.log'), 'utf8'), /AddressSanitizer: heap-buffer-overflow/);
    t.step(`AddressSanitizer, ${fault}: OBS is ended at once`);
  }

  const thread = await buildPlanted(t, 'thread', ['-fsanitize=thread']);
  const threadEnv = await threadEnvironment(t);
  assert.equal((await runPlanted(t, thread, 'none', threadEnv)).code, 0);
  assert.equal((await runPlanted(t, thread, 'race', threadEnv)).code, RACE_EXIT_CODE);
  t.step('ThreadSanitizer finds a race');
});

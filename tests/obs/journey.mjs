// SPDX-License-Identifier: GPL-2.0-or-later
// The whole way of a user with the module in a bare libobs, on Linux and in the libobs of Windows: load, draw, pair by the
// code of the picture, triggers, STOP ALL, exits, restarts. The service, the phone and the toys are tests/service.
// usage: node journey.mjs --player PROGRAM --work FOLDER [--emulator PROGRAM]        environment: MODULE, MODULE_DATA
import { strict as assert } from 'node:assert';
import { chmodSync, copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readCode } from '../real-obs/lib/picture.mjs';
import { accountOn, hotkeyOf, modules, onHotkey, PANIC, requireBounded, rule } from '../real-obs/lib/scenario.mjs';
import { findSecrets } from '../real-obs/lib/secrets.mjs';
import { Simulator } from '../real-obs/lib/simulator.mjs';
import { until } from '../real-obs/lib/process.mjs';
import { Config, Player } from './player.mjs';

const CODE = 'lovense_pairing_qr';
const STATUS = 'lovense_status';
// What libobs logs when it cannot draw what a source asks for.
const DRAWING_FAILED = ['device_draw (GL) failed', 'Could not find attribute', 'invalid size', 'gs_effect_loop: Technique'];
const RULES = [
  onHotkey('hold', { level: 0.4 }),
  rule('scene', { type: 'scene', ref: { name: 'Scene B' }, edge: 'enter' }, { level: 0.3 }),
  rule('sound', { type: 'audio', ref: { name: 'Sound' }, on_db: -30, release_ms: 400 }, { level: 0.2 }),
];

const { values: options } = parseArgs({
  options: { player: { type: 'string' }, emulator: { type: 'string' }, work: { type: 'string' } },
});
const work = resolve(options.work);
const begin = performance.now();
const players = [];

function step(text) {
  console.log(`${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

async function startPlayer(name, config, env) {
  const { player: program, emulator } = options;
  const player = new Player({ program, emulator, name, folder: work, config: config.folder, env });
  players.push(player);
  await player.start();
  return player;
}

function requireLog(player, text, isThere = true) {
  assert.equal(player.log.some((line) => line.includes(text)), isThere, `"${text}" in ${player.logFile}`);
}

// What libobs leaves behind by itself.
async function blocksWithoutModule() {
  const { MODULE, ...env } = process.env;
  const player = await startPlayer('without', new Config(join(work, 'without')), env);
  const blocks = await player.quit();
  step(`libobs alone leaves ${blocks} block(s)`);
  return blocks;
}

async function quit(player, blocks) {
  assert.equal(await player.quit(), blocks, 'blocks that are left');
  for (const text of [...DRAWING_FAILED, 'did not end in time']) requireLog(player, text, false);
  step('a clean exit, and nothing is left');
}

// Every source type of the module, whatever it shows.
async function drawEach(player) {
  const types = (await player.tell('types')).split(' ');
  for (const type of [CODE, STATUS]) assert.ok(types.includes(type), `${type} in ${types}`);
  for (const type of types) {
    await player.tell(`make ${type}`);
    const { width, height } = await player.draw(type, join(work, `${type}.ppm`));
    assert.ok(width > 0 && height > 0, `${type} is ${width} x ${height}`);
  }
  for (const text of DRAWING_FAILED) requireLog(player, text, false);
  step(`made and drawn: ${types.join(', ')}`);
}

// Scans what is on the screen.
async function pair(player, simulator) {
  const file = join(work, 'code.ppm');
  await player.waitForState('waiting_for_scan');
  await player.ask('ShowPairing', { seconds: 60 });
  const qrcode = await until('a code', async () => (await player.draw(CODE, file)).isEmpty ? undefined : readCode(file));
  await simulator.post('/pair', { qrcode });
  await player.waitForState('ready');
  assert.ok(!(await player.draw(STATUS, join(work, 'ready.ppm'))).isEmpty);
  step('paired by the code in the picture');
}

async function hold(player) {
  const reply = await player.ask('Start', { key: 'k', level: 0.5, ttlMs: 10_000 });
  assert.ok(reply.ok, JSON.stringify(reply));
}

async function movesAndRests(simulator, what, begin, end) {
  const after = await simulator.serial();
  await begin();
  await simulator.wait('toy_moving', { after });
  await end();
  await simulator.wait('toy_still'); // a late copy of the stops that a connection begins with may have been earlier
  step(`${what} moved the toy, and it rested`);
}

async function triggers(player, simulator) {
  await movesAndRests(simulator, 'a hotkey', () => player.tell(`hold ${hotkeyOf('hold')}`),
    () => player.tell(`release ${hotkeyOf('hold')}`));
  await movesAndRests(simulator, 'a scene', () => player.tell('scene B'), () => player.tell('scene A'));
  await movesAndRests(simulator, 'sound', () => player.tell('tone 0.5'), () => player.tell('tone 0'));
  await movesAndRests(simulator, 'a script', () => hold(player),
    () => player.ask('Stop', { key: 'k' }));
}

async function stopAll(player, simulator) {
  assert.equal(await player.tell(`bind ${PANIC} OBS_KEY_F9`), '1');
  await movesAndRests(simulator, 'a script', () => hold(player),
    () => player.tell('key OBS_KEY_F9'));
  await player.waitForStatus('the latch', ({ panic }) => panic);
  assert.equal((await player.ask('Trigger', { level: 0.5, durationMs: 1000 })).error, 'panic');
  step('STOP ALL by the key of the profile');
}

// Written by the module, for the owner alone.
function requirePrivate(config) {
  for (const name of ['settings', 'credentials']) {
    const mode = statSync(config.file(name)).mode & 0o777;
    assert.equal(mode & 0o077, 0, `${name}: mode ${mode.toString(8)}`);
    if (options.emulator) chmodSync(config.file(name), 0o600); // Wine has no word for "whoever owns it"
  }
}

// By https and wss with a certificate of the test's own authority, the phone in the LAN too. The folder has a name that
// no code page has.
async function firstRun(config, simulator, blocks) {
  const ca = join(config.folder, 'ca.pem');
  copyFileSync(simulator.ca_file, ca);
  const caFile = options.emulator ? `Z:${ca}` : ca;
  const account = accountOn(simulator, { route: 'auto', ca_file: caFile, allow_remote_arm: true });
  config.write('settings', account.settings);
  config.write('credentials', account.credentials);
  const player = await startPlayer('first', config);
  requireLog(player, '[lovense-for-obs] version');
  requireLog(player, 'could not be', false); // read or written
  await drawEach(player);
  await player.loadRules(modules(RULES)['lovense-for-obs']);
  await pair(player, simulator);
  await simulator.wait('lan');
  await triggers(player, simulator);
  await stopAll(player, simulator);
  await quit(player, blocks);
  requirePrivate(config);
  assert.equal(config.read('settings').uid, account.settings.uid);
  assert.deepEqual(config.read('credentials').developer_token, account.credentials.developer_token);
}

// Everything it needs was kept. Ends without a word: what moves then ends with its lease.
async function runUntilKilled(config, simulator) {
  config.write('settings', { ...config.read('settings'), route: 'server' });
  const player = await startPlayer('killed', config);
  await player.waitForState('ready');
  const after = await simulator.serial();
  await hold(player);
  await simulator.wait('toy_moving', { after });
  await player.kill();
  await simulator.wait('toy_still');
  await requireBounded(simulator);
  step('settings were kept; killed, and the toy rested with its lease');
}

async function silentService() {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}

async function exitWhileServiceHangs(config, blocks) {
  config.write('settings', { ...config.read('settings'), api_url: await silentService() });
  const player = await startPlayer('hangs', config);
  await player.waitForState('signing_in');
  await quit(player, blocks);
}

async function main() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const blocks = await blocksWithoutModule();
  const config = new Config(join(work, 'Jürgen 日本'));
  const simulator = await Simulator.start(work, ['--tls']);
  try {
    await firstRun(config, simulator, blocks);
    await runUntilKilled(config, simulator);
    await exitWhileServiceHangs(config, blocks);
    const found = findSecrets(work, await simulator.secrets());
    assert.deepEqual(found.filter(({ file }) => file.endsWith('.log')), []);
  } finally {
    for (const player of players) if (!player.result) await player.kill();
    await simulator.stop();
  }
  step('all held');
}

main().then(() => process.exit(0), (error) => {
  console.log(`FAILED: ${error.stack}\nlogs and pictures: ${work}`);
  process.exit(1);
});

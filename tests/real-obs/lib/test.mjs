// SPDX-License-Identifier: GPL-2.0-or-later
// One test, one program: node test_NAME.mjs [--build DIR] [--work DIR] [--chroot DIR]. It has its own display, ports and
// homes, ends what it started, and leaves its logs and pictures in the work folder. Exit 77: skipped.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brokenDrawing, ForeignCrash, crashReporter } from './crash.mjs';
import { Display } from './display.mjs';
import { makeHome } from './home.mjs';
import { hasPrograms, Obs } from './obs.mjs';
import { freePort, output } from './process.mjs';
import { findSecrets } from './secrets.mjs';
import { Simulator } from './simulator.mjs';

const SKIPPED = 77;
const ATTEMPTS = 3; // of a test that a crash of OBS itself has ended
const LIMIT_MS = 870_000; // less than ctest's, so that everything is ended properly
const PROGRAMS = ['obs', 'Xvfb', 'openbox', 'wmctrl', 'xdotool', 'zbarimg', 'identify', 'import', 'setpriv', 'ffmpeg', 'cc'];

export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export class Skip extends Error {}

export class Test {
  constructor({ build, work, chroot }) {
    this.build = resolve(build);
    this.work = resolve(work);
    this.chroot = chroot && resolve(chroot);
    this.cleanups = [];
    this.simulators = [];
    this.started = []; // OBS
    this.homes = 0;
    this.begin = performance.now();
    rmSync(this.work, { recursive: true, force: true });
    mkdirSync(this.work, { recursive: true });
  }

  step(text) {
    console.log(`${((performance.now() - this.begin) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  }

  // Runs when the test ends, newest first.
  defer(cleanup) {
    this.cleanups.push(cleanup);
  }

  async cleanUp() {
    for (const cleanup of this.cleanups.splice(0).reverse()) await cleanup();
  }

  file(name) {
    return join(this.work, name);
  }

  async display() {
    if (!this.ownDisplay) {
      this.ownDisplay = await Display.start(this.work);
      this.defer(() => this.ownDisplay.stop());
    }
    return this.ownDisplay;
  }

  async home(contents = {}) {
    this.homes += 1;
    return makeHome(this.file(`home${this.homes}`), { port: await freePort(), ...contents });
  }

  async startSimulator(args) {
    const folder = this.file(`simulator${this.simulators.length + 1}`);
    mkdirSync(folder);
    const simulator = await Simulator.start(folder, args);
    this.simulators.push(simulator);
    this.defer(() => simulator.stop());
    return simulator;
  }

  // What the simulators saw, for the person who looks into a failure.
  async keepJournals() {
    for (const [index, simulator] of this.simulators.entries()) {
      if (simulator.process.hasEnded) continue;
      const { entries } = await simulator.get('/log');
      const lines = entries.map((entry) => JSON.stringify(entry)).join('\n');
      writeFileSync(this.file(`simulator${index + 1}/journal.jsonl`), lines);
    }
  }

  // Nothing that the simulators handed out may be found in what is left behind.
  async requireNoSecrets() {
    for (const simulator of this.simulators) {
      if (simulator.process.hasEnded) continue;
      const secrets = await simulator.secrets();
      const found = findSecrets(this.work, secrets);
      if (found.length)
        throw new Error(`secrets left behind: ${found.map(({ file, secret }) => `${secret} in ${file}`).join(', ')}`);
      this.step(`none of ${secrets.length} secrets is left behind`);
    }
  }

  requireDrawing() {
    for (const { log, logFile } of this.started) {
      const broken = brokenDrawing(log);
      if (broken) throw new Error(`something was not drawn: "${broken}", see ${logFile}`);
    }
  }

  // home: what lib/home.mjs takes, or a home that was made before. build: false for an OBS without the plugin.
  async startObs({ home, build = this.build, env } = {}) {
    const place = home?.folder ? home : await this.home(home);
    const display = await this.display();
    const binds = [REPOSITORY, this.build, this.work];
    this.reporter ??= await crashReporter(this);
    const preloaded = { LD_PRELOAD: this.reporter, ...env };
    const options = { home: place, display, build: build || undefined, env: preloaded, chroot: this.chroot, binds };
    const obs = await Obs.start(options);
    this.defer(() => obs.kill());
    this.started.push(obs);
    return obs;
  }

  // What this OBS leaks by itself: it reports some blocks of its own. Counted once, kept beside the work folders.
  async leaksOfObsAlone() {
    const kept = join(dirname(this.work), `leaks-of-${this.chroot ? basename(this.chroot) : 'obs'}.json`);
    const version = this.chroot ?? (await output('obs', ['--version'])).trim();
    const before = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
    if (before.version === version) return before.leaks;
    const obs = await this.startObs({ build: false });
    const { leaks } = await obs.close();
    if (leaks === undefined) throw new Error('OBS without the plugin did not count its leaks');
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify({ version, leaks }));
    renameSync(`${kept}.${process.pid}`, kept);
    return leaks;
  }

  // Closes OBS and requires a clean exit: code 0, and no leak that OBS alone does not have. alone: what OBS leaks without
  // the plugin when the same is done to it, where that is more than starting and closing it.
  async closeCleanly(obs, alone) {
    const result = await obs.close();
    if (result.code !== 0) throw new Error(`OBS ended with ${result.code}: see ${obs.logFile}`);
    alone ??= await this.leaksOfObsAlone();
    if (result.leaks === undefined) throw new Error(`OBS did not count its leaks: see ${obs.logFile}`);
    if (result.leaks > alone)
      throw new Error(`OBS counts ${result.leaks} leaks, ${alone} without the plugin`);
    this.step(`OBS closed: exit 0 after ${result.seconds.toFixed(1)} s, ${result.leaks} leak(s), ${alone} without the plugin`);
    return result;
  }
}

function options(name) {
  const { values } = parseArgs({
    options: { build: { type: 'string' }, work: { type: 'string' }, chroot: { type: 'string' } },
  });
  const build = values.build ?? join(REPOSITORY, 'build');
  return { build, work: values.work ?? join(build, 'real-obs', name), chroot: values.chroot };
}

async function requirePrograms(chroot) {
  const missing = await hasPrograms(chroot ? PROGRAMS.slice(1) : PROGRAMS);
  if (missing.length) throw new Skip(`not installed: ${missing.join(', ')}`);
}

function report(error) {
  if (error instanceof Skip && !process.env.REAL_OBS_REQUIRED) {
    console.log(`skipped: ${error.message}`);
    return SKIPPED;
  }
  console.log(`FAILED: ${error.stack}`);
  return 1;
}

async function attempt(body, chosen, expired) {
  const current = new Test(chosen);
  let failure;
  try {
    await requirePrograms(chosen.chroot);
    await Promise.race([body(current).then(() => current.requireNoSecrets()), expired]);
    current.requireDrawing();
  } catch (error) {
    failure = error;
    await current.keepJournals().catch(({ message }) => console.log(`no journal: ${message}`));
  }
  await current.cleanUp();
  return { current, failure };
}

// Runs body(test) as this program's test and ends the program with its result.
export async function test(body) {
  const chosen = options(basename(process.argv[1], '.mjs').replace(/^test_/, ''));
  const expired = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not finished after ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
  });
  expired.catch(() => {}); // it may come between two attempts
  let { current, failure } = await attempt(body, chosen, expired);
  for (let count = 1; failure instanceof ForeignCrash && count < ATTEMPTS; count++) {
    console.log(`once more: ${failure.message}`);
    ({ current, failure } = await attempt(body, chosen, expired));
  }
  const status = failure ? report(failure) : 0;
  if (status !== 1) current.step(status === 0 ? 'all held' : 'skipped');
  else console.log(`logs and pictures: ${current.work}`);
  process.exit(status);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Speaks to obs_host_player, which plays OBS around the module: see host/player.c for its commands. The same for the
// player of Windows under Wine, where `emulator` is the program that runs it.
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finalError, until } from '../real-obs/lib/process.mjs';

const MODULE = 'lovense-for-obs';
const PATIENCE_MS = 120_000;

export class Player {
  #answers = [];
  #waiting = [];

  // options: { program, emulator, name, folder, config }. The log of this run is kept in folder. env: in place of ours.
  constructor({ program, emulator, name, folder, config, env = process.env }) {
    Object.assign(this, { emulator, config, logFile: join(folder, `${name}.log`), log: [] });
    const command = [...(emulator ? [emulator] : []), program];
    this.child = spawn(command[0], command.slice(1), { env });
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.result = { code, signal };
        for (const { reject } of this.#waiting.splice(0)) reject(finalError(`the player ended: ${code ?? signal}`));
        resolve(this.result);
      });
    });
    this.child.stdin.on('error', () => {}); // it has ended: `ended` says so
    this.child.stderr.pipe(createWriteStream(this.logFile));
    createInterface({ input: this.child.stderr }).on('line', (line) => this.log.push(line.trimEnd()));
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#take(line.trimEnd()));
  }

  // A path as the player's system has it.
  path(path) {
    return this.emulator ? `Z:${path}` : path;
  }

  #take(line) {
    if (!line.startsWith('= ')) return;
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(line.slice(2));
    else this.#answers.push(line.slice(2));
  }

  // One command and its answer.
  tell(line) {
    if (this.result) throw finalError(`the player ended: ${JSON.stringify(this.result)}, see ${this.logFile}`);
    this.child.stdin.write(`${line}\n`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(finalError(`no answer to ${line}: see ${this.logFile}`)), PATIENCE_MS);
      const finish = (end) => (value) => {
        clearTimeout(timer);
        end(value);
      };
      if (this.#answers.length) finish(resolve)(this.#answers.shift());
      else this.#waiting.push({ resolve: finish(resolve), reject: finish(reject) });
    });
  }

  start() {
    return this.tell(`start ${this.path(this.config)}`);
  }

  loadRules(rules) {
    return this.tell(`rules ${JSON.stringify(rules)}`);
  }

  async ask(request, data = {}) {
    return JSON.parse(await this.tell(`ask ${request} ${JSON.stringify(data)}`));
  }

  waitForStatus(what, is) {
    return until(what, async () => ((status) => (is(status) ? status : undefined))(await this.ask('GetStatus')));
  }

  waitForState(state) {
    return this.waitForStatus(`state ${state}`, (status) => status.state === state);
  }

  // { width, height, isEmpty } of what is drawn into the file.
  async draw(type, file) {
    const [width, height, content] = (await this.tell(`draw ${type} ${this.path(file)}`)).split(' ');
    return { width: Number(width), height: Number(height), isEmpty: content === 'empty' };
  }

  // As when the window of OBS is closed: how many blocks of memory are left.
  async quit() {
    const blocks = Number(await this.tell('quit'));
    this.child.stdin.end();
    assert.deepEqual(await this.ended, { code: 0, signal: null }, `see ${this.logFile}`);
    return blocks;
  }

  // As by the task manager.
  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

// The files of the module in a config folder of OBS.
export class Config {
  constructor(folder) {
    this.folder = folder;
    this.module = join(folder, MODULE);
    mkdirSync(this.module, { recursive: true });
  }

  file(name) {
    return join(this.module, `${name}.json`);
  }

  write(name, contents) {
    writeFileSync(this.file(name), JSON.stringify(contents), { mode: 0o600 });
  }

  read(name) {
    return JSON.parse(readFileSync(this.file(name), 'utf8'));
  }
}

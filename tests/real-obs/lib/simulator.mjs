// SPDX-License-Identifier: GPL-2.0-or-later
// The stand-in for the service, the phone and the toys (tests/service), driven by its control port.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finalError, start, stop, until } from './process.mjs';

const MAIN = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'service', 'main.mjs');
const PATIENCE_MS = 120_000;

export class Simulator {
  // folder: where its log goes. args: more of its command line.
  static async start(folder, args = []) {
    const simulator = new Simulator();
    const announced = join(folder, 'simulator.json');
    const command = [MAIN, '--keep-running', '--log', join(folder, 'simulator.log'), ...args];
    simulator.process = start(process.execPath, command, { log: announced });
    try {
      const text = await until('the simulator', () => {
        if (simulator.process.hasEnded) throw finalError(`the simulator ended: ${readFileSync(announced, 'utf8')}`);
        return readFileSync(announced, 'utf8').split('\n').find((line) => line.startsWith('{"ready":true'));
      });
      Object.assign(simulator, JSON.parse(text)); // api_url, control_url, ca_file, developer_token, platform, ...
    } catch (error) {
      await simulator.stop();
      throw error;
    }
    return simulator;
  }

  stop() {
    return stop(this.process);
  }

  async call(method, path, body) {
    const response = await fetch(`${this.control_url}${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
    const reply = await response.json();
    if (!response.ok) throw new Error(`simulator ${method} ${path}: ${JSON.stringify(reply)}`);
    return reply;
  }

  post(path, body = {}) {
    return this.call('POST', path, body);
  }

  get(path) {
    return this.call('GET', path);
  }

  // Waits until the journal or a toy says so; see GET /wait of the simulator.
  async wait(what, filters = {}) {
    const query = new URLSearchParams({ what, timeout_ms: PATIENCE_MS, ...filters });
    return this.get(`/wait?${query}`);
  }

  faults(faults) {
    return this.post('/faults', faults);
  }

  // The serial of the newest journal entry: for "after" of wait() and commands().
  async serial() {
    return (await this.get('/state')).serial;
  }

  // The QR text of the user with this uid, undefined while there is none.
  async qrcode(uid) {
    const { users } = await this.get('/state');
    return users.find((user) => user.uid === uid)?.qrcode ?? undefined;
  }

  async toys() {
    return (await this.get('/toys')).toys;
  }

  async commands(after = 0) {
    return (await this.get(`/log?kind=command&after=${after}`)).entries;
  }

  secrets() {
    return this.get('/secrets');
  }
}

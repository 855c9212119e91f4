// SPDX-License-Identifier: GPL-2.0-or-later
// The way from the plugin to the simulator, both routes, where a test wants it to fail: see way.py.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PYTHON } from './process.mjs';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'way.py');

const quietly = (read, otherwise) => {
  try {
    return read();
  } catch {
    return otherwise; // a process or file that has just ended
  }
};

export class Way {
  static async start(t, simulator) {
    const way = new Way();
    const target = Number(new URL(simulator.api_url).port);
    const ports = [target, simulator.lan.https_port].map(String);
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', PYTHON, PROGRAM, ...ports], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.defer(() => child.kill('SIGKILL'));
    way.input = child.stdin;
    way.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const own = JSON.parse(await way.line());
    way.ports = Object.values(own);
    way.api_url = simulator.api_url.replace(`:${target}`, `:${own[target]}`);
    return way;
  }

  async line() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the way to the simulator has ended');
    return value;
  }

  // what: open, deaf, dead or rest. Returns when it holds.
  async set(what) {
    this.input.write(`${what}\n`);
    await this.line();
  }

  // The client's ends of the connections that go this way: { inode, unacknowledged (bytes) }.
  connections() {
    const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/));
    const port = (address) => parseInt(address.split(':')[1], 16);
    return rows.filter((fields) => this.ports.includes(port(fields[2])))
      .map((fields) => ({ inode: fields[9], unacknowledged: parseInt(fields[4].split(':')[0], 16) }));
  }

  // The names of the programs that hold one of those connections open.
  holders() {
    const wanted = new Set(this.connections().map(({ inode }) => `socket:[${inode}]`));
    const holds = (pid) => quietly(() => readdirSync(`/proc/${pid}/fd`), [])
      .some((fd) => wanted.has(quietly(() => readlinkSync(`/proc/${pid}/fd/${fd}`))));
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && holds(name));
    return new Set(pids.map((pid) => quietly(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), 'gone')));
  }
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Child processes of a test. Each dies with the test (setpriv --pdeathsig), keeps its output in a file and is ended by
// its own pid.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// The distribution's own: another one on the path does not find its modules.
export const PYTHON = '/usr/bin/python3';

export const TESTS = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const TIMEOUT_MS = 120_000; // the machine may be busy with other tests
const INTERVAL_MS = 50;

// Repeats attempt() until it returns something other than undefined. An error with `isFinal` ends the wait at once.
export async function until(what, attempt, timeoutMs = TIMEOUT_MS) {
  const deadline = Date.now() + timeoutMs;
  for (let last; ; await sleep(INTERVAL_MS)) {
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      if (error.isFinal) throw error;
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`timed out: ${what}${last ? ` (${last.message})` : ''}`);
  }
}

export function finalError(message) {
  return Object.assign(new Error(message), { isFinal: true });
}

// Starts a program that stays. log: file for its output, else it is dropped. fd3: file opened as descriptor 3.
export function start(command, args, { log, env, cwd, fd3 } = {}) {
  const files = [log && openSync(log, 'w'), fd3 && openSync(fd3, 'w')];
  const [output = 'ignore', third = 'ignore'] = files;
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
    stdio: ['ignore', output, output, third],
    env: env ?? process.env,
    cwd,
  });
  files.filter((file) => file !== undefined).forEach(closeSync);
  const running = { pid: child.pid, command, hasEnded: false };
  running.ended = new Promise((resolve) => {
    const end = (result) => {
      running.hasEnded = true;
      running.result = result;
      resolve(result);
    };
    child.on('error', (error) => end({ code: null, signal: null, error }));
    child.on('exit', (code, signal) => end({ code, signal }));
  });
  running.kill = (signal) => running.hasEnded || child.kill(signal);
  return running;
}

// Ends a program: politely, then by force.
export async function stop(running, signal = 'SIGTERM', patienceMs = 5000) {
  running.kill(signal);
  const timer = setTimeout(() => running.kill('SIGKILL'), patienceMs);
  await running.ended;
  clearTimeout(timer);
}

// Runs a program to its end: { code, stdout (Buffer), stderr (text) }.
export function run(command, args, { env, cwd, input, timeoutMs = TIMEOUT_MS } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: env ?? process.env, cwd, timeout: timeoutMs });
    const stdout = [];
    const stderr = [];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.on('error', () => {}); // a program that does not read its input
    child.stdin.end(input);
  });
}

// The same, but anything other than exit code 0 is an error. Returns the output as text.
export async function output(command, args, options) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${code} ${stderr.trim()}`);
  return stdout.toString();
}

// A port of loopback that nobody listens on, for a program that cannot choose one itself. Not one of those the system
// gives to outgoing connections: such a one would be taken before the program is there.
export async function freePort() {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    const isFree = await new Promise((resolve) => {
      const server = createServer();
      server.on('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

// SPDX-License-Identifier: GPL-2.0-or-later
// What a process uses, from /proc. Counters are those of the moment.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const field = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return ''; // a thread that has just ended
    throw error;
  }
};

// The process that this one became or started with this name: a wrapper may stand between.
export function findProcess(pid, name) {
  if (read(`/proc/${pid}/comm`).trim() === name) return pid;
  for (const thread of readdirSync(`/proc/${pid}/task`))
    for (const child of read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean)) {
      const found = findProcess(Number(child), name);
      if (found) return found;
    }
  return undefined;
}

// private: what the process has for itself and no file could give back, in KB. Pages of files are left out: whether one
// counts as private depends on who else has it open just now.
export function memory(pid) {
  const text = read(`/proc/${pid}/smaps_rollup`);
  return { rss_kb: field(text, 'Rss'), private_kb: field(text, 'Anonymous') };
}

// One entry for each thread: { name, wakeUps }.
export function threads(pid) {
  return readdirSync(`/proc/${pid}/task`).map((id) => {
    const text = read(`/proc/${pid}/task/${id}/status`);
    return { name: /^Name:\s+(.*)/m.exec(text)?.[1] ?? '', wakeUps: field(text, 'voluntary_ctxt_switches') };
  });
}

// Open files, and those that are sockets.
export function openFiles(pid) {
  const targets = readdirSync(`/proc/${pid}/fd`).map((id) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${id}`);
    } catch {
      return undefined; // closed meanwhile
    }
  });
  const open = targets.filter((target) => target !== undefined);
  return { files: open.length, sockets: open.filter((target) => target.startsWith('socket:')).length };
}

// CPU time of the whole process so far.
export function cpuSeconds(pid) {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  const TICKS_PER_S = 100; // USER_HZ, which the kernel never changes for user space
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

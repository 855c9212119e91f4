// SPDX-License-Identifier: GPL-2.0-or-later
// A real OBS under a sanitizer. OBS itself is not instrumented, so the runtime is preloaded; other libraries leak there
// too, so a filter decides what counts.
import { copyFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { plainFolder } from './crash.mjs';
import { output, TESTS } from './process.mjs';

const PRELOADED = ['nodlclose.c', 'bmem_exact.c', 'bmem_dup.c'].map((name) => join(TESTS, 'obs', 'host', name));
const THREAD_SUPPRESSIONS = join(TESTS, 'real-obs', 'checks', 'tsan.supp');

export const RACE_EXIT_CODE = 66;

const runtime = async (name) => realpathSync((await output('cc', [`-print-file-name=${name}`])).trim());

// What OBS's environment needs for an AddressSanitizer build of the module. No log_path: UBSan's lines would go elsewhere.
export async function addressEnvironment(test) {
  const library = join(plainFolder(test), 'checks.so');
  const flags = ['-shared', '-fPIC', '-g', '-O1', '-fno-omit-frame-pointer', '-I/usr/include/obs'];
  await output('cc', [...flags, ...PRELOADED, '-o', library]);
  return {
    LD_PRELOAD: [await runtime('libasan.so'), await runtime('libubsan.so'), library].join(':'),
    ASAN_OPTIONS: 'detect_leaks=1:exitcode=77',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  };
}

// The same for ThreadSanitizer: OBS ends with RACE_EXIT_CODE when there was a race.
export async function threadEnvironment(test) {
  const suppressions = join(plainFolder(test), 'tsan.supp');
  copyFileSync(THREAD_SUPPRESSIONS, suppressions);
  return {
    LD_PRELOAD: await runtime('libtsan.so'),
    TSAN_OPTIONS: `ignore_noninstrumented_modules=1:exitcode=${RACE_EXIT_CODE}:suppressions=${suppressions}`,
  };
}

// What AddressSanitizer and UBSan say in a log and is ours: every error, and each leak with ownPath (part of a source
// path) in any frame.
export function addressFindings(log, ownPath) {
  const errors = log.match(/ERROR: AddressSanitizer[^]*?(?=\n\n|$)/g) ?? [];
  const undefinedBehaviour = log.match(/^.*runtime error:.*$/gm) ?? [];
  const leaks = log.split('\n\n').filter((record) => /^\s*(Direct|Indirect) leak/m.test(record));
  const isOurs = (leak) => leak.split('\n').some((line) => /^\s*#/.test(line) && line.includes(ownPath));
  return [...errors, ...undefinedBehaviour, ...leaks.filter(isOurs)];
}

// The line LeakSanitizer or AddressSanitizer ends with: proof that it ran.
export function sawSanitizer(log) {
  return /SUMMARY: AddressSanitizer|LeakSanitizer/.test(log);
}

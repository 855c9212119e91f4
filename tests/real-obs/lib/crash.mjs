// SPDX-License-Identifier: GPL-2.0-or-later
// What OBS's log tells of faults: of drawing, and whose fault it was when OBS ended by itself. OBS's own obs-websocket now and
// then crashes while it is unloaded, whatever else is loaded, and so does LeakSanitizer while it looks through the threads. Such a
// run says nothing about this plugin.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { output, TESTS } from './process.mjs';

const PRELOADED = ['crash_modules.c', 'scene_enumeration.c'].map((name) => join(TESTS, 'real-obs', 'checks', name));
const CALLS = /^crash: calls of its thread\n([^]*?)^crash: end$/m;

export class ForeignCrash extends Error {
  isFinal = true; // for until()
}

// Folder for preloaded files: LD_PRELOAD and the sanitizers' options cannot hold a path with a blank or a colon.
export function plainFolder(test) {
  const folder = mkdtempSync(join(tmpdir(), 'real-obs-'));
  test.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// What LD_PRELOAD has to name, so that crashModules() finds something in the log, and OBS leaves collections without the
// fault that scene_enumeration.c tells of.
export async function crashReporter(test) {
  const library = join(plainFolder(test), 'crash.so');
  await output('cc', ['-std=gnu17', '-shared', '-fPIC', '-O1', ...PRELOADED, '-o', library]);
  return library;
}

// File names of the modules that the crashed thread was in, innermost first; undefined when the log tells of no crash.
export function crashModules(log) {
  const calls = CALLS.exec(log)?.[1];
  return calls?.split('\n').filter(Boolean).map((call) => basename(call.replace(/\(.*$/, '')));
}

// Somebody holds a source of the collection that was left. OBS says so since 30, and newer ones then end themselves.
export function hasLeftSources(log) {
  return log.includes('Not all sources were cleared');
}

// The line that tells of something that was not drawn, undefined when there is none. OBS goes on without it, the quicker for it.
export function brokenDrawing(log) {
  return /^.*(?:device_draw \(GL\) failed|Could not find attribute|invalid size).*$/m.exec(log)?.[0];
}

// Who crashed, in words, when it was none of the plugin's.
export function foreignCrash(log) {
  const modules = crashModules(log) ?? [];
  const isClosing = log.includes('==== Shutting down');
  if (isClosing && modules.includes('obs-websocket.so') && !modules.includes('lovense-for-obs.so'))
    return "OBS's own obs-websocket crashed";
  return log.includes('LeakSanitizer has encountered a fatal error') ? 'LeakSanitizer itself crashed' : undefined;
}

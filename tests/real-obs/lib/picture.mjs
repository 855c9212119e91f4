// SPDX-License-Identifier: GPL-2.0-or-later
// What a picture shows, asked of programs that know nothing of how it was drawn.
import { output, run } from './process.mjs';

// The text of the QR code in the picture, byte for byte; undefined when there is none.
export async function readCode(file) {
  const { code, stdout } = await run('zbarimg', ['-q', '--raw', '--nodbus', file]);
  return code === 0 ? stdout.toString().replace(/\n$/, '') : undefined;
}

export async function countColours(file) {
  return Number(await output('identify', ['-format', '%k', file]));
}

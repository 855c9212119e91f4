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

// The words in that part of the picture, with single blanks between them.
export async function readWords(file, { x, y, width, height }) {
  const larger = `${file}.words.png`;
  const cut = ['-crop', `${width}x${height}+${x}+${y}`, '+repage'];
  await output('convert', [file, ...cut, '-colorspace', 'Gray', '-negate', '-resize', '300%', larger]);
  return (await output('tesseract', [larger, '-', '--psm', '6'])).split(/\s+/).join(' ');
}

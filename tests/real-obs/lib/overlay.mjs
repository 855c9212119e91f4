// SPDX-License-Identifier: GPL-2.0-or-later
// Pictures of what viewers see, measured: by what has changed since a picture at level 0 on the way to one at level 1, so that
// it holds for every look.
import { output, run } from './process.mjs';

// { width, height, at(x, y): [r, g, b, a] }
export async function readPicture(file) {
  const [width, height] = (await output('identify', ['-format', '%w %h', file])).split(' ').map(Number);
  const { stdout: bytes } = await run('convert', [file, '-depth', '8', 'rgba:-']);
  return { width, height, at: (x, y) => bytes.subarray((y * width + x) * 4, (y * width + x) * 4 + 4) };
}

export function part({ at }, { x: left, y: top, width, height }) {
  return { width, height, at: (x, y) => at(left + x, top + y) };
}

export function isSame(one, other) {
  for (let y = 0; y < one.height; y++)
    for (let x = 0; x < one.width; x++) if (distance(one.at(x, y), other.at(x, y)) > 2) return false;
  return true;
}

export function isEmpty({ width, height, at }) {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (at(x, y)[3] > 0) return false;
  return true;
}

const distance = (a, b) => Math.max(...[0, 1, 2, 3].map((i) => Math.abs(a[i] - b[i])));

// The places of `box` that show the level: another at 1 than at 0.
function placesOf(box, none, full) {
  const places = [];
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) if (distance(none.at(x, y), full.at(x, y)) > 40) places.push([x, y]);
  return places;
}

const isFilled = (picture, none, full, [x, y]) => distance(picture.at(x, y), full.at(x, y)) < distance(picture.at(x, y), none.at(x, y));

// The row in which most of them lie is a bar; its share that is filled.
export function barShare(picture, none, full) {
  const places = placesOf({ x: 0, y: Math.floor(none.height * 0.55), width: none.width, height: Math.floor(none.height * 0.4) }, none, full);
  const rows = Array.from({ length: none.height }, (_, row) => places.filter(([, y]) => y === row));
  const row = rows.reduce((longest, each) => (each.length > longest.length ? each : longest));
  if (row.length < none.width / 2) throw new Error(`a bar of ${row.length} pixels`);
  return row.filter((place) => isFilled(picture, none, full, place)).length / row.length;
}

// The share of the ring that is filled: the number within it left out.
export function ringShare(picture, none, full) {
  const left = { x: 0, y: 0, width: Math.floor(none.height * 0.86), height: none.height }; // as far as the words
  const places = placesOf(left, none, full);
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const radius = (x1 - x0) / 2;
  if (Math.abs(x1 - x0 - (y1 - y0)) > 8) throw new Error(`a ring of ${x1 - x0} x ${y1 - y0} pixels`);
  const ring = places.filter(([x, y]) => Math.hypot(x - (x0 + x1) / 2, y - (y0 + y1) / 2) > radius * 0.8);
  return ring.filter((place) => isFilled(picture, none, full, place)).length / ring.length;
}

// Where the line of the curve begins at its newest end, from the top: below the words, where a column changes at once.
function lineTop({ width, height, at }) {
  const x = width - 60;
  for (let y = Math.floor(height * 0.37); y < height; y++) if (distance(at(x, y), at(x, y - 4)) > 40) return y;
  throw new Error('no curve');
}

// How high the curve is at its newest end.
export function curveHeight(picture, none, full) {
  return (lineTop(none) - lineTop(picture)) / (lineTop(none) - lineTop(full));
}

// What is to be read there, line by line. Light text on a dark ground, or the other way round; of the colours green alone, which
// glows have little of.
export async function readText(file, { x, y, width, height }, isDark) {
  const cut = `${file}.text.png`;
  const flat = ['-background', isDark ? 'black' : 'white', '-alpha', 'remove', '-alpha', 'off'];
  const tone = ['-channel', 'G', '-separate', '+channel', ...(isDark ? ['-negate'] : []), '-resize', '200%'];
  await output('convert', [file, '-crop', `${width}x${height}+${x}+${y}`, '+repage', ...flat, ...tone, cut]);
  return (await output('tesseract', [cut, '-', '--psm', '11'])).split(/\s+/).join(' ');
}

// How bright that row of each frame of a video is: Buffers of `width` bytes.
export async function rowsOfVideo(file, { x, y, width }) {
  const crop = `format=gray,crop=${width}:1:${x}:${y}`;
  const { code, stdout, stderr } = await run('ffmpeg', ['-v', 'error', '-i', file, '-vf', crop, '-f', 'rawvideo', '-vsync', 'passthrough', '-']);
  if (code !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return Array.from({ length: stdout.length / width }, (_, i) => stdout.subarray(i * width, (i + 1) * width));
}

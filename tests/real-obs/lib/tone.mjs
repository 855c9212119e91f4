// SPDX-License-Identifier: GPL-2.0-or-later
// A loud tone as a WAV file, for media and audio triggers. silentSeconds: stillness behind it, so that a looping source
// crosses a threshold again and again.
import { writeFileSync } from 'node:fs';

const RATE = 48000;
const AMPLITUDE = 26000; // about -2 dB

export function writeTone(file, seconds, silentSeconds = 0) {
  const loudSamples = Math.round(RATE * seconds);
  const samples = loudSamples + Math.round(RATE * silentSeconds);
  const data = Buffer.alloc(44 + samples * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + samples * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20); // PCM
  data.writeUInt16LE(1, 22); // mono
  data.writeUInt32LE(RATE, 24);
  data.writeUInt32LE(RATE * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < loudSamples; index++)
    data.writeInt16LE(Math.round(AMPLITUDE * Math.sin((2 * Math.PI * 440 * index) / RATE)), 44 + index * 2);
  writeFileSync(file, data);
  return file;
}

// A media source that plays the file; it needs a mixer to be heard.
export const mediaSource = (name, file, { looping = false } = {}) => ({
  name, id: 'ffmpeg_source', mixers: 0xff,
  settings: { local_file: file, is_local_file: true, looping, restart_on_activate: false, close_when_inactive: false },
});

// SPDX-License-Identifier: GPL-2.0-or-later
// A place to stream to: ffmpeg as an RTMP server on loopback that throws away what it gets.
import { readFileSync } from 'node:fs';
import { finalError, freePort, start, stop, until } from './process.mjs';

const LISTENING = '0A';

// Asks the kernel: the server takes one connection only, so it cannot be tried.
function isListening(port) {
  const address = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').map((row) => row.trim().split(/\s+/));
  return rows.some((row) => row[1] === address && row[3] === LISTENING);
}

const streamIs = (obs, isWanted) =>
  until(`a stream that is ${isWanted ? 'on' : 'off'}`, async () =>
    (await obs.call('GetStreamStatus')).outputActive === isWanted || undefined);

// Goes live. Returns an async function that ends the stream.
export async function goLive(t, obs) {
  const port = await freePort();
  const server = `rtmp://127.0.0.1:${port}/live`;
  const log = t.file(`stream-${port}.log`);
  const sink = start('ffmpeg', ['-nostdin', '-listen', '1', '-i', `${server}/test`, '-c', 'copy', '-f', 'null', '-'], { log });
  t.defer(() => stop(sink));
  await until('the RTMP server', () => {
    if (sink.hasEnded) throw finalError(`the RTMP server ended: see ${log}`);
    return isListening(port) || undefined;
  });
  const streamServiceSettings = { server, key: 'test', use_auth: false };
  await obs.call('SetStreamServiceSettings', { streamServiceType: 'rtmp_custom', streamServiceSettings });
  await obs.call('StartStream');
  await streamIs(obs, true);
  return async () => {
    await obs.call('StopStream');
    await streamIs(obs, false);
    await stop(sink);
  };
}

// SPDX-License-Identifier: GPL-2.0-or-later
// A client of obs-websocket that sends bytes as they are: text that a program put together, or msgpack that is no UTF-8.
import { decode, encode } from '@msgpack/msgpack';
import { once } from 'node:events';
import WebSocket from 'ws';

export class RawClient {
  // isBinary: msgpack in place of JSON. Without password.
  static async open(t, port, { isBinary = false } = {}) {
    const client = new RawClient();
    client.isBinary = isBinary;
    client.socket = new WebSocket(`ws://127.0.0.1:${port}`, isBinary ? 'obswebsocket.msgpack' : 'obswebsocket.json');
    client.socket.on('error', () => {}); // the close that follows says it
    t.defer(() => client.socket.terminate());
    await client.next();
    client.write({ op: 1, d: { rpcVersion: 1, eventSubscriptions: 0 } });
    await client.next();
    return client;
  }

  write(message) {
    this.socket.send(this.isBinary ? encode(message) : JSON.stringify(message));
  }

  async next() {
    const [data] = await once(this.socket, 'message');
    return this.isBinary ? decode(data) : JSON.parse(data);
  }

  // Sends exactly this, text or bytes; what is answered.
  async ask(bytes) {
    const answer = this.next();
    this.socket.send(bytes);
    return (await answer).d;
  }
}

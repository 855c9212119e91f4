// SPDX-License-Identifier: GPL-2.0-or-later
// A client of obs-websocket that sends bytes as they are: text that a program put together, or msgpack that is no UTF-8.
import { decode, encode } from '@msgpack/msgpack';
import { once } from 'node:events';
import WebSocket from 'ws';

const OPCODE_REPLIES = [7, 9];

export class RawClient {
  // Several may come at a time, and nobody waits for the second when the first is told.
  #messages = [];
  #waiting = [];

  // isBinary: msgpack in place of JSON. subprotocol: null for none. identify: the first message, as bytes or text, of a
  // client that chooses its events. Without password.
  static async open(t, port, { isBinary = false, subprotocol = `obswebsocket.${isBinary ? 'msgpack' : 'json'}`, identify } = {}) {
    const client = new RawClient();
    client.isBinary = isBinary;
    client.socket = new WebSocket(`ws://127.0.0.1:${port}`, subprotocol ?? []);
    client.socket.on('error', () => {}); // the close that follows says it
    client.socket.on('message', (data) => client.#take(data));
    client.closed = once(client.socket, 'close').then(([code]) => ({ closed: code }));
    t.defer(() => client.socket.terminate());
    await client.next();
    client.socket.send(identify ?? client.write({ op: 1, d: { rpcVersion: 1, eventSubscriptions: 0 } }));
    await client.next();
    return client;
  }

  write(message) {
    return this.isBinary ? encode(message) : JSON.stringify(message);
  }

  #take(data) {
    if (this.#waiting.length) this.#waiting.shift()(data);
    else this.#messages.push(data);
  }

  async next() {
    const data = this.#messages.shift() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
    return this.isBinary ? decode(data) : JSON.parse(data);
  }

  async nextReply() {
    for (;;) {
      const message = await this.next();
      if (OPCODE_REPLIES.includes(message.op)) return message.d;
    }
  }

  // Sends exactly this, text or bytes; what is answered, past events, or { closed: code }.
  ask(bytes) {
    const answer = Promise.race([this.nextReply(), this.closed]);
    this.socket.send(bytes);
    return answer;
  }

  // The same of requests to a plugin: its replies, one for each.
  async askVendor(bytes) {
    const answer = await this.ask(bytes);
    return (answer.results ?? [answer]).map(({ requestStatus, responseData }) => {
      if (!requestStatus?.result) throw new Error(`${bytes}: ${JSON.stringify(answer)}`);
      return responseData.responseData;
    });
  }
}

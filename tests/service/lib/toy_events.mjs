// SPDX-License-Identifier: GPL-2.0-or-later
// The app's Toy Events websocket beside its LAN service: asks its user, tells what toys do, and hangs up as it likes.
import WebSocket from 'ws';

const PATH = '/v1';
const NOISE = {
	unknown_type: '{"type":"weather-changed","toyId":"ffffffffffff","data":{"value":3}}',
	unknown_toy: '{"type":"button-down","toyId":"ffffffffffff","data":{"index":0}}',
	broken_json: '{"type":"button-down","toyId":',
	deep_json: `${'{"data":'.repeat(200)}1${'}'.repeat(200)}`,
	array: '[[],{},"button-down",null]',
	number: '42',
	empty: '',
};

/** The name and index under which a change of a function is told; the second spelling is the app's own. */
function toldAs(name) {
	const motor = /^Vibrate(\d)$/.exec(name);
	if (name === 'Vibrate' || motor) return ['vibration', motor ? Number(motor[1]) - 1 : 0];
	return [{ Rotate: 'rotitaion', Pump: 'inflation' }[name] ?? name.toLowerCase(), 0];
}

function listed(toy) {
	const { id, name, type, battery, connected } = toy;
	return { id, name, type, hVersion: '2', fVersion: '331', nickname: '', battery, connected };
}

export class ToyEvents {
	#clients = new Map(); // WebSocket -> is it let in
	#server = new WebSocket.Server({ noServer: true, perMessageDeflate: false });

	/** phone(): the phone that tells. */
	constructor({ clock, faults, journal, phone }) {
		Object.assign(this, { clock, faults, journal, phone });
		faults.on('change', (name) => name === 'toy_events_game_mode' && this.#followGameMode());
	}

	async handleUpgrade(req, socket, head) {
		const status = req.url === PATH ? this.faults.take('toy_events_status') : 404;
		this.journal.add('toy_events', { name: 'upgrade', status, host: req.headers.host });
		if (!this.phone().isAppRunning) return socket.destroy();
		if (status !== 101) return socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
		return this.#server.handleUpgrade(req, socket, head, (client) => this.#greet(client));
	}

	/** {allow}: what the user taps; {event, toy, data}: a toy tells something, {count} times; {raw}: these bytes. */
	play({ allow, raw, event, toy, data, count = 1 }) {
		if (allow !== undefined)
			for (const [client, isIn] of this.#clients) if (!isIn) this.#answer(client, allow);
		for (let i = 0; i < count && raw !== undefined; i++) this.#sendAll(raw);
		for (let i = 0; i < count && event !== undefined; i++) this.#tell(event, toy, data);
	}

	/** A level of a toy has really changed. */
	level(toy, { name, level }) {
		const [told, index] = toldAs(name);
		if (name !== 'Stroke' && name !== 'Position')
			this.#tell('function-strength-changed', toy.id, { function: told, index, value: level });
	}

	/** The phone's owner or a toy's battery changed something: {connected?, battery?}. */
	toy(id, { connected, battery }) {
		if (connected !== undefined) this.#tell('toy-status', id, { connected });
		if (battery !== undefined) this.#tell('battery-changed', id, { value: battery });
	}

	list() {
		const toyList = this.phone().toys.all().map(listed);
		const isWrapped = this.faults.get('toy_events_shape') === 'wrapped';
		const message = { type: 'toy-list', ...(isWrapped ? { data: { toyList } } : { toyList }) };
		for (const [client, isIn] of this.#clients) if (isIn) this.#send(client, message);
	}

	cut() {
		for (const client of this.#clients.keys()) client.terminate();
		this.#clients.clear();
	}

	#greet(client) {
		this.#clients.set(client, false);
		client.on('close', () => {
			this.#clients.delete(client);
			client.cancelWatch?.();
		});
		client.on('error', () => {});
		client.on('message', (text) => this.#receive(client, String(text)));
		this.#watch(client);
		if (!this.faults.get('toy_events_game_mode')) this.#close(client);
	}

	/** A client that says nothing is closed. */
	#watch(client) {
		client.cancelWatch?.();
		client.cancelWatch = this.clock.after(this.faults.get('toy_events_patience_ms'), () => client.close(1000));
	}

	#receive(client, text) {
		const message = parse(text);
		this.journal.add('toy_events', { name: message?.type ?? 'nonsense', app: message?.data?.appName });
		this.#watch(client);
		if (message?.type === 'ping') this.#pong(client);
		if (message?.type !== 'access') return;
		const access = this.faults.get('toy_events_access');
		if (access === 'granted' || access === 'refused') this.#answer(client, access === 'granted');
	}

	#pong(client) {
		const form = this.faults.get('toy_events_pong');
		if (form === 'json') this.#send(client, { type: 'pong' });
		if (form === 'text') client.send('Pong');
	}

	#answer(client, isAllowed) {
		if (!isAllowed) return client.close(1000);
		this.#clients.set(client, true);
		this.journal.add('toy_events', { name: 'granted' });
		this.#send(client, { type: 'access-granted' });
		this.#makeNoise(client);
		return this.list();
	}

	#makeNoise(client) {
		const noise = this.faults.get('toy_events_noise');
		if (noise === 'none') return;
		if (noise === 'binary') return client.send(Buffer.from([0, 255, 128, 7]));
		if (noise === 'big_message') return client.send(JSON.stringify({ type: 'button-down', toyId: 'x'.repeat(2e6) }));
		if (noise === 'app_ping') return this.#send(client, { type: 'ping' });
		return client.send(NOISE[noise]);
	}

	#followGameMode() {
		if (this.faults.get('toy_events_game_mode')) return;
		for (const client of this.#clients.keys()) this.#close(client);
	}

	#close(client) {
		this.#send(client, { type: 'event-closed' });
		client.close(1000);
	}

	#tell(type, id, data) {
		const toyId = id ?? this.phone().toys.all()[0]?.id;
		this.journal.add('toy_event', { toy: toyId, name: type, data });
		const message = shaped({ type, toyId, data }, this.faults.get('toy_events_shape'));
		for (const [client, isIn] of this.#clients) if (isIn) this.#send(client, message);
	}

	#sendAll(text) {
		for (const [client, isIn] of this.#clients) if (isIn) client.send(text);
	}

	#send(client, message) {
		client.send(JSON.stringify(message));
	}
}

/** The shapes that have been seen, or must be expected. */
function shaped({ type, toyId, data }, shape) {
	switch (shape) {
		case 'wrapped':
			return { type, data: { toyId, ...data } };
		case 'twice_wrapped':
			return { type, toyId, data: { data } };
		case 'text_numbers':
			return { type, toyId, data: Object.fromEntries(Object.entries(data ?? {}).map(asText)) };
		case 'no_toy_id':
			return { type, data };
		case 'text_data':
			return { type, toyId, data: JSON.stringify(data) };
		default:
			return { type, toyId, data };
	}
}

function asText([key, value]) {
	return [key, typeof value === 'object' ? value : String(value)];
}

function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
// The control port: a test is here the user, the phone, the network and the observer. JSON over HTTP on loopback.
import { asserts } from './asserts.mjs';
import { FAULT_TABLE } from './faults.mjs';
import { readBody, sendJson } from './http_io.mjs';
import { Listener } from './listener.mjs';
import { describeState, describeToys } from './report.mjs';
import { wait } from './wait.mjs';

export class Control {
	#listener = new Listener({ handlers: { request: (req, res) => this.#handle(req, res) } });

	constructor(service) {
		this.service = service;
	}

	get url() {
		return `http://127.0.0.1:${this.#listener.port}`;
	}

	listen(port) {
		return this.#listener.listen(port);
	}

	stop() {
		return this.#listener.stop();
	}

	async #handle(req, res) {
		const url = new URL(req.url, 'http://localhost');
		const action = ACTIONS[`${req.method} ${url.pathname}`];
		if (!action) return sendJson(res, 404, { error: 'no such call', calls: Object.keys(ACTIONS) });
		try {
			const text = await readBody(req);
			const body = text ? JSON.parse(text) : {};
			if (req.method === 'POST') this.service.journal.add('control', { path: url.pathname, body });
			const gone = new AbortController();
			res.on('close', () => gone.abort());
			const result = await action({
				service: this.service,
				body,
				query: url.searchParams,
				signal: gone.signal,
			});
			return sendJson(
				res,
				result?.status ?? 200,
				result?.body ?? { ok: true, serial: this.service.journal.serial },
			);
		} catch (error) {
			return sendJson(res, 400, { error: error.message });
		}
	}
}

function reply(body) {
	return { status: 200, body };
}

/** The uid that is meant: the given one, the one whose QR or code it is, or the uid connected last. */
function chooseUid({ store, sockets }, { uid, qrcode, code }) {
	if (uid !== undefined) return uid;
	if (qrcode !== undefined || code !== undefined) {
		const user = store.userOfQr({ qrcode, code });
		if (!user) throw new Error('no valid QR code is like this one');
		return user.uid;
	}
	const last = sockets.clients().at(-1);
	if (!last) throw new Error('no socket is connected; name a uid');
	return last.uid;
}

const ACTIONS = {
	'POST /pair': ({ service, body }) => {
		const uid = chooseUid(service, body);
		const phone =
			body.phone && !service.phones.has(body.phone)
				? service.addPhone(body.phone)
				: service.phone(body.phone);
		service.pairing.pair(uid, phone);
		return reply({ ok: true, uid, phone: phone.name, serial: service.journal.serial });
	},
	'POST /unpair': ({ service, body }) => {
		const uid = chooseUid(service, body);
		service.pairing.unpair(uid);
		return reply({ ok: true, uid, serial: service.journal.serial });
	},
	'POST /phone': ({ service, body }) => {
		const phone = service.phone(body.phone);
		if (body.app === 'killed') phone.killApp();
		if (body.app === 'running') phone.startApp();
		if (body.online !== undefined) service.pairing.setOnline(phone, body.online);
	},
	'POST /phones/add': ({ service, body }) => reply({ ok: true, phone: service.addPhone(body.phone).name }),
	'POST /toys': ({ service, body }) => {
		service.phone(body.phone).changeToy(body.id, body);
		if (service.phone(body.phone) === service.phone()) service.toyEvents.toy(body.id, body);
	},
	'POST /toys/move': ({ service, body }) => {
		const { id, function: name = 'Vibrate', level, ms = 3600000 } = body;
		service.phone(body.phone).moveToy(id, name, level, ms);
	},
	'POST /toy-events': ({ service, body }) => service.toyEvents.play(body),
	'POST /toys/add': ({ service, body }) => reply({ ok: true, id: service.phone(body.phone).addToy(body).id }),
	'POST /toys/remove': ({ service, body }) => {
		const phone = service.phone(body.phone);
		const ids = body.all ? phone.toys.all().map(({ id }) => id) : [body.id];
		for (const id of ids) phone.removeToy(id);
	},
	'POST /announce': ({ service, body }) => service.pairing.announce(service.phone(body.phone)),
	'POST /kill': ({ service, body }) =>
		reply({ ok: true, sockets: service.sockets.kill(body), serial: service.journal.serial }),
	'POST /lan/cut': ({ service }) => {
		for (const listener of [service.lanHttp, service.lanHttps]) listener?.cut();
	},
	'POST /send': ({ service, body }) => {
		for (const client of service.sockets.clients(body.uid)) {
			if (body.raw !== undefined) client.wire.raw(body.raw);
			else service.sockets.emitTo(client, body.event, ...(body.args ?? []));
		}
	},
	'POST /expire': ({ service, body }) => service.store.expire(body.what),
	'POST /restart-socket': async ({ service, body }) => {
		if (body.forget_tokens !== false) service.store.expire('ntoken');
		await service.sockets.restart();
	},
	'POST /faults': async ({ service, body }) => {
		service.faults.setAll(body);
		await service.settled();
		return reply({ ok: true, active: service.faults.active(), serial: service.journal.serial });
	},
	'GET /faults': ({ service, query }) => reply(query.get('list') === '1' ? FAULT_TABLE : service.faults.active()),
	'POST /reset': ({ service }) => service.reset(),
	'POST /mark': ({ service, body }) => {
		if (typeof body.name !== 'string') throw new Error('name is missing');
		return reply({ ok: true, serial: service.journal.add('mark', { name: body.name }).serial });
	},
	'GET /state': ({ service }) => reply(describeState(service)),
	'GET /toys': ({ service }) => reply(describeToys(service)),
	'GET /secrets': ({ service }) => reply(service.store.secrets()),
	'GET /log': ({ service, query }) => {
		const { journal } = service;
		const kind = query.get('kind');
		const entries = journal.after(Number(query.get('after') ?? 0), (entry) => !kind || entry.kind === kind);
		return reply({ entries, serial: journal.serial, dropped: journal.dropped });
	},
	'GET /asserts': ({ service, query }) => reply(asserts(service, query)),
	'GET /wait': ({ service, query, signal }) => wait(service, query, signal),
};

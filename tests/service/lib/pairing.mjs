// SPDX-License-Identifier: GPL-2.0-or-later
// The service between sockets and phones: QR codes, pairing by uid, the events of a pairing, and the way of a command.
import { deviceInfo, eventArguments, qrPayload, statusPayload } from './payload.mjs';
import { figuresOfLost } from './phone.mjs';

/** What there is to say of a phone when there is none. */
const NO_DEVICE = { deviceCode: '', online: false, toyList: [] };

export class Pairing {
	#stopTicking = () => {};

	/** phones: Map name -> Phone; lan(): {httpsPort}. */
	constructor({ clock, random, faults, store, journal, sockets, phones, lan }) {
		Object.assign(this, { clock, random, faults, store, journal, sockets, phones, lan });
		sockets.on('join', (client) => this.#greet(client));
		sockets.on('event', (client, name, args) => this.#receive(client, name, args));
		faults.on('change', (name) => name === 'device_info_interval_ms' && this.start());
	}

	/** Starts (again) the periodic device info. */
	start() {
		this.#stopTicking();
		this.#stopTicking = this.clock.after(this.faults.get('device_info_interval_ms'), () => {
			for (const phone of this.phones.values()) this.announce(phone);
			this.start();
		});
	}

	pair(uid, phone) {
		const user = this.store.user(uid);
		user.phone = phone.name;
		user.qr = undefined;
		this.journal.add('pair', { uid, phone: phone.name });
		for (const part of this.faults.get('pair_order').split(',')) {
			if (part === 'status') this.#sendStatus(uid, 'basicapi_update_app_status_tc', true);
			if (part === 'online') this.#sendStatus(uid, 'basicapi_update_app_online_tc', phone.isOnline);
			if (part === 'info') this.#sendInfo(uid, phone);
		}
	}

	unpair(uid) {
		const user = this.store.user(uid);
		const phone = this.phones.get(user.phone);
		user.phone = undefined;
		this.journal.add('unpair', { uid });
		const info = phone ? { ...this.#info(phone), online: false } : undefined;
		for (const client of this.sockets.clients(uid))
			this.#sendEnd(client, this.faults.get('unpair_order'), info ?? NO_DEVICE);
	}

	setOnline(phone, isOnline) {
		phone.isOnline = isOnline;
		this.journal.add('phone', { phone: phone.name, online: isOnline });
		for (const uid of this.#uidsOf(phone)) {
			this.#sendStatus(uid, 'basicapi_update_app_online_tc', isOnline);
			if (isOnline || this.faults.get('device_info_when_offline')) this.#sendInfo(uid, phone);
		}
	}

	/** Device info to everyone paired with an online phone. */
	announce(phone) {
		if (!phone.isOnline || !phone.isAppRunning) return;
		for (const uid of this.#uidsOf(phone)) this.#sendInfo(uid, phone);
	}

	#uidsOf(phone) {
		return this.store
			.users()
			.filter((user) => user.phone === phone.name)
			.map(({ uid }) => uid);
	}

	#sendStatus(uid, name, isOn) {
		this.#send(uid, name, statusPayload(isOn, this.faults));
	}

	#sendInfo(uid, phone) {
		if (this.faults.get('device_info_paused')) return;
		this.#send(uid, this.faults.get('device_event_name'), this.#info(phone));
	}

	#info(phone) {
		return deviceInfo(phone, { faults: this.faults, lan: this.lan() });
	}

	/** Nobody is paired: the events that say so, in this order. */
	#sendEnd(client, order, info) {
		const off = statusPayload(false, this.faults);
		for (const part of order.split(',')) {
			if (part === 'status') this.#sendTo(client, 'basicapi_update_app_status_tc', off);
			if (part === 'online') this.#sendTo(client, 'basicapi_update_app_online_tc', off);
			if (part === 'info') this.#sendTo(client, this.faults.get('device_event_name'), info);
		}
	}

	#send(uid, name, payload) {
		for (const client of this.sockets.clients(uid)) this.#sendTo(client, name, payload);
	}

	#sendTo(client, name, payload) {
		this.sockets.emitTo(client, name, ...eventArguments(payload, this.faults));
	}

	/** A paired uid hears of its phone again, without a scan, a moment after its socket has come up. */
	#greet(client) {
		if (this.faults.get('qr_unsolicited')) this.#sendQr(client, this.store.issueQr(client.uid), undefined);
		const what = this.faults.get('paired_greeting');
		this.clock.after(this.random.unit() * this.faults.get('paired_greeting_max_ms'), () => {
			const phone = this.phones.get(this.store.user(client.uid).phone);
			if (!this.sockets.clients(client.uid).includes(client)) return;
			if (!phone) return this.#sendEnd(client, this.faults.get('unpaired_greeting'), NO_DEVICE);
			if (what === 'none') return;
			if (what === 'all') {
				this.#sendTo(client, 'basicapi_update_app_status_tc', statusPayload(true, this.faults));
				this.#sendTo(
					client,
					'basicapi_update_app_online_tc',
					statusPayload(phone.isOnline, this.faults),
				);
			}
			if (this.faults.get('device_info_paused')) return;
			this.#sendTo(client, this.faults.get('device_event_name'), this.#info(phone));
		});
	}

	#receive(client, name, [given]) {
		const payload = asObject(given);
		if (name === 'basicapi_get_qrcode_ts') this.#answerQr(client, payload?.ackId);
		if (name === 'basicapi_send_toy_command_ts') this.#passCommand(client, payload ?? given);
	}

	#answerQr(client, ackId) {
		const how = this.faults.take('qr_reply');
		if (how === 'none') return;
		const old = this.store.user(client.uid).qr;
		const qr = how === 'stale' && old ? old : this.store.issueQr(client.uid);
		this.clock.after(this.faults.take('qr_delay_ms'), () => {
			for (const payload of qrAnswers(how, qr, ackId)) this.#sendQrPayload(client, payload, qr);
		});
	}

	#sendQr(client, qr, ackId) {
		this.#sendQrPayload(client, qrPayload(qr, ackId), qr);
	}

	#sendQrPayload(client, payload, qr) {
		this.#sendTo(client, 'basicapi_get_qrcode_tc', payload);
		const { qrcode, code } = payload.data ?? {};
		this.journal.add('qr', {
			uid: client.uid,
			ack_id: payload.data?.ackId ?? null,
			qrcode: qrcode ?? null,
			code: code ?? null,
			current: this.store.user(client.uid).qr === qr,
		});
	}

	/** The socket route has no answer, whatever happens: the journal alone tells. */
	#passCommand(client, command) {
		const phone = this.phones.get(this.store.user(client.uid).phone);
		const lost = !phone
			? 'not paired'
			: !phone.isOnline || !phone.isAppRunning
				? 'phone offline'
				: this.faults.get('app_deaf')
					? 'lost on the way'
					: undefined;
		const fields = { uid: client.uid, socket: client.id };
		if (lost)
			this.journal.add('command', {
				route: 'socket',
				command,
				code: null,
				why: lost,
				toys: [],
				...figuresOfLost(command, this.faults),
				...fields,
			});
		else phone.command(command, 'socket', fields);
	}
}

/** Both forms are in use: an object, and JSON text. */
function asObject(given) {
	if (given !== null && typeof given === 'object') return given;
	try {
		const value = JSON.parse(given);
		return value !== null && typeof value === 'object' ? value : undefined;
	} catch {
		return undefined;
	}
}

function qrAnswers(how, qr, ackId) {
	const normal = qrPayload(qr, ackId);
	const withData = (changes) => [{ code: 0, data: { ...normal.data, ...changes } }];
	switch (how) {
		case 'stale':
		case 'wrong_ack':
			return withData({ ackId: 'of-another-request' });
		case 'no_ack':
			return withData({ ackId: undefined });
		case 'error':
			return [{ code: 500, message: 'System error' }];
		case 'duplicate':
			return [normal, normal];
		case 'no_code':
			return withData({ code: undefined });
		case 'qrcode_object':
			return withData({ qrcode: JSON.parse(qr.qrcode) });
		case 'too_long':
			return withData({ qrcode: JSON.stringify({ type: 5, data: 'A'.repeat(4000) }) });
		case 'empty':
			return withData({ qrcode: '' });
		default:
			return [normal];
	}
}

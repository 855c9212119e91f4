// SPDX-License-Identifier: GPL-2.0-or-later
// Puts the parts together: one service with its API port, socket host, phones, LAN service and control port.
import { Clock } from './clock.mjs';
import { Control } from './control.mjs';
import { Faults } from './faults.mjs';
import { Gate } from './gate.mjs';
import { Journal } from './journal.mjs';
import { LanApp } from './lan_app.mjs';
import { Listener } from './listener.mjs';
import { Pairing } from './pairing.mjs';
import { Phone } from './phone.mjs';
import { Random } from './random.mjs';
import { RestApi } from './rest_api.mjs';
import { SocketServer } from './socket_server.mjs';
import { Store } from './store.mjs';
import { makeCertificates } from './tls.mjs';
import { ToyEvents } from './toy_events.mjs';

export const FIRST_PHONE = 'phone-1';

/** options: see options.mjs; all are optional here. Call start() first and stop() last. */
export class Service {
	constructor(options = {}) {
		this.options = { time_scale: 1, api_port: 0, control_port: 0, lan: true, tls: false, ...options };
		this.clock = new Clock(this.options.time_scale);
		this.random = new Random(this.options.seed);
		this.journal = new Journal(this.clock);
		this.faults = new Faults();
		this.store = new Store({ ...this.#parts(), options: this.options });
		this.phones = new Map();
		this.gate = new Gate({ ...this.#parts(), store: this.store, serverPort: () => this.sockets.port });
		this.sockets = new SocketServer({ ...this.#parts(), gate: this.gate });
		this.rest = new RestApi({ ...this.#parts(), store: this.store, origin: () => this.apiUrl });
		this.pairing = new Pairing({
			...this.#parts(),
			store: this.store,
			sockets: this.sockets,
			phones: this.phones,
			lan: () => ({ httpsPort: this.lanHttps?.port ?? 1 }),
		});
		this.control = new Control(this);
		this.lanApp = new LanApp({ ...this.#parts(), phone: () => this.phone() });
		this.toyEvents = new ToyEvents({ ...this.#parts(), phone: () => this.phone() });
		this.addPhone(FIRST_PHONE);
	}

	get apiUrl() {
		return `${this.api.scheme}://127.0.0.1:${this.api.port}`;
	}

	/** The named phone; without a name the first one. */
	phone(name = FIRST_PHONE) {
		const phone = this.phones.get(name);
		if (!phone) throw new Error(`no phone is named ${name}`);
		return phone;
	}

	addPhone(name) {
		if (this.phones.has(name)) throw new Error(`a phone named ${name} exists`);
		const { store, pairing } = this;
		const phone = new Phone({
			...this.#parts(),
			name,
			store,
			onChange: (changed) => pairing.announce(changed),
			onLevel: (toy, change) => name === FIRST_PHONE && this.toyEvents.level(toy, change),
		});
		this.phones.set(name, phone);
		return phone;
	}

	async start() {
		if (this.options.lan || this.options.tls) this.certificates = await makeCertificates();
		const certificates = this.certificates;
		await this.sockets.start();
		this.api = new Listener({
			tls: this.options.tls ? { key: certificates.key, cert: certificates.api.valid } : undefined,
			handlers: {
				request: (req, res) => this.#serve(this.rest.handle(req, res), req),
				upgrade: (req, socket, head) =>
					this.#serve(this.gate.handleUpgrade(req, socket, head), req),
			},
		});
		await this.api.listen(this.options.api_port);
		if (this.options.lan) await this.#startLan();
		await this.control.listen(this.options.control_port);
		this.faults.on('change', (name, value) => this.#applyFault(name, value));
		this.pairing.start();
	}

	/** What a test needs to know to use the service. */
	describe() {
		const { store, certificates } = this;
		return {
			ready: true,
			api_url: this.apiUrl,
			control_url: this.control.url,
			ca_file: certificates?.caFile ?? null,
			developer_token: store.developerToken,
			platform: store.platform,
			token_service_url: `${this.apiUrl}/token-service`,
			token_service_key: store.serviceKey,
			lan: this.options.lan ? { http_port: this.lanHttp.port, https_port: this.lanHttps.port } : null,
			seed: this.random.seed,
		};
	}

	/** Back to the start: no fault, no pairing, first phone with its first toys, empty log. Sockets end. */
	async reset() {
		this.faults.reset();
		this.toyEvents.cut();
		for (const phone of this.phones.values()) phone.stop();
		this.phones.clear();
		this.store.forgetUsers();
		await this.sockets.restart();
		this.journal.clear();
		this.addPhone(FIRST_PHONE);
	}

	async stop() {
		this.clock.stop();
		await this.sockets.stop();
		await Promise.all([this.api, this.lanHttp, this.lanHttps, this.control].map((part) => part?.stop()));
		await this.certificates?.remove();
	}

	#parts() {
		return { clock: this.clock, random: this.random, journal: this.journal, faults: this.faults };
	}

	async #startLan() {
		const { key, lan } = this.certificates;
		const request = (scheme) => (req, res) => this.#serve(this.lanApp.handle(req, res, scheme), req);
		this.lanHttps = new Listener({
			tls: { key, cert: lan.valid },
			handlers: {
				request: request('https'),
				upgrade: (req, socket, head) =>
					this.#serve(this.toyEvents.handleUpgrade(req, socket, head), req),
			},
		});
		this.lanHttp = new Listener({ handlers: { request: request('http') } });
		await this.lanHttps.listen(0);
		await this.lanHttp.listen(0);
	}

	/** Some switches take a moment: a port is closed or opened. */
	settled() {
		return Promise.all([this.api, this.lanHttp, this.lanHttps].map((part) => part?.settled()));
	}

	#applyFault(name, value) {
		if (name === 'api_listening') this.api.setListening(value);
		if (name === 'lan_listening')
			for (const part of [this.lanHttp, this.lanHttps]) part?.setListening(value, { cut: !value });
		if (name === 'api_certificate' && this.options.tls)
			this.api.setCertificate(this.certificates.api[value]);
		if (name === 'lan_certificate') this.lanHttps?.setCertificate(this.certificates.lan[value]);
	}

	/** A client that goes away in the middle is no failure of the simulator; anything else is, and is told. */
	#serve(work, req) {
		work.catch((error) => {
			if (!req.socket.destroyed) this.journal.add('failure', { message: error.stack });
			req.socket.destroy();
		});
	}
}

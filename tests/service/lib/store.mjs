// SPDX-License-Identifier: GPL-2.0-or-later
// What the service remembers: accounts, auth tokens, ntokens, users and their QR codes.

export class Store {
	#authTokens = new Map();
	#ntokens = new Map();
	#users = new Map();
	#secrets = new Set();

	constructor({ clock, random, faults, options }) {
		Object.assign(this, { clock, random, faults });
		this.developerToken = options.developer_token ?? random.awkwardBase64(48);
		this.platform = options.platform ?? 'Simulated Website';
		this.serviceKey = options.token_service_key ?? random.hex(40);
		this.#secrets.add(this.developerToken).add(this.serviceKey);
	}

	issueAuthToken({ uid, uname, utoken }) {
		const token = this.random.bytes(64).toString('base64url');
		this.#authTokens.set(token, { uid, issuedAt: this.clock.now() });
		const user = this.user(uid);
		Object.assign(user, { uname, utoken });
		for (const secret of [token, uid, utoken]) this.keepSecret(secret);
		return token;
	}

	/** The uid behind an auth token; undefined when it is unknown or too old. */
	uidOfAuthToken(token) {
		const entry = this.#authTokens.get(token);
		return entry && this.#isYoung(entry, 'auth_token_life_ms') ? entry.uid : undefined;
	}

	issueNtoken(uid) {
		const plain = this.faults.get('ntoken_form') === 'plain';
		const ntoken = plain ? this.random.hex(64) : this.random.awkwardBase64(48);
		this.#ntokens.set(withoutPadding(ntoken), { uid, issuedAt: this.clock.now(), used: false });
		this.keepSecret(ntoken);
		return ntoken;
	}

	/** The uid an ntoken lets in, once or often. Padding is not looked at: the JavaScript client cuts a raw `==` off. */
	useNtoken(ntoken) {
		const entry = this.#ntokens.get(withoutPadding(ntoken));
		if (!entry || !this.#isYoung(entry, 'ntoken_life_ms')) return undefined;
		if (entry.used && this.faults.get('ntoken_use') === 'one_shot') return undefined;
		entry.used = true;
		return entry.uid;
	}

	/** Makes tokens worthless at once: 'auth', 'ntoken' or 'qr'. */
	expire(what) {
		if (what === 'auth') this.#authTokens.clear();
		else if (what === 'ntoken') this.#ntokens.clear();
		else if (what === 'qr') for (const user of this.#users.values()) user.qr = undefined;
		else throw new Error('what must be "auth", "ntoken" or "qr"');
	}

	user(uid) {
		if (!this.#users.has(uid)) this.#users.set(uid, { uid, phone: undefined, qr: undefined });
		return this.#users.get(uid);
	}

	users() {
		return [...this.#users.values()];
	}

	/** Forgets tokens, users and pairings; not the secrets, which must stay secret. */
	forgetUsers() {
		this.#authTokens.clear();
		this.#ntokens.clear();
		this.#users.clear();
	}

	/** A new QR replaces the old one of the same uid. */
	issueQr(uid) {
		const data = this.random.awkwardBase64(64);
		const qr = {
			qrcode: JSON.stringify({ type: 5, data }),
			code: this.random.digits(6),
			url: `https://apps.lovense.com/UploadFiles/qr/20260307/${this.random.hex(32)}.jpg`,
			issuedAt: this.clock.now(),
		};
		this.user(uid).qr = qr;
		for (const secret of [data, qr.code, qr.url]) this.keepSecret(secret);
		return qr;
	}

	/** The user whose valid QR or code this is. */
	userOfQr({ qrcode, code }) {
		return this.users().find(
			({ qr }) =>
				qr &&
				this.#isYoung(qr, 'qr_life_ms') &&
				(qrcode === undefined || qr.qrcode === qrcode) &&
				(code === undefined || qr.code === code),
		);
	}

	keepSecret(secret) {
		if (secret) this.#secrets.add(String(secret));
	}

	/** Every value a client must never write anywhere but to its peer. */
	secrets() {
		return [...this.#secrets];
	}

	#isYoung(entry, lifeSwitch) {
		return this.clock.now() - entry.issuedAt <= this.faults.get(lifeSwitch);
	}
}

function withoutPadding(text) {
	return text.replace(/=+$/, '');
}

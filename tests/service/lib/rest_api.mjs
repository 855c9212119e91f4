// SPDX-License-Identifier: GPL-2.0-or-later
// POST /api/basicApi/getToken, POST /api/basicApi/getSocketUrl and the stand-in for a user's own token service.
import { answer, parseBody, readBody, sendJson } from './http_io.mjs';

const SOCKET_PATH = '/developer.io';

/** Messages of the service; most codes are only documented for its other API. */
const MESSAGES = {
	400: 'Invalid command',
	404: 'Invalid Parameter',
	501: 'Invalid token',
	502: 'You do not have permission to use this API',
	503: 'Invalid User ID',
	507: 'Lovense APP is offline',
};
const WRONG_PLATFORM = { code: 502, message: 'Developer information not found' };

export class RestApi {
	#endpoints = {
		'/api/basicApi/getToken': { endpoint: 'token', make: (body) => this.#getToken(body) },
		'/api/basicApi/getSocketUrl': { endpoint: 'socket_url', make: (body) => this.#getSocketUrl(body) },
		'/token-service': { endpoint: 'token_service', make: (body) => this.#tokenService(body) },
	};

	/** origin(): scheme, host and port of the socket endpoint. */
	constructor({ clock, random, faults, store, journal, origin }) {
		Object.assign(this, { clock, random, faults, store, journal, origin });
	}

	/** Answers a request; anything but the three endpoints gets 404. */
	async handle(req, res) {
		const path = new URL(req.url, 'http://localhost').pathname;
		const text = await readBody(req);
		const known = this.#endpoints[path];
		const fields = { method: req.method, path, endpoint: known?.endpoint ?? null, body: text };
		if (!known || req.method !== 'POST' || text === undefined) {
			const status = !known ? 404 : req.method !== 'POST' ? 405 : 413;
			this.journal.add('request', { ...fields, status });
			return sendJson(res, status, { code: status, message: 'Not found' });
		}
		const body = parseBody(text, req.headers['content-type']);
		if (known.endpoint === 'token_service' && !this.#isAuthorized(req)) {
			this.journal.add('request', { ...fields, status: 401 });
			return sendJson(res, 401, { error: 'the service key is wrong' });
		}
		const error = known.endpoint === 'token_service' ? this.faults.take('token_service_error') : 'none';
		if (error !== 'none') {
			this.journal.add('request', { ...fields, status: 403 });
			return sendJson(res, 403, { error });
		}
		const { faults, clock } = this;
		const outcome = await answer({ faults, clock, endpoint: known.endpoint, req, res }, () =>
			known.make(body),
		);
		this.journal.add('request', { ...fields, ...outcome });
	}

	/** An empty key on the command line stands for a service that asks for none. */
	#isAuthorized(req) {
		return this.store.serviceKey === '' || req.headers.authorization === `Bearer ${this.store.serviceKey}`;
	}

	#getToken(body) {
		const forced = this.#refusal('token');
		if (forced) return forced;
		if (!body) return refused(404);
		if (body.token !== this.store.developerToken) return refused(501);
		if (typeof body.uid !== 'string' || body.uid === '') return refused(503);
		return this.#success('token', { authToken: this.store.issueAuthToken(body) });
	}

	#getSocketUrl(body) {
		const forced = this.#refusal('socket_url');
		if (forced) return forced;
		if (!body) return refused(404);
		if (body.platform !== this.store.platform) return WRONG_PLATFORM;
		const uid = this.store.uidOfAuthToken(body.authToken);
		if (uid === undefined) return refused(501);
		return this.#success('socket_url', {
			socketIoPath: this.#socketPath(),
			socketIoUrl: this.#socketUrl(uid),
		});
	}

	#tokenService(body) {
		const forced = this.#refusal('token_service');
		if (forced) return forced;
		if (typeof body?.uid !== 'string' || body.uid === '') return { error: 'uid is missing' };
		const authToken = this.store.issueAuthToken(body);
		const platform = this.faults.get('token_service_platform') || this.store.platform;
		switch (this.faults.get('token_service_form')) {
			case 'api_reply':
				return { code: 0, message: 'Success', data: { authToken } };
			case 'contract_without_platform':
				return { authToken };
			default:
				return { authToken, platform };
		}
	}

	#refusal(endpoint) {
		const code = this.faults.take(`${endpoint}_refusal`);
		return code ? refused(code) : undefined;
	}

	#success(endpoint, data) {
		const code = this.faults.take(`${endpoint}_code`);
		return code === 'result_true'
			? { result: true, message: 'Success', data }
			: { code, message: 'Success', data };
	}

	#socketPath() {
		const form = this.faults.take('socket_path_form');
		return { normal: SOCKET_PATH, no_front_slash: SOCKET_PATH.slice(1), end_slash: `${SOCKET_PATH}/` }[
			form
		];
	}

	#socketUrl(uid) {
		const form = this.faults.take('socket_url_form');
		const origin = this.origin();
		const host = origin.replace(/^\w+:\/\//, '');
		const query = this.#ntokenQuery(uid);
		if (this.faults.get('socket_url_plain')) return `ws://${host}?${query}`;
		switch (form) {
			case 'slash':
				return `${origin}/?${query}`;
			case 'path':
				return `${origin}/?${query}`.replace('/?', '/chat?');
			case 'extra_parameters':
				return `${origin}?x=1&${query}&y=a%20b`;
			case 'no_scheme':
				return `${host}?${query}`;
			case 'ws_scheme':
				return `${origin.replace(/^http/, 'ws')}?${query}`;
			case 'stale_engine_parameters':
				return `${origin}?EIO=4&transport=polling&${query}`;
			default:
				return `${origin}?${query}`;
		}
	}

	#ntokenQuery(uid) {
		const form = this.faults.get('ntoken_form');
		if (form === 'none') return 'v=1';
		const ntoken = this.store.issueNtoken(uid);
		return `ntoken=${form === 'escaped' ? encodeURIComponent(ntoken) : ntoken}`;
	}
}

function refused(code) {
	return { code, message: MESSAGES[code] ?? 'System error' };
}

// SPDX-License-Identifier: GPL-2.0-or-later
// The app's service on the local network: POST /command over HTTPS with a *.lovense.club certificate, and the plain
// HTTP port a client must not fall back to.
import { answer, parseBody, readBody, sendJson } from './http_io.mjs';
import { kindOf } from './toys/command.mjs';
import { lanToy } from './payload.mjs';

const FAILURES = {
	400: 'Invalid Command',
	401: 'Toy Not Found',
	402: 'Toy Not Connected',
	403: "Toy Doesn't Support This Command",
	404: 'Invalid Parameter',
	500: 'HTTP server not started or disabled',
	506: 'Server Error. Restart Lovense Connect.',
};

export class LanApp {
	/** phone(): the phone this service belongs to. */
	constructor({ clock, faults, journal, phone }) {
		Object.assign(this, { clock, faults, journal, phone });
	}

	#waiting = []; // commands that let the next one go first

	async handle(req, res, scheme) {
		const path = new URL(req.url, 'http://localhost').pathname;
		const text = await readBody(req);
		const platform = req.headers['x-platform'] ?? null;
		const { headers, method, socket } = req;
		const fields = { scheme, method, path, platform, host: headers.host, body: text };
		// Whether the client kept its connection, and its TLS session where it did not.
		Object.assign(fields, { connection: socket.remotePort, resumed: socket.isSessionReused?.() ?? false });
		if (!this.phone().isAppRunning) return req.socket.destroy();
		if (path !== '/command' || req.method !== 'POST') {
			this.journal.add('lan', { ...fields, status: 404 });
			return sendJson(res, 404, { code: 404, message: 'Not found' });
		}
		const { faults, clock } = this;
		this.journal.add('lan_arrived', { body: text });
		await this.#work(text);
		const outcome = await answer({ faults, clock, endpoint: 'lan', req, res }, () =>
			this.#reply(text, platform),
		);
		this.journal.add('lan', { ...fields, ...outcome });
	}

	/** What an app does before it acts, for each connection by itself. */
	async #work(text) {
		const kind = kindOf(parseBody(text ?? ''));
		if (kind === 'query') return;
		await this.clock.sleep(this.faults.get(kind === 'stop' ? 'lan_stop_ms' : 'lan_move_ms'));
		const next = this.#waiting.shift();
		if (!next && this.faults.take('lan_order') === 'swapped')
			await new Promise((resolve) => this.#waiting.push(resolve));
		else if (next) this.clock.after(1, next);
	}

	#reply(text, platform) {
		const forced = this.faults.take('lan_error_code');
		if (forced !== 200) return failure(forced);
		if (platform === null && this.faults.get('app_strict')) return failure(400);
		const command = parseBody(text ?? '');
		const late = this.faults.get('lan_acts_late_ms');
		if (late > 0 && kindOf(command) !== 'query') {
			this.clock.after(late, () => this.phone().command(command, 'lan', { platform }));
			return { code: 200, type: this.faults.get('lan_ok') };
		}
		const { code, meaning } = this.phone().command(command, 'lan', { platform });
		if (code !== 200) return failure(code);
		if (meaning.query === 'GetToys') return this.#toys();
		if (meaning.query === 'GetToyName')
			return { code: 200, data: this.#connected().map(({ name }) => name), type: 'OK' };
		return { code: 200, type: this.faults.get('lan_ok') };
	}

	#toys() {
		const withNames = this.faults.get('lan_function_names');
		const list = this.phone()
			.toys.all()
			.map((toy) => lanToy(toy, withNames));
		if (this.faults.get('lan_toys_differ')) {
			list.pop();
			list.push({
				id: 'ffffffffffff',
				status: '1',
				version: '',
				name: 'futuretoy',
				battery: 50,
				nickName: '',
			});
		}
		const toys = Object.fromEntries(list.map((toy) => [toy.id, toy]));
		const isText = this.faults.get('lan_toys_form') === 'json_string';
		// The real text is spread over blanks like this one.
		const data = { toys: isText ? JSON.stringify(toys, null, 2).replaceAll('\n', ' ') : toys };
		return {
			code: 200,
			data: { ...data, platform: this.faults.get('app_platform'), appType: 'remote' },
			type: 'OK',
		};
	}

	#connected() {
		return this.phone()
			.toys.all()
			.filter(({ connected }) => connected);
	}
}

function failure(code) {
	return { code, message: FAILURES[code], type: 'error' };
}

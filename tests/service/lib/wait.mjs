// SPDX-License-Identifier: GPL-2.0-or-later
// GET /wait: answers when a condition holds, so that no test has to sleep.

const MAX_TIMEOUT_MS = 600000;
/** what -> kind of journal entry; any other kind may be named as it is. */
const KINDS = { socket: 'socket', qr: 'qr', command: 'command', event: 'event' };
const FIELDS = ['uid', 'route', 'name', 'direction', 'toy', 'means', 'endpoint', 'path', 'status', 'code', 'state'];

/** query: URLSearchParams of the request. Resolves to {status, body}; signal aborts when the caller has gone. */
export function wait({ journal, phones }, query, signal) {
	const condition = makeCondition({ journal, phones }, query);
	const timeout_ms = Math.min(Number(query.get('timeout_ms') ?? 10000), MAX_TIMEOUT_MS);
	return new Promise((resolve) => {
		const finish = (status, body) => {
			clearTimeout(timer);
			journal.off('entry', check);
			resolve({ status, body });
		};
		const check = () => {
			const found = condition();
			if (found) finish(200, { ...found, serial: journal.serial });
		};
		// Real time, not simulated time: it is the caller's patience that ends.
		const timer = setTimeout(() => finish(408, { error: 'timeout', serial: journal.serial }), timeout_ms);
		signal?.addEventListener('abort', () => finish(499, {}));
		journal.on('entry', check);
		check();
	});
}

function makeCondition({ journal, phones }, query) {
	const what = query.get('what') ?? '';
	const after = Number(query.get('after') ?? 0);
	if (!what)
		throw new Error(
			'what is missing: qr, socket, command, event, toy_moving, toy_still, or a kind of the log',
		);
	if (what === 'toy_moving') return () => toyMoving({ journal, phones, query, after });
	if (what === 'toy_still') return () => toyStill({ journal, phones, query, after });
	const count = Number(query.get('count') ?? 1);
	const accepts = makeFilter(KINDS[what] ?? what, query);
	return () => {
		const entries = journal.after(after, accepts);
		return entries.length >= count ? { entries } : undefined;
	};
}

function makeFilter(kind, query) {
	const wanted = FIELDS.filter((field) => query.has(field)).map((field) => [field, query.get(field)]);
	return (entry) => entry.kind === kind && wanted.every(([field, value]) => matches(entry[field], value));
}

function matches(actual, value) {
	return String(actual ?? '') === value;
}

/** Moving now or, with `after`, moved since that entry, even if it is over. */
function toyMoving({ journal, phones, query, after }) {
	const toys = selectToys(phones, query);
	const moving = toys.filter((toy) => toy.moving).map(({ id }) => id);
	const ids = toys.map(({ id }) => id);
	const entries = query.has('after')
		? journal.after(after, (entry) => entry.kind === 'level' && entry.level > 0 && ids.includes(entry.toy))
		: [];
	const hasMoved = query.has('after') ? entries.length > 0 : moving.length > 0;
	return hasMoved ? { toys: moving, entries } : undefined;
}

/** All still now and, with `after`, one of them came to rest since that entry. */
function toyStill({ journal, phones, query, after }) {
	const toys = selectToys(phones, query);
	if (toys.some((toy) => toy.moving)) return undefined;
	const ids = toys.map(({ id }) => id);
	const entries = journal.after(
		after,
		(entry) => entry.kind === 'level' && entry.level === 0 && ids.includes(entry.toy),
	);
	return !query.has('after') || entries.length ? { toys: ids, entries } : undefined;
}

function selectToys(phones, query) {
	for (const phone of phones.values()) phone.advance();
	const toys = [...phones.values()].flatMap((phone) => phone.toys.all());
	return query.has('toy') ? toys.filter(({ id, type }) => [id, type].includes(query.get('toy'))) : toys;
}

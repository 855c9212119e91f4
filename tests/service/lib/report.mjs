// SPDX-License-Identifier: GPL-2.0-or-later
// GET /state and GET /toys. Times are nominal milliseconds since the start; JSON has no Infinity, so no end is -1.
import { MAX_LEVEL } from './toys/functions.mjs';

export function describeState({ store, sockets, phones, journal, faults }) {
	const clients = sockets.clients().map(({ id, uid, joinedAt }) => ({ id, uid, joined_at_ms: joinedAt }));
	const users = store.users().map(({ uid, uname, phone, qr }) => ({
		uid,
		uname: uname ?? null,
		paired: phone !== undefined,
		phone: phone ?? null,
		sockets: clients.filter((client) => client.uid === uid).length,
		qrcode: qr?.qrcode ?? null,
		code: qr?.code ?? null,
	}));
	return {
		sockets: clients,
		users,
		phones: [...phones.values()].map(({ name, isOnline, isAppRunning }) => ({
			name,
			online: isOnline,
			app_running: isAppRunning,
		})),
		last_qr: journal.after(0, ({ kind }) => kind === 'qr').at(-1) ?? null,
		faults: faults.active(),
		serial: journal.serial,
	};
}

export function describeToys({ phones, clock, journal }) {
	for (const phone of phones.values()) phone.advance();
	const now = clock.now();
	const toys = [...phones.values()].flatMap((phone) =>
		phone.toys.all().map((toy) => describeToy(toy, phone, now)),
	);
	return { now_ms: now, serial: journal.serial, toys };
}

function describeToy(toy, phone, now) {
	return {
		id: toy.id,
		type: toy.type,
		name: toy.name,
		phone: phone.name,
		connected: toy.connected,
		battery: toy.battery,
		functions: toy.functions,
		levels: Object.fromEntries(
			Object.entries(toy.levels).map(([name, level]) => [name, describeLevel(toy, name, level, now)]),
		),
		moving: toy.moving,
		last_command_age_ms: toy.lastCommandAt === undefined ? null : now - toy.lastCommandAt,
		still_since_ms: toy.stillSince ?? null,
		still_for_ms: toy.stillSince === undefined ? 0 : now - toy.stillSince,
		longest_run_ms: toy.longestRunMs,
		longest_unrenewed_ms: toy.longestUnrenewedMs,
		history: toy.history,
	};
}

function describeLevel(toy, name, level, now) {
	const deadline = toy.deadline(name);
	const isEndless = deadline === Infinity;
	return {
		level,
		max: MAX_LEVEL[name],
		fraction: level / MAX_LEVEL[name],
		deadline_ms: deadline === undefined ? null : isEndless ? -1 : deadline,
		remaining_ms: deadline === undefined ? 0 : isEndless ? -1 : Math.max(0, deadline - now),
	};
}

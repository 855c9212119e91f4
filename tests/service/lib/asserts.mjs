// SPDX-License-Identifier: GPL-2.0-or-later
// GET /asserts: figures about safety, from the journal and the toys. All times are nominal milliseconds.

const WINDOW_MS = 1000;

/** query: cap (0 to 1), since (serial), mark (name of a mark). */
export function asserts({ journal, phones }, query) {
	for (const phone of phones.values()) phone.advance();
	const since = Number(query.get('since') ?? 0);
	const commands = journal.after(since, ({ kind }) => kind === 'command');
	const levels = journal.after(since, ({ kind }) => kind === 'level');
	const toys = [...phones.values()].flatMap((phone) => phone.toys.all());
	return {
		commands: commands.length,
		longest_run_ms: Math.max(0, ...toys.map(({ longestRunMs }) => longestRunMs)),
		longest_unrenewed_ms: Math.max(0, ...toys.map(({ longestUnrenewedMs }) => longestUnrenewedMs)),
		unbounded_commands: commands.filter(isUnbounded),
		longest_command_ms: Math.max(0, ...commands.map(({ length_ms: length }) => length ?? 0)),
		largest_command_fraction: Math.max(0, ...commands.map(({ fraction }) => fraction ?? 0)),
		largest_level_fraction: Math.max(
			0,
			...levels.filter((entry) => entry.function !== 'Stroke').map(({ fraction }) => fraction),
		),
		refused_commands: commands.filter(({ code }) => code !== null && code !== 200),
		commands_per_second_max: busiestSecond(commands),
		commands_per_second_max_by_toy: busiestByToy(commands),
		moving: toys.filter(({ moving }) => moving).map(({ id }) => id),
		...aboveCap(commands, levels, query.get('cap')),
		...afterMark(journal, query.get('mark')),
		journal_dropped: journal.dropped,
	};
}

/** A run without end, whatever its command. Judged by what was asked for, also when the app refused it. */
function isUnbounded({ command, means }) {
	const isStop = means === 'stop' || /(^|,)\s*Stop\s*(,|$)/.test(command?.action ?? '');
	return command?.timeSec === 0 && !isStop;
}

function isStop({ means }) {
	return means === 'stop' || means === 'v2Stop';
}

function aboveCap(commands, levels, text) {
	if (text === null) return {};
	const cap = Number(text);
	// A step of a coarse function may lie a rounding above the cap; a level is never compared with equality.
	const isAbove = ({ fraction }) => fraction !== undefined && fraction > cap + 1e-9;
	return {
		commands_above_cap: commands.filter(isAbove),
		levels_above_cap: levels.filter((entry) => entry.function !== 'Stroke' && isAbove(entry)),
	};
}

function busiestSecond(entries) {
	let [first, most] = [0, 0];
	for (let last = 0; last < entries.length; last++) {
		while (entries[last].at_ms - entries[first].at_ms >= WINDOW_MS) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
}

function busiestByToy(commands) {
	const moving = commands.filter((entry) => !isStop(entry));
	const ids = new Set(moving.flatMap(({ toys }) => toys));
	return Object.fromEntries(
		[...ids].map((id) => [id, busiestSecond(moving.filter(({ toys }) => toys.includes(id)))]),
	);
}

/** What came after a mark: commands, the first Stop, and how long until every toy was still. */
function afterMark(journal, name) {
	if (name === null) return {};
	const [mark] = journal.after(0, (entry) => entry.kind === 'mark' && entry.name === name).slice(-1);
	if (!mark) throw new Error(`no mark is named ${name}`);
	const commands = journal.after(mark.serial, ({ kind }) => kind === 'command');
	const stop = commands.find(isStop);
	return {
		commands_after_mark: commands,
		moving_commands_after_mark: commands.filter((entry) => !isStop(entry) && entry.means !== 'query'),
		stop_latency_ms: stop ? stop.at_ms - mark.at_ms : null,
		still_latency_ms: stillLatency(journal, mark),
	};
}

/** Time from the mark to the last moment a level was above 0; null while one still is. */
function stillLatency(journal, mark) {
	const levels = new Map();
	let stillAt = mark.at_ms;
	for (const entry of journal.after(0, ({ kind }) => kind === 'level')) {
		if (entry.function === 'Stroke') continue;
		levels.set(`${entry.toy} ${entry.function}`, entry.level);
		if (entry.serial > mark.serial && ![...levels.values()].some((level) => level > 0))
			stillAt = Math.max(stillAt, entry.changed_at_ms);
	}
	return [...levels.values()].some((level) => level > 0) ? null : stillAt - mark.at_ms;
}

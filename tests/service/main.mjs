// SPDX-License-Identifier: GPL-2.0-or-later
// Runs the simulator as a program. See --help.
import { createWriteStream } from 'node:fs';
import { helpText, readOptions } from './lib/options.mjs';

// Loaded last, so that --help needs nothing else.
async function loadService() {
	try {
		return (await import('./lib/service.mjs')).Service;
	} catch (error) {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		throw new Error(`${error.message}\nFirst run: npm ci --prefix tests/service`);
	}
}

function openLog(where = 'stderr') {
	if (where === 'none') return () => {};
	const stream =
		where === 'stdout' ? process.stdout : where === 'stderr' ? process.stderr : createWriteStream(where);
	return (entry) => stream.write(`${JSON.stringify(entry)}\n`);
}

async function main() {
	const options = readOptions(process.argv.slice(2));
	if (options.help) return process.stdout.write(helpText());
	// A parent that has gone must not keep the simulator from ending in order.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
	const service = new (await loadService())(options);
	service.journal.on('entry', openLog(options.log));
	await service.start();
	process.stdout.write(`${JSON.stringify(service.describe())}\n`);
	let ending;
	const end = () => (ending ??= service.stop().then(() => process.exit(0)));
	for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end);
	if (!options.keep_running) process.stdin.on('end', end).on('close', end).on('error', end).resume();
	return undefined;
}

main().catch((error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 2;
});

// SPDX-License-Identifier: GPL-2.0-or-later
// Each value of each switch, once: the simulator lives through it with a client on the line, and works again after.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FAULT_TABLE } from '../lib/faults.mjs';
import { RawClient, connectRaw, startService, webSocketUrl } from './support.mjs';

const SAMPLES = { boolean: [true, false], ms: [0, 50], integer: [0, 3], string: ['', '7.0.0'] };
const STOP = { command: 'Function', action: 'Stop', timeSec: 0, apiVer: 1 };

/** Everything a client does, as far as the fault lets it come; every wait ends with the attempt. */
async function attempt(simulator) {
	const { service, control } = simulator;
	const url = await webSocketUrl(simulator, 'u-1').catch(() => undefined);
	if (!url) return;
	const raw = new RawClient(url, { test: simulator.test });
	raw.ws.on('open', () => raw.send('42["basicapi_get_qrcode_ts",{"ackId":"x"}]'));
	await Promise.race([
		raw.nextThat('42["basicapi_get_qrcode_tc"'),
		raw.closed,
		raw.refused,
		service.clock.sleep(3000),
	]);
	await control('/pair', { uid: 'u-1' });
	service.phone().command({ command: 'Function', action: 'Vibrate:99,All:3', timeSec: 0.5, apiVer: 1 }, 'socket');
	await Promise.race([
		raw.nextThat('42["basicapi_update_device_info_tc"'),
		raw.closed,
		raw.refused,
		service.clock.sleep(3000),
	]);
	raw.ws.terminate();
}

/** post() with an end: some faults never answer. */
function impatient(simulator) {
	const post = async (...args) => {
		const end = simulator.service.clock.sleep(3000).then(() => Promise.reject(new Error('no answer')));
		return Promise.race([simulator.post(...args), end]);
	};
	return { ...simulator, post };
}

async function works(simulator, label) {
	const raw = await connectRaw(simulator, { uid: 'u-2' });
	await raw.nextThat('40');
	raw.send('42["basicapi_get_qrcode_ts",{"ackId":"again"}]');
	assert.match(String(await raw.nextThat('42["basicapi_get_qrcode_tc"')), /again/, label);
	await simulator.control('/pair', { uid: 'u-2' });
	raw.send(`42["basicapi_send_toy_command_ts",${JSON.stringify(STOP)}]`);
	await simulator.wait('what=command&means=stop&code=200');
	raw.ws.terminate();
}

test('every switch is well described', () => {
	const names = FAULT_TABLE.map(({ name }) => name);
	assert.equal(new Set(names).size, names.length);
	for (const row of FAULT_TABLE) {
		assert.ok(row.effect && row.area, row.name);
		const values = row.values ?? SAMPLES[row.kind];
		assert.ok(values, row.name);
		assert.ok(row.values ? row.values.includes(row.default) : true, row.name);
	}
});

for (const area of new Set(FAULT_TABLE.map((row) => row.area))) {
	test(`the simulator lives through every switch of ${area}`, async (t) => {
		const simulator = await startService(t, { lan: true, tls: false, time_scale: 0.01 });
		for (const row of FAULT_TABLE.filter((candidate) => candidate.area === area)) {
			for (const value of row.values ?? SAMPLES[row.kind]) {
				const label = `${row.name}=${value}`;
				await simulator.control('/faults', { [row.name]: value });
				await attempt(impatient(simulator));
				const { entries } = await simulator.control('/log?kind=failure');
				assert.deepEqual(entries, [], label);
				await simulator.control('/reset', {});
			}
		}
		await works(simulator, area);
	});
}

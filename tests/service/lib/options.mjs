// SPDX-License-Identifier: GPL-2.0-or-later
// Command line of the simulator.
import { parseArgs } from 'node:util';
import { FAULT_TABLE } from './faults.mjs';

const OPTIONS = {
	help: { type: 'boolean', help: 'this text' },
	'api-port': { type: 'string', number: true, help: 'port of the API and socket host (0: any)' },
	'control-port': { type: 'string', number: true, help: 'port of the control calls (0: any)' },
	'time-scale': {
		type: 'string',
		number: true,
		help: 'real time per simulated time; 0.01 lets 85 s pass in 850 ms',
	},
	seed: { type: 'string', number: true, help: 'makes ids, tokens and random delays repeatable' },
	'developer-token': { type: 'string', help: 'the developer token the API accepts (else a random one)' },
	platform: { type: 'string', help: 'the Website Name the API accepts' },
	'token-service-key': { type: 'string', help: 'bearer key of the token service stand-in (else a random one)' },
	tls: { type: 'boolean', help: 'serve the API and the socket by https/wss with a certificate of the test CA' },
	'no-lan': { type: 'boolean', help: 'leave the LAN service of the phone out' },
	log: { type: 'string', help: 'where the log lines go: stdout, stderr (default), none, or a file' },
	'keep-running': { type: 'boolean', help: 'do not end when standard input closes' },
};

const CALLS = `Control calls (JSON; POST unless said otherwise):
  /pair {uid?, phone?, qrcode?, code?}   the user scans: by uid, by the QR text or code, or the uid connected last
  /unpair {uid?}    /phone {online?, app?: killed|running, phone?}    /phones/add {phone}
  /toys {id, connected?, battery?}    /toys/add {type, id?, name?, battery?}    /toys/remove {id | all}    /announce {}
  /lan/cut {}    ends the kept connections to the phone
  /toys/move {id, function? (Vibrate), level, ms?}    somebody else moves the toy
  /toy-events {allow: true|false | event, toy?, data?, count? | raw}    the user's answer, or what a toy tells
  /kill {how: close|close_empty|drop|reset|freeze|engine_close|disconnect, code?, words?, uid?}
  /send {uid?, event, args | raw}    /restart-socket {forget_tokens?}    /expire {what: auth|ntoken|qr}
  /faults {name: value | {value, times}}    /reset {}    /mark {name}
  GET /faults  /faults?list=1  /state  /toys  /secrets  /log?after=N&kind=K  /asserts?since=N&cap=0.3&mark=NAME
  GET /wait?what=W&count=N&after=SERIAL&timeout_ms=M   W: qr, socket, socket_closed, command, event, level, request,
      upgrade, lan, ping, pair, ... (filters: uid, route, name, direction, toy, means, endpoint, path, status, code),
      toy_moving, toy_still (filter: toy by id or type)

The first line on standard output is a JSON object with the addresses, made-up token and key. The simulator ends on
SIGTERM, SIGINT, or when its standard input closes.

By hand:
  node tests/service --control-port 7070        in one terminal; enter api_url, developer_token and platform of its
                                                first line in the plugin, and ca_file when you want the LAN route
  curl -d '{}' localhost:7070/pair              in another: scan the code of the client that connected last
  curl localhost:7070/toys                      what each toy does now
  curl -d '{"lan_listening": false}' localhost:7070/faults      switch a fault on; back with its default, or /reset`;

/** Options as Service takes them, and those of main. Throws when an argument is wrong. */
export function readOptions(args) {
	const { values } = parseArgs({ args, options: OPTIONS });
	const options = {};
	for (const [name, value] of Object.entries(values)) {
		const number = OPTIONS[name].number ? Number(value) : value;
		if (OPTIONS[name].number && (value === '' || !Number.isFinite(number)))
			throw new Error(`--${name} needs a number`);
		options[name.replaceAll('-', '_')] = number;
	}
	if (options.no_lan) options.lan = false;
	return options;
}

export function helpText() {
	const options = Object.entries(OPTIONS).map(
		([name, { type, help }]) => `  --${name}${type === 'string' ? ' X' : ''}`.padEnd(26) + help,
	);
	const faults = FAULT_TABLE.map((row) => {
		const values = row.values ? row.values.map((value) => JSON.stringify(value)).join(' | ') : row.kind;
		return `  ${row.name} = ${JSON.stringify(row.default)}\n      ${values}\n      ${row.effect}`;
	});
	return [
		'Simulator of the Lovense Standard Socket API: API host, socket host, phone app and toys.',
		'',
		'Usage: node tests/service [options]',
		'',
		...options,
		'',
		CALLS,
		'',
		'Fault switches (name = default, values, effect):',
		...faults,
		'',
	].join('\n');
}

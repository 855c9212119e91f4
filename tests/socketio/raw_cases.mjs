// SPDX-License-Identifier: GPL-2.0-or-later
// The faults. Those that leave the connection usable end with the event "after", so that the test sees it live on.
import { setTimeout as sleep } from 'node:timers/promises';
import { BINARY, CLOSE, PING, PONG, close, frame } from './raw_peer.mjs';

const OPEN = '0{"sid":"AAA","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';
const AFTER = '42["after"]';
const CONTINUATION = 0;

const answer = (status, extra = '', body = '') => (peer) => {
	peer.write(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${extra}\r\n${body}`);
};
// Opens, does something wrong, goes on.
const tolerated = (wrong) => async (peer) => {
	peer.open();
	await wrong(peer);
	peer.send(AFTER);
};
const afterOpen = (wrong) => (peer) => {
	peer.open();
	return wrong(peer);
};
const openPacket = (text) => (peer) => {
	peer.upgrade();
	peer.send(text, '40', AFTER);
};
const repeat = (count, make) => Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));

async function byteByByte(peer, data) {
	for (const byte of data) {
		peer.write(Buffer.from([byte]));
		await new Promise(setImmediate);
	}
}

export const cases = {
	// before and during the upgrade
	reset_at_request: (peer) => peer.reset(),
	end_at_request: (peer) => peer.socket.end(),
	silence: () => {},
	status_400: answer('400 Bad Request'),
	status_401: answer('401 Unauthorized'),
	status_500: answer('500 Internal Server Error', '', 'oh'),
	status_503_later: answer('503 Service Unavailable', 'Retry-After: 120\r\n'),
	status_503_at_a_date: answer('503 Service Unavailable', 'Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n'),
	status_503_nonsense: answer('503 Service Unavailable', 'Retry-After: soon\r\n'),
	status_200: answer('200 OK', 'Content-Type: text/html\r\n', '<html></html>'),
	redirect: (peer) =>
		answer('302 Found', `Location: http://${peer.request.headers.host}/developer.io/?case=redirected\r\n`)(peer),
	redirected: (peer) => peer.open(),
	not_http: (peer) => peer.write('SSH-2.0-OpenSSH_9.2\r\n\r\n'),
	huge_header: (peer) => peer.write(`HTTP/1.1 101 Switching Protocols\r\nX: ${'x'.repeat(100000)}\r\n\r\n`),
	endless_header: async (peer) => {
		peer.write('HTTP/1.1 101 Switching Protocols\r\n');
		for (let i = 0; i < 200 && !peer.socket.destroyed; i++) {
			peer.write(`X-${i}: y\r\n`);
			await sleep(10);
		}
	},
	wrong_proof: (peer) => peer.upgrade({ accept: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
	no_upgrade_header: (peer) => peer.write(`HTTP/1.1 101 X\r\nSec-WebSocket-Accept: ${peer.proof}\r\n\r\n`),
	extension_not_offered: (peer) => peer.upgrade({ extra: 'Sec-WebSocket-Extensions: permessage-deflate\r\n' }),
	protocol_not_offered: (peer) => peer.upgrade({ extra: 'Sec-WebSocket-Protocol: chat\r\n' }),
	cut_response: (peer) => peer.socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: webs'),
	upgrade_byte_by_byte: async (peer) => {
		const head =
			'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
			`Sec-WebSocket-Accept: ${peer.proof}\r\n\r\n`;
		await byteByByte(peer, Buffer.concat([Buffer.from(head), frame(OPEN), frame('40'), frame(AFTER)]));
	},
	lower_case_headers: (peer) => {
		peer.write(`HTTP/1.1 101 OK\r\nupgrade: WebSocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${peer.proof}\r\n\r\n`);
		peer.send(OPEN, '40', AFTER);
	},
	glued_to_upgrade: (peer) =>
		peer.upgrade({ glued: Buffer.concat([frame(OPEN), frame('40'), frame('42["first",1]'), frame(AFTER)]) }),
	headers: (peer) => {
		peer.open();
		const { target, headers } = peer.request;
		peer.send(`42["headers",${JSON.stringify({ target, ...headers })}]`, AFTER);
	},

	// after the upgrade, before the open packet
	silence_after_upgrade: (peer) => peer.upgrade(),
	http_after_upgrade: (peer) => {
		peer.upgrade();
		peer.socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
	},
	reset_after_upgrade: (peer) => {
		peer.upgrade();
		peer.reset();
	},
	open_without_sid: openPacket('0{"pingInterval":25000,"pingTimeout":20000}'),
	open_not_json: openPacket('0{"sid":'),
	open_empty: openPacket('0'),
	open_array: openPacket('0["sid"]'),
	open_without_times: openPacket('0{"sid":"AAA"}'),
	open_with_odd_times: openPacket('0{"sid":"AAA","pingInterval":0,"pingTimeout":-5}'),
	open_with_text_times: openPacket('0{"sid":"AAA","pingInterval":"25000","pingTimeout":null}'),
	open_with_huge_times: openPacket('0{"sid":"AAA","pingInterval":1e300,"pingTimeout":1e300}'),
	open_of_version_4: openPacket('0{"sid":"AAA","upgrades":[],"pingInterval":25000,"pingTimeout":5000,"maxPayload":1000000}'),
	open_of_netty: openPacket('0{"sid":"AAA","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":60000}'),
	connect_before_open: (peer) => {
		peer.upgrade();
		peer.send('40', '42["early"]', '44"early"', '41', OPEN, '40', AFTER);
	},
	second_open: tolerated((peer) => peer.send('0{"sid":"BBB","pingInterval":1,"pingTimeout":1}')),

	// the Socket.IO handshake
	never_connect: (peer) => peer.open({ connect: false }),
	late_connect: async (peer) => {
		peer.open({ connect: false });
		await sleep(200);
		peer.send('40', AFTER);
	},
	double_connect: tolerated((peer) => peer.send('40', '40/,', '40{}', '40')),
	event_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.send('42["early"]', '420["early"]', '40', AFTER);
	},
	error_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.send('44"Not\\u0000 \\u001b[31mauthorized"');
	},
	error_object_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.send('44{"code":1}');
	},
	error_without_data: (peer) => {
		peer.open({ connect: false });
		peer.send('44');
	},
	error_after_connect: tolerated((peer) => peer.send('44"refused"', '44{"code":1}', '44', '44/other,"no"')),
	disconnect_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.send('41');
	},
	close_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.write(close(1000));
	},
	end_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.socket.end();
	},
	reset_before_connect: (peer) => {
		peer.open({ connect: false });
		peer.reset();
	},

	// the end
	disconnect: afterOpen((peer) => peer.send('41', AFTER)),
	disconnect_other: tolerated((peer) => peer.send('41/other,')),
	engine_close: afterOpen((peer) => peer.send('1')),
	close_1000: afterOpen((peer) => peer.write(close(1000))),
	close_1001: afterOpen((peer) => peer.write(close(1001, 'going\u0007 away'))),
	close_1009: afterOpen((peer) => peer.write(close(1009, 'too big'))),
	close_empty: afterOpen((peer) => peer.write(close(0))),
	close_one_byte: afterOpen((peer) => peer.write(frame('x', { opcode: CLOSE }))),
	close_never_answered: afterOpen(() => {}),
	reset_at_goodbye: afterOpen(async (peer) => {
		await peer.received('2');
		peer.reset();
	}),
	end: afterOpen((peer) => peer.socket.end()),
	reset: afterOpen((peer) => peer.reset()),
	reset_in_frame: afterOpen((peer) => {
		peer.write(frame('42["cut"]', { size: 100 }));
		setImmediate(() => peer.reset());
	}),
	end_in_frame: afterOpen((peer) => peer.socket.end(frame('42["cut"]', { size: 100 }))),

	// the heartbeat
	no_pong: (peer) => peer.open({ pingInterval: 100, pingTimeout: 200 }),
	// The client's clock is the test's in these two.
	no_pong_but_events: async (peer) => {
		peer.open({ pingInterval: 1000, pingTimeout: 1500 });
		for (let ping = 1; ping <= 10; ping++) {
			await peer.received('2', ping);
			peer.send('42["alive"]');
		}
	},
	late_pongs: async (peer) => {
		peer.open({ pingInterval: 1000, pingTimeout: 5000 });
		await peer.received('2', 2);
		peer.send('3', '3', AFTER);
		await peer.received('2', 3);
		peer.send('3');
	},
	server_pings: tolerated(async (peer) => {
		peer.send('2', '2probe', `2${'x'.repeat(2000)}`);
		await peer.received('3');
		await peer.received('3probe');
	}),
	unasked_pongs: tolerated((peer) => peer.send('3', '3probe', '3')),
	pongs: async (peer) => {
		peer.open({ pingInterval: 100, pingTimeout: 60000 });
		await peer.received('2');
		peer.send('3', AFTER);
	},

	// websocket frames
	fragments: tolerated((peer) => {
		peer.write(frame('42["jo', { fin: false }));
		peer.write(frame('', { fin: false, opcode: CONTINUATION }));
		peer.write(frame('hello', { opcode: PING }));
		peer.write(frame('ined",', { fin: false, opcode: CONTINUATION }));
		peer.write(frame('1]', { opcode: CONTINUATION }));
	}),
	byte_by_byte: afterOpen((peer) =>
		byteByByte(peer, Buffer.concat([frame('42["slow",1]'), frame('3'), frame(AFTER)])),
	),
	many_per_segment: tolerated((peer) => peer.write(repeat(1000, (index) => frame(`42["many",${index}]`)))),
	chunked_message: tolerated((peer) => peer.send(`42["long","${'x'.repeat(100000)}"]`)),
	empty_messages: tolerated((peer) => {
		peer.send('', '');
		peer.write(frame('', { opcode: BINARY }));
	}),
	websocket_pings: tolerated(async (peer) => {
		peer.write(repeat(20, (index) => frame(`ping ${index}`, { opcode: PING })));
		peer.write(frame('unasked', { opcode: PONG }));
	}),
	oversized_frame: afterOpen((peer) => peer.write(frame('x'.repeat(5000), { size: 2 ** 40 }))),
	oversized_message: afterOpen((peer) => peer.send(`42["x","${'x'.repeat(70000)}"]`)),
	oversized_fragments: afterOpen((peer) => {
		peer.write(frame('42["x","', { fin: false }));
		peer.write(repeat(100, () => frame('x'.repeat(1000), { fin: false, opcode: CONTINUATION })));
	}),
	masked: tolerated((peer) => peer.write(frame('42["masked"]', { mask: true }))),
	reserved_bits: afterOpen((peer) => peer.write(frame('42["x"]', { rsv: 4 }))),
	unknown_opcode: afterOpen((peer) => peer.write(frame('42["x"]', { opcode: 5 }))),
	orphan_continuation: afterOpen((peer) => peer.write(frame('42["x"]', { opcode: CONTINUATION }))),
	text_inside_fragments: afterOpen((peer) => {
		peer.write(frame('42["a', { fin: false }));
		peer.write(frame('42["b"]'));
	}),
	long_control_frame: afterOpen((peer) => peer.write(frame('x'.repeat(200), { opcode: PING }))),

	// packets
	bad_packets: tolerated((peer) =>
		peer.send('42[', '42["\\ud800"]', '42{}', '42[]', '42[null]', '42', '47', '4', '4299999999999999999999["x"]',
			'45["x"]', '4511-["x"]', '40"x"', '437', '430["ok"]', '42/other,["x"]', '42["a\\u0000b"]',
			`42["deep",${'['.repeat(5000)}`, '5', '6', 'b4AQID', '42["big",99999999999999999999]'),
	),
	cut_events: tolerated((peer) =>
		peer.send('42["basicapi_update_device_info_tc",{"domain":"192', '42/,7["basicapi_update_app_status_tc","{',
			'42["odd\n name",', ...Array(9).fill(`42["${'a'.repeat(90)}`)),
	),
	broken_utf8: tolerated((peer) => peer.write(frame(Buffer.from([0x34, 0x32, 0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d])))),
	binary: tolerated((peer) => {
		peer.send('452-["b",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
		peer.write(frame(Buffer.from([4, 1, 2]), { opcode: BINARY }));
		peer.send('3');
		peer.write(frame(Buffer.from([4]), { opcode: BINARY }));
		peer.write(frame(Buffer.from([4, 9]), { opcode: BINARY })); // one too many
		peer.write(frame(Buffer.from([99, 9]), { opcode: BINARY }));
	}),
	glued_packets: tolerated((peer) => peer.send('42["one"]42["two"]', '40{}2["event",1]')),
	some_garbage: tolerated((peer) => peer.send(...Array(99).fill('x'))),
	endless_garbage: afterOpen((peer) => peer.send(...Array(100).fill('x'))),
	wants_acknowledgements: tolerated(async (peer) => {
		peer.send('420["a"]', '429007199254740992["b",1]', '427["c"]', '427["c"]');
		await peer.received('430[]');
		await peer.received('439007199254740992[]');
	}),
	acknowledgement_flood: afterOpen(async (peer) => {
		peer.socket.pause();
		for (let i = 0; i < 200 && !peer.socket.destroyed; i++) {
			peer.write(repeat(1000, (index) => frame(`42${index}["flood"]`)));
			await sleep(1);
		}
		peer.socket.resume();
		peer.send(AFTER);
	}),
	names: tolerated((peer) => peer.send('42["connect"]', '42["disconnect"]', '42["error"]', '42[""]', '42[1.5,"x"]')),
};

// SPDX-License-Identifier: GPL-2.0-or-later
// Things a client must survive: each value of the switch `noise`, sent by the genuine server where it can make it.

/** io: the server's Socket; wire: the raw way to the same client. */
export function sendNoise(kind, { io, wire }) {
	if (wire.isMuted) return undefined;
	switch (kind) {
		case 'unknown_event':
			return io.emit('basicapi_future_event_tc', { anything: [1, 2, 3] });
		case 'number_event':
			return wire.raw('42[7,"x"]');
		case 'no_arguments':
			return io.emit('basicapi_update_app_status_tc');
		case 'ack':
			return io.emit('basicapi_future_event_tc', { wants: 'ack' }, () => {});
		case 'binary':
			return io.emit('basicapi_future_event_tc', Buffer.from([0, 1, 2, 255]));
		case 'invalid_utf8':
			return wire.raw(
				Buffer.concat([
					Buffer.from('42["x","'),
					Buffer.from([0xc3, 0x28, 0xff]),
					Buffer.from('"]'),
				]),
			);
		case 'broken_json':
			return wire.raw('42["basicapi_update_app_status_tc",{"status":');
		case 'big_message':
			return io.emit('basicapi_future_event_tc', 'x'.repeat(1 << 20));
		case 'deep_json':
			return wire.raw(`42["x",${'['.repeat(20000)}${']'.repeat(20000)}]`);
		case 'engine_ping':
			return wire.raw('2');
		case 'engine_noop':
			return wire.raw('6');
		case 'engine_upgrade':
			return wire.raw('5');
		case 'empty_message':
			return wire.raw('');
		case 'unknown_packet':
			return wire.raw('9hello');
		case 'error_packet':
			return wire.raw('44"temporary trouble"');
		case 'unknown_namespace':
			return wire.raw('42/elsewhere,["basicapi_update_app_status_tc","{\\"status\\":0}"]');
		case 'stray_ack':
			return wire.raw('43999["nobody asked"]');
		default:
			return undefined;
	}
}

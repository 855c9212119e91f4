// SPDX-License-Identifier: GPL-2.0-or-later
// The payloads of the events a client gets, in every shape that has been seen or must be expected.
import { shortName } from './toys/functions.mjs';

/** Device info of a phone. lan: {httpsPort} of its LAN service. */
export function deviceInfo(phone, { faults, lan }) {
	const info = {
		deviceCode: phone.deviceCode,
		online: phone.isOnline,
		domain: domain(faults.get('domain_form')),
		httpsPort: httpsPort(faults.get('https_port_form'), lan.httpsPort),
		wssPort: httpsPort(faults.get('wss_port_form'), lan.httpsPort),
		platform: faults.get('app_platform'),
		appVersion: faults.get('app_version'),
		appType: 'remote',
	};
	const list = toyList(phone, faults);
	if (list !== undefined) info[faults.get('toy_list_key')] = list;
	return faults.get('payload_wrap') === 'data' ? { data: info } : info;
}

export function statusPayload(isOn, faults) {
	const status = {
		integer: isOn ? 1 : 0,
		string: isOn ? '1' : '0',
		boolean: isOn,
		missing: undefined,
	}[faults.get('status_form')];
	return faults.get('payload_wrap') === 'data' ? { data: { status } } : { status };
}

export function qrPayload(qr, ackId) {
	return { code: 0, data: { ackId, code: qr.code, qrcode: qr.qrcode, qrcodeUrl: qr.url } };
}

/** The arguments of an event: JSON text in a string unless a switch says otherwise. */
export function eventArguments(payload, faults) {
	const text = JSON.stringify(payload);
	switch (faults.take('payload_damage')) {
		case 'broken_json':
			return [text.slice(0, -2)];
		case 'null':
			return [null];
		case 'number':
			return [42];
		case 'array':
			return [[payload]];
		case 'empty_string':
			return [''];
		case 'missing':
			return [];
		case 'lone_surrogate':
			return [JSON.stringify({ ...payload, owner: 'Pinky \ud83d' })];
		default:
			return [faults.get('payload_form') === 'object' ? payload : text];
	}
}

/** A toy as GetToys of the LAN service lists it. */
export function lanToy(toy, withFunctionNames) {
	const entry = {
		id: toy.id,
		status: toy.connected ? '1' : '0',
		version: '',
		name: toy.type,
		battery: toy.battery,
		nickName: '',
	};
	return withFunctionNames ? { ...entry, ...functionNames(toy) } : entry;
}

function domain(form) {
	return {
		dashed: '127-0-0-1.lovense.club',
		dotted: '127.0.0.1.lovense.club',
		public: '8-8-8-8.lovense.club',
		foreign: '127-0-0-1.lovense.club.example.net',
		missing: undefined,
	}[form];
}

function httpsPort(form, port) {
	// Port 1 is reserved and nothing listens on it.
	return { integer: port, string: String(port), missing: undefined, closed: 1 }[form];
}

function toyList(phone, faults) {
	const toys = phone.toys.all().map((toy) => infoToy(toy, faults));
	switch (faults.get('toy_list_form')) {
		case 'map':
			return Object.fromEntries(toys.map((toy) => [toy.id, toy]));
		case 'json_string':
			return JSON.stringify(toys);
		case 'empty':
			return [];
		case 'missing':
			return undefined;
		default:
			return toys;
	}
}

function infoToy(toy, faults) {
	const entry = { id: toy.id, name: toy.name, toyType: toy.type };
	entry[faults.get('toy_nickname_key')] = '';
	entry.fVersion = faults.get('toy_version_form') === 'string' ? '331' : 331;
	entry.hVersion = '2';
	const battery = { integer: toy.battery, string: String(toy.battery), null: null, missing: undefined };
	entry.battery = battery[faults.get('toy_battery_form')];
	const form = faults.get('toy_connected_form');
	if (form === 'boolean') entry.connected = toy.connected;
	else entry.status = form === 'status_string' ? String(Number(toy.connected)) : Number(toy.connected);
	return faults.get('toy_function_names') ? { ...entry, ...functionNames(toy) } : entry;
}

function functionNames(toy) {
	return { shortFunctionNames: toy.functions.map(shortName), fullFunctionNames: toy.functions };
}

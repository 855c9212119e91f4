// SPDX-License-Identifier: GPL-2.0-or-later
// Vectors of the client: the URL of the websocket and the delays between attempts.
const URLS = [
	['https://h.example.com', '/develop/api'],
	['https://h.example.com/', '/develop/api/'],
	['https://h.example.com?ntoken=abc', '/develop/api'],
	['https://h.example.com/?ntoken=abc', '/develop/api'],
	['https://h.example.com:8443/?ntoken=abc&x=1', '/p'],
	['http://h.example.com/?ntoken=abc', '/p'],
	['http://127.0.0.1:3000/?ntoken=a%2Bb%2Fc%3D%3D', '/p'],
	['https://h/?ntoken=a+b/c==', '/p'],
	['https://h/?ntoken=a%20b', '/p'],
	['https://h/?flag', '/p'],
	['https://h/?ntoken=', '/p'],
	['wss://h/?ntoken=abc', '/p'],
	['ws://h:80/?ntoken=abc', '/p'],
	['https://h:443/?ntoken=abc', '/p'],
	['http://h:443/?ntoken=abc', '/p'],
	['https://h/chat?ntoken=abc', '/p'],
	['https://h/chat/room?ntoken=abc', '/p'],
	['https://[::1]:8443/?ntoken=abc', '/p'],
	['https://h/?ntoken=abc#frag', '/p'],
	['https://h/?ntoken=t%C3%A9', '/p'],
	['https://h', undefined],
	['https://h/?EIO=9&transport=polling&ntoken=abc', '/p'],
	['https://h/?ntoken=abc', 'noslash'],
	['https://h/?ntoken=abc', '/p?x=1'],
	['https://h/?ntoken=abc', '/'],
];

function connectPacket({ path, query }) {
	if (path === '/') return null;
	return `40${path}${query ? `?${query}` : ''},`;
}

export function urlVectors(service, fromClient) {
	const parse = service('socket.io-client/lib/url.js');
	const engine = fromClient('engine.io-client');
	const Socket = engine.Socket ?? engine;
	Socket.prototype.open = () => {};
	return URLS.map(([url, path]) => {
		const parsed = parse(url);
		const socket = new Socket(parsed.source, { path: path ?? '/socket.io', transports: ['websocket'] });
		return {
			socketIoUrl: url,
			socketIoPath: path ?? null,
			expect: {
				namespace: parsed.path,
				ws_url: socket.createTransport('websocket').uri(),
				connect_packet: connectPacket(parsed),
			},
		};
	});
}

export function backoffVectors(fromClient) {
	const Backoff = fromClient('backo2');
	const policy = { min: 1000, max: 5000, jitter: 0.5 };
	const random = Math.random;
	const vectors = [0, 0.05, 0.15, 0.25, 0.5, 0.75, 0.95, 0.999999].map((value) => {
		Math.random = () => value;
		const backoff = new Backoff(policy);
		return { random: value, ...policy, factor: 2, delays: Array.from({ length: 8 }, () => backoff.duration()) };
	});
	Math.random = random;
	return vectors;
}

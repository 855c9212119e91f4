// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';

// The example, with its addresses replaced; TLS is left out (certificates are nginx's matter).
export function exampleConfiguration(port, instances) {
	const example = readFileSync(new URL('../../plugin/token-service/nginx.example.conf', import.meta.url), 'utf8');
	const servers = instances.map(({ port: each }) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=5s;`).join('\n');
	return example
		.replace(/^\tserver 127\.0\.0\.1:8437.*$/m, servers)
		.replace(/^\tlisten 443 ssl;$/m, `\tlisten 127.0.0.1:${port};`)
		.replace(/^\tlisten \[::\].*$/m, '')
		.replace(/^\tssl_.*$/gm, '');
}

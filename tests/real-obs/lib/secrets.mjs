// SPDX-License-Identifier: GPL-2.0-or-later
// Looks for secrets in everything a test leaves behind.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

// The plugin's own folder keeps the credentials and the uid on purpose; the simulator's files are not the plugin's.
const ALLOWED = [`plugin_config${sep}lovense-for-obs${sep}`, 'simulator.json', 'simulator.log'];
const MIN_LENGTH = 6;

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

// A secret also counts when it is written as JSON or percent-encoded.
function spellings(secret) {
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])];
}

function occursIn(text, spelling) {
  if (!/^\d+$/.test(spelling)) return text.includes(spelling);
  return new RegExp(`(?<![\\d.])${spelling}(?!\\d)`).test(text); // a pairing code, not a part of a longer number
}

// [{ file, secret }] of every secret in a file below folder.
export function findSecrets(folder, secrets) {
  const wanted = secrets.filter((secret) => typeof secret === 'string' && secret.length >= MIN_LENGTH);
  const found = [];
  for (const path of filesIn(folder)) {
    const file = relative(folder, path);
    if (ALLOWED.some((allowed) => file.includes(allowed)) || statSync(path).size === 0) continue;
    const text = readFileSync(path, 'latin1');
    for (const secret of wanted)
      if (spellings(secret).some((spelling) => occursIn(text, spelling))) found.push({ file, secret });
  }
  return found;
}

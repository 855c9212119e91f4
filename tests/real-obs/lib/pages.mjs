// SPDX-License-Identifier: GPL-2.0-or-later
// The examples of the pages in data/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './test.mjs';

// The fenced blocks below each heading: [{ heading, kind, text }].
export function blocksOf(page) {
  let heading;
  const text = readFileSync(join(REPOSITORY, 'data', page), 'utf8');
  return [...text.matchAll(/^#+ (.+)$|^```(\w*)\n([^]*?)^```$/gm)].flatMap(([, title, kind, block]) => {
    heading = title ?? heading;
    return title === undefined ? [{ heading, kind, text: block }] : [];
  });
}

// The requests and data of a block of lines such as `Stop {"key": "k"}  on release`.
export function linesOf(text) {
  const requests = [...text.matchAll(/^(\w+) +(\{.*?\})(?= |$)/gm)].map(([, requestType, data]) => ({ requestType, requestData: JSON.parse(data) }));
  if (requests.length !== text.trim().split('\n').length) throw new Error(`a line that is no request: ${text}`);
  return requests;
}

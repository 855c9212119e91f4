// SPDX-License-Identifier: GPL-2.0-or-later
// What the source that viewers see adds to the private memory of OBS while it moves: the first of them, and each further one.
// Beside it OBS's own text source, each in an OBS of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess, memory } from '../../real-obs/lib/proc.mjs';
import { sceneWithCode } from '../../real-obs/lib/scenario.mjs';

const KINDS = {
  activity: ['lovense_activity', { width: 600 }, 20],
  text: ['text_ft2_source_v2', { text: 'Off', font: { face: 'Sans Serif', size: 32, style: '', flags: 0 }, antialiasing: true }, 5],
};

const SETTINGS = { version: 1, mode: 'simulator', arm_on_start: true, allow_remote_arm: true };

async function grow(t, plan, [inputKind, inputSettings, copies]) {
  const obs = await t.startObs({ home: { settings: SETTINGS, collections: [sceneWithCode()] }, build: t.build });
  await obs.waitForState('ready');
  const sizes = [];
  for (let count = 0; count <= copies; count++) {
    if (count > 0) await obs.call('CreateInput', { sceneName: 'Scene A', inputName: `copy ${count}`, inputKind, inputSettings });
    await obs.vendor('Start', { key: 'bench', level: 0.5, ttlMs: 60_000 });
    await sleep(plan.settleMs);
    sizes.push(memory(findProcess(obs.process.pid, 'obs')).private_kb);
  }
  await obs.close();
  return { first_kb: sizes[1] - sizes[0], further_kb: (sizes[copies] - sizes[1]) / (copies - 1), sizes };
}

export async function measureText(t, plan) {
  const results = {};
  for (const [name, kind] of Object.entries(KINDS)) results[name] = await grow(t, plan, kind);
  return results;
}

const mb = (kb) => `${(kb / 1024).toFixed(1)} MB`;

export const textRows = ({ activity, text }) => [
  ['private memory, the first activity source', mb(activity.first_kb), mb(text.first_kb), "OBS's text source"],
  ['private memory, each further one of 20', mb(activity.further_kb), mb(text.further_kb), 'the same'],
];

export const textGoals = ({ activity }, below) => [
  below('private memory of each further activity source, MB', activity.further_kb / 1024, 1),
];

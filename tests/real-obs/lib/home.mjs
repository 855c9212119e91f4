// SPDX-License-Identifier: GPL-2.0-or-later
// A throw-away home for OBS 29 to 32: no wizard, no dialogs, obs-websocket on the given port, one
// profile "Test", hotkeys that work without focus. Nothing outside the folder is read or written by that OBS.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collection } from './collection.mjs';

const PLUGIN = 'lovense-for-obs';
const NO_PASSWORD = 'unused-but-required';

const ini = (sections) =>
  Object.entries(sections)
    .map(([name, keys]) => [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `${key}=${value}`), ''].join('\n'))
    .join('\n');

function userConfig(home, { port, password, hotkeyFocus }, collectionName) {
  const folder = join(home, '.config');
  return {
    General: {
      FirstRun: true, Pre19Defaults: false, Pre21Defaults: false, Pre23Defaults: false, 'Pre24.1Defaults': false,
      Pre31Migrated: true, LastVersion: 486539266, InfoIncrement: 1000, EnableAutoUpdates: false,
      ConfirmOnExit: false, MaxLogs: 10, ProcessPriority: 'Normal', HotkeyFocusType: hotkeyFocus,
    },
    Locations: { Configuration: folder, SceneCollections: folder, Profiles: folder, PluginManagerSettings: folder },
    Basic: {
      Profile: 'Test', ProfileDir: 'Test', SceneCollection: collectionName, SceneCollectionFile: collectionName,
      ConfigOnNewProfile: false,
    },
    BasicWindow: {
      PreviewEnabled: true, ShowTransitions: true, gridMode: false, SysTrayEnabled: false, SysTrayWhenStarted: false,
    },
    // OBS 29 reads obs-websocket's settings here, newer ones in plugin_config.
    OBSWebSocket: {
      FirstLoad: false, ServerEnabled: true, ServerPort: port, AlertsEnabled: false, AuthRequired: password !== undefined,
      ServerPassword: (password ?? NO_PASSWORD).replaceAll('\\', '\\\\'),
    },
  };
}

const profile = (home, hotkeys) => ({
  General: { Name: 'Test' },
  Video: { BaseCX: 1280, BaseCY: 720, OutputCX: 1280, OutputCY: 720, FPSType: 0, FPSCommon: 30 },
  Audio: { SampleRate: 48000, ChannelSetup: 'Stereo' },
  Output: { Mode: 'Simple' },
  SimpleOutput: { FilePath: home, RecFormat: 'mkv', RecEncoder: 'x264', RecQuality: 'Small', VBitrate: 1000, RecRB: true, RecRBTime: 5 },
  Hotkeys: Object.fromEntries(
    Object.entries(hotkeys).map(([name, binding]) => [name, JSON.stringify({ bindings: [binding].flat() })]),
  ),
});

// hotkeys: { "plugin.action": { key: "OBS_KEY_F9", control: true }, or a list of such }. settings and credentials are the plugin's own
// files: objects, or text for a damaged one. password: obs-websocket's; it has none by default.
// hotkeyFocus: OBS's "Hotkey Focus Behavior". collections: the first is the one OBS starts with.
export function makeHome(folder, { port, password, hotkeyFocus = 'NeverDisableHotkeys', hotkeys = {}, collections = [collection()], settings, credentials }) {
  const config = join(folder, '.config', 'obs-studio');
  const inside = (...parts) => join(config, ...parts);
  for (const each of [inside('basic/profiles/Test'), inside('basic/scenes'), inside('plugin_config/obs-websocket')])
    mkdirSync(each, { recursive: true });
  mkdirSync(join(folder, 'run'), { mode: 0o700 });

  writeFileSync(inside('global.ini'), ini(userConfig(folder, { port, password, hotkeyFocus }, collections[0].name)));
  copyFileSync(inside('global.ini'), inside('user.ini')); // read from OBS 31 on
  writeFileSync(
    inside('plugin_config/obs-websocket/config.json'),
    JSON.stringify({
      alerts_enabled: false, auth_required: password !== undefined, first_load: false, server_enabled: true,
      server_password: password ?? NO_PASSWORD, server_port: port,
    }),
  );
  writeFileSync(inside('basic/profiles/Test/basic.ini'), ini(profile(folder, hotkeys)));
  for (const each of collections) writeFileSync(inside('basic/scenes', `${each.name}.json`), JSON.stringify(each));

  const plugin = inside('plugin_config', PLUGIN);
  const text = (content) => (typeof content === 'string' ? content : JSON.stringify(content));
  mkdirSync(plugin, { recursive: true });
  if (settings !== undefined) writeFileSync(join(plugin, 'settings.json'), text(settings));
  if (credentials !== undefined) writeFileSync(join(plugin, 'credentials.json'), text(credentials), { mode: 0o600 });

  return {
    folder,
    port,
    password,
    plugin, // the module's own config folder
    fileOf: (name) => inside('basic/scenes', `${name}.json`), // of a collection
    readCollection: (name) => JSON.parse(readFileSync(inside('basic/scenes', `${name}.json`), 'utf8')),
  };
}

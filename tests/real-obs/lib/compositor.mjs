// SPDX-License-Identifier: GPL-2.0-or-later
// A Wayland compositor of its own without a screen (sway), in place of a Display.
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPrograms } from './obs.mjs';
import { finalError, output, run, start, stop, until } from './process.mjs';
import { Skip } from './test.mjs';

const NOBODY = 65534;
const PROGRAMS = ['sway', 'swaymsg', 'wtype', 'grim', 'tesseract'];
const SETTINGS = 'output HEADLESS-1 resolution 1600x1000 position 0,0\ndefault_border none\nxwayland disable\n';
const KEYBOARD_MS = '500'; // a keyboard comes with each key and goes with it: windows take some time to notice

// OBS is linked with a Qt whose part for Wayland is in a package of its own.
async function hasWaylandQt() {
  const script = 'qt=$(ldd "$(command -v obs)" | sed -n "s/^.*libQt\\([56]\\)Core[.].*/\\1/p"); ' +
    'compgen -G "/usr/lib/*/qt$qt/plugins/platforms/libqwayland*.so"';
  return (await run('bash', ['-c', script])).code === 0;
}

const windowsIn = (node) => [node, ...node.nodes, ...node.floating_nodes].flatMap((each) =>
  (each === node ? (node.pid === undefined ? [] : [node]) : windowsIn(each)));

export class Compositor {
  // The display of this test. Skips the test where something is missing.
  static async start(t) {
    if (t.chroot) throw new Skip('no compositor for an OBS in a chroot');
    const missing = await hasPrograms(PROGRAMS);
    if (missing.length) throw new Skip(`not installed: ${missing.join(', ')}`);
    if (!(await hasWaylandQt())) throw new Skip('not installed: qtwayland5 or qt6-wayland');
    const compositor = new Compositor();
    compositor.folder = mkdtempSync(join(tmpdir(), 'sway-')); // the paths of sockets must be short
    t.defer(() => rmSync(compositor.folder, { recursive: true, force: true }));
    t.defer(() => compositor.server && stop(compositor.server));
    await compositor.launch(t.file('sway.log'));
    t.ownDisplay = compositor;
    return compositor;
  }

  async launch(log) {
    const settings = join(this.folder, 'config');
    writeFileSync(settings, SETTINGS);
    const command = ['sway', '--config', settings];
    if (process.getuid() === 0) { // it refuses to run as root
      chownSync(this.folder, NOBODY, NOBODY);
      command.unshift('setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--');
    }
    const env = {
      PATH: process.env.PATH, HOME: this.folder, XDG_RUNTIME_DIR: this.folder,
      WLR_BACKENDS: 'headless', WLR_RENDERER: 'pixman', WLR_LIBINPUT_NO_DEVICES: '1',
    };
    this.server = start(command[0], command.slice(1), { log, env, cwd: this.folder });
    const socket = (prefix) => until(`${prefix} of sway`, () => {
      if (this.server.hasEnded) throw finalError(`sway ended: see ${log}`);
      const name = readdirSync(this.folder).find((each) => each.startsWith(prefix) && !each.endsWith('.lock'));
      return name && join(this.folder, name);
    });
    this.name = await socket('wayland-');
    this.variables = { WAYLAND_DISPLAY: this.name, QT_QPA_PLATFORM: 'wayland', LIBGL_ALWAYS_SOFTWARE: 1 };
    this.env = { ...process.env, WAYLAND_DISPLAY: this.name, SWAYSOCK: await socket('sway-ipc.') };
    delete this.env.DISPLAY;
    await until('sway', async () => (await this.ask('get_outputs')).length || undefined);
  }

  async command(text) {
    await output('swaymsg', ['--', text], { env: this.env });
  }

  async ask(what) {
    return JSON.parse(await output('swaymsg', ['-r', '-t', what], { env: this.env }));
  }

  async windows() {
    return windowsIn(await this.ask('get_tree'));
  }

  // A shortcut of the desktop.
  bind(key, command) {
    return this.command(`bindsym ${key} exec ${command}`);
  }

  // To an empty part of the desktop: no window has the focus then.
  async leaveWindows() {
    await this.command('workspace empty');
    await until('no focus', async () => !(await this.windows()).some(({ focused }) => focused) || undefined);
  }

  // Back to the window of this program.
  async showWindows(pid) {
    await until('the focus', async () => {
      await this.command(`[pid=${pid}] focus`);
      return (await this.windows()).some((each) => each.pid === pid && each.focused) || undefined;
    });
  }

  // A real key, for whoever has the focus, or for a shortcut.
  async press(key) {
    await output('wtype', ['-s', KEYBOARD_MS, '-k', key, '-s', KEYBOARD_MS], { env: this.env });
  }

  async picture(file) {
    await output('grim', [file], { env: this.env });
  }

  // As Display has them, for Obs.
  async mainWindow(pid) {
    return (await this.windows()).find((each) => each.pid === pid && /OBS \d/.test(each.name ?? ''))?.id;
  }

  async closeWindow(id) {
    await this.command(`[con_id=${id}] kill`);
  }
}

// SPDX-License-Identifier: GPL-2.0-or-later
// An X server of its own with a window manager: without one neither closing OBS's window nor its menus work.
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finalError, output, run, start, stop, until } from './process.mjs';

const ATTEMPTS = 5;
const EXTENSIONS = ['-nolisten', 'tcp', '+extension', 'GLX', '+extension', 'RANDR'];
const NO_REPEAT = '-r'; // a busy machine holds a typed key long enough for it to repeat

const down = (keys) => keys.flatMap((key) => ['keydown', key]);
const up = (keys) => [...keys].reverse().flatMap((key) => ['keyup', key]);

export class Display {
  // Numbers are drawn at random: servers that start and end side by side get in each other's way on the lowest free one.
  static async start(folder, geometry = '1600x1000x24') {
    for (let attempt = 1; ; attempt++) {
      const display = new Display();
      try {
        await display.launch(folder, randomInt(100, 60000), geometry);
        return display;
      } catch (error) {
        await display.stop();
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async launch(folder, number, geometry) {
    this.name = `:${number}`;
    this.env = { ...process.env, DISPLAY: this.name };
    this.variables = { DISPLAY: this.name, LIBGL_ALWAYS_SOFTWARE: 1 };
    const ready = join(folder, 'display');
    const args = [this.name, '-displayfd', '3', '-screen', '0', geometry, NO_REPEAT, ...EXTENSIONS];
    this.server = start('Xvfb', args, { log: join(folder, 'xvfb.log'), fd3: ready });
    await until('Xvfb', () => {
      if (this.server.hasEnded) throw finalError(`Xvfb ended: see ${join(folder, 'xvfb.log')}`);
      return readFileSync(ready, 'utf8').includes('\n') || undefined; // written once it takes clients
    });
    const log = join(folder, 'openbox.log');
    this.manager = start('openbox', ['--sm-disable'], { log, env: this.env });
    await until('openbox', async () => {
      if (this.manager.hasEnded) throw finalError(`openbox ended: see ${log}`);
      return (await run('wmctrl', ['-m'], { env: this.env })).code === 0 || undefined;
    });
  }

  // The display of the person at the screen.
  static existing(name) {
    const { XAUTHORITY } = process.env;
    const variables = { DISPLAY: name, ...(XAUTHORITY && { XAUTHORITY }) };
    return Object.assign(new Display(), { name, env: { ...process.env, DISPLAY: name }, variables });
  }

  async stop() {
    if (this.manager) await stop(this.manager);
    if (this.server) await stop(this.server);
  }

  // Real keys, as from a keyboard: they go to the whole display. OBS looks at the keymap now and then: hold a hotkey
  // until it has shown, and press the same one again only when its end has shown.
  async keyDown(...keys) {
    await output('xdotool', down(keys), { env: this.env });
  }

  async keyUp(...keys) {
    await output('xdotool', up(keys), { env: this.env });
  }

  // For windows, which get every event in turn.
  async press(...keys) {
    await output('xdotool', [...down(keys), ...up(keys)], { env: this.env });
  }

  // Id of the main window of the OBS with this pid, undefined while there is none.
  async mainWindow(pid) {
    const { stdout } = await run('wmctrl', ['-lp'], { env: this.env });
    const rows = stdout.toString().split('\n').map((line) => line.split(/\s+/));
    return rows.find((row) => row[2] === String(pid) && / OBS \d/.test(row.join(' ')))?.[0];
  }

  // Ids of the visible windows, menus included, whose title or class says this.
  async visibleWindows(kind, pattern) {
    const { stdout } = await run('xdotool', ['search', '--onlyvisible', `--${kind}`, pattern], { env: this.env });
    return stdout.toString().split('\n').filter((id) => id !== '');
  }

  // The windows of open menus.
  async openMenus() {
    const menus = [];
    for (const id of await this.visibleWindows('class', '^obs$')) {
      const { stdout } = await run('xprop', ['-id', id, '_NET_WM_WINDOW_TYPE'], { env: this.env }); // fails for one that just went
      if (/_(POPUP|DROPDOWN)_MENU/.test(stdout)) menus.push(id);
    }
    return menus;
  }

  async maximize(id) {
    await output('wmctrl', ['-ir', id, '-b', 'add,maximized_vert,maximized_horz'], { env: this.env });
  }

  async place(id, { x, y, width, height }) {
    await output('wmctrl', ['-ir', id, '-b', 'remove,maximized_vert,maximized_horz'], { env: this.env });
    await output('xdotool', ['windowsize', id, String(width), String(height)], { env: this.env });
    await output('xdotool', ['windowmove', id, String(x), String(y)], { env: this.env });
  }

  async closeWindow(id) {
    await output('wmctrl', ['-ic', id], { env: this.env });
  }

  async activateWindow(id) {
    await until('the focus', async () => {
      await output('wmctrl', ['-ia', id], { env: this.env });
      const active = await output('xdotool', ['getactivewindow'], { env: this.env });
      return Number(active) === Number(id) || undefined;
    });
  }

  async picture(file) {
    await output('import', ['-window', 'root', file], { env: this.env });
  }
}

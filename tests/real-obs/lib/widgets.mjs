// SPDX-License-Identifier: GPL-2.0-or-later
// The widgets of an OBS as a screen reader finds them: what is there, what it is called, where it is, what has the focus.
// A D-Bus session of its own, so that nothing of the machine's desktop is touched.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finalError, output, PYTHON, run, start, stop, until } from './process.mjs';
import { Skip } from './test.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const READER = join(HERE, 'widgets.py');
const WALKER = join(HERE, 'walk.py');
const ACTIVE = ['push button', 'push button menu', 'check box', 'radio button', 'slider', 'combo box', 'text', 'password text', 'spin button'];
const MAX_TABS = 60;
const KEY_MS = 30_000; // one that comes late after all, and another one, would go too far
const PRESS_MS = 20_000; // a press that comes late after all, and another one, are two clicks
const CLICKS = 4;
const LAYOUT_MS = 20_000;
const LEAVES_OUT_PRESSES = 30; // the version of OBS
const FRAME_PX = 30;
const FRAME_BUTTONS = ['Close', 'Float', 'Schließen', 'Cerrar', '閉じる']; // as Qt translates them

// Where the sockets of the bus lie: their paths must be short, and seen from inside a chroot.
function socketFolder(t) {
  if (t.chroot) {
    mkdirSync(t.file('run'), { mode: 0o700 });
    return t.file('run');
  }
  const folder = mkdtempSync(join(tmpdir(), 'bus-'));
  t.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export class Widgets {
  // Skips the test where the machine has no accessibility bus.
  static async start(t) {
    const display = await t.display();
    const probe = await run(PYTHON, ['-c', 'import gi; gi.require_version("Atspi", "2.0")']);
    if (probe.code !== 0 || (await run('which', ['dbus-daemon'])).code !== 0)
      throw new Skip('not installed: dbus at-spi2-core gir1.2-atspi-2.0 python3-gi');
    const widgets = new Widgets();
    const announced = t.file('bus');
    const log = t.file('bus.log');
    const sockets = socketFolder(t);
    widgets.display = display;
    widgets.clicks = 0;
    widgets.scale = 1; // of the display, as the OBS was told by QT_SCALE_FACTOR: Qt tells places without it
    const options = ['--session', '--nofork', '--print-address=3', `--address=unix:dir=${sockets}`];
    widgets.bus = start('dbus-daemon', options, { fd3: announced, env: { ...display.env, XDG_RUNTIME_DIR: sockets }, log });
    t.defer(() => stop(widgets.bus));
    const address = await until('a D-Bus session', () => {
      if (widgets.bus.hasEnded) throw finalError(`dbus-daemon ended: see ${log}`);
      return readFileSync(announced, 'utf8').split('\n').find((line) => line !== '');
    });
    // For Obs.start(): Qt then tells the bus about its widgets, and OBS's log about each press and release of the mouse.
    widgets.env = {
      DBUS_SESSION_BUS_ADDRESS: address, QT_LINUX_ACCESSIBILITY_ALWAYS_ON: '1', QT_LOGGING_RULES: 'qt.qpa.input.events=true',
    };
    return widgets;
  }

  watch(obs) {
    this.obs = obs;
  }

  // All that shows in a window, itself first; undefined while it is not there. The window: { title, role }, where title is a
  // regular expression and role "frame" for a dock or the main window, "dialog" for any other.
  async in({ title, role }) {
    const { process: program, logFile } = this.obs;
    if (program.hasEnded) throw finalError(`OBS ended by itself: see ${logFile}`);
    const env = { ...this.display.env, ...this.env };
    const all = JSON.parse(await output(PYTHON, [READER, String(program.pid), title, role], { env })) ?? undefined;
    for (const widget of all ?? [])
      for (const key of ['x', 'y', 'width', 'height']) widget[key] = Math.round(widget[key] * this.scale);
    return all;
  }

  // Waits until choose(all in the window) gives something.
  async wait(window, what, choose) {
    let last;
    try {
      return await until(`${what} in the ${window.role} "${window.title}"`, async () => {
        last = await this.in(window);
        return last && choose(last);
      });
    } catch (error) {
      const seen = last?.map(({ role, name, text }) => `${role} "${name}" ${text}`).join('\n  ') ?? 'not there';
      const { stdout: front } = await run('xdotool', ['getactivewindow', 'getwindowname'], { env: this.display.env });
      throw new Error(`${error.message}\n  in front: ${front}  ${seen}`);
    }
  }

  // Waits for the widget whose name begins so.
  named(window, name, role) {
    return this.wait(window, `"${name}"`, (all) =>
      all.find((each) => each.name.startsWith(name) && (!role || each.role === role)));
  }

  // Waits until nothing is wrong with how they stand: a layout may still be at work.
  flawless(window) {
    return until(`a "${window.title}" without a flaw`, async () => {
      const found = flaws(await this.in(window));
      if (found.length) throw new Error(found.join('; '));
      return true;
    }, LAYOUT_MS);
  }

  gone(window) {
    return until(`the end of "${window.title}"`, async () => (await this.in(window)) === undefined || undefined);
  }

  // A click of the mouse in the middle of it, once it stays where it is. Window managers hold each press back for a moment, to
  // bring its window to the front first, and a busy one loses it: OBS's log tells which presses came, and another one is made.
  // Newer versions of OBS leave out what Qt tells of them: there one has to do.
  async click(window, name, role) {
    this.clicks += 1;
    for (let count = 1; count <= CLICKS; count++) {
      const { widget, presses } = await this.clickOnce(window, name, role);
      if (Number.parseInt(this.obs.version, 10) >= LEAVES_OUT_PRESSES) return;
      const hasArrived = await until('the press', () => this.presses() > presses || undefined, PRESS_MS).then(() => true, () => false);
      if (hasArrived) return;
      console.log(`"${name}": click ${count} at ${widget.x},${widget.y} did not come; ${await this.whatIsThere(window, name, role)}`);
    }
    throw new Error(`"${name}" takes no click; windows:\n${await output('wmctrl', ['-lG'], { env: this.display.env })}`);
  }

  // Opens the menu of that button and chooses an entry by the keys: 1 is the first, -1 the last.
  async chooseInMenu(window, button, entry) {
    await this.click(window, button);
    await until('an open menu', async () => (await this.display.openMenus()).length === 1 || undefined);
    for (let count = 0; count < Math.abs(entry); count++) await this.display.press(entry > 0 ? 'Down' : 'Up');
    await this.display.press('Return');
    await until('the end of the menu', async () => (await this.display.openMenus()).length === 0 || undefined);
  }

  // How many presses of the mouse have come to OBS.
  presses() {
    return this.obs.log.match(/^qt[.]qpa[.]input[.]events: XI2 mouse press/gm)?.length ?? 0;
  }

  async clickOnce(window, name, role) {
    let before = {};
    const widget = await until(`"${name}" to stay in its place`, async () => {
      const now = await this.named(window, name, role);
      const isSteady = ['x', 'y', 'width', 'height'].every((key) => now[key] === before[key]);
      before = now;
      return isSteady ? now : undefined;
    });
    const presses = this.presses();
    const { x, y, width, height } = widget;
    const place = [x + width / 2, y + height / 2].map((each) => String(Math.round(each)));
    await output('xdotool', ['mousemove', ...place, 'click', '1'], { env: this.display.env });
    return { widget, presses };
  }

  // Where a click went that did not come: the window under the mouse, the one in front, and where the widget is now.
  async whatIsThere(window, name, role) {
    const { env } = this.display;
    const ask = async (...command) => (await run(command[0], command.slice(1), { env })).stdout.toString().trim().replaceAll('\n', ' ');
    const now = (await this.in(window))?.find((each) => each.name.startsWith(name) && (!role || each.role === role));
    const place = now ? `${now.width}x${now.height} at ${now.x},${now.y}${now.enabled ? '' : ', disabled'}` : 'gone';
    return `now ${place}; mouse: ${await ask('xdotool', 'getmouselocation')}; in front: ${await ask('xdotool', 'getactivewindow', 'getwindowname')}; ` +
      `windows: ${await ask('wmctrl', '-lG')}`;
  }

  // A window manager may leave a new window behind the one that was clicked.
  async bringToFront({ title }) {
    const id = await until(`the window "${title}"`, async () => (await this.display.visibleWindows('name', title))[0]);
    await this.display.activateWindow(id);
  }

  // Waits until something in the window has the focus, or the widget of that name: keys before that go elsewhere.
  focusIn(window, wanted) {
    return this.wait(window, wanted === undefined ? 'the focus' : `the focus on "${wanted}"`, (all) =>
      all.slice(1).find(({ focused, role, name }) => focused && ACTIVE.includes(role) && name === (wanted ?? name)));
  }

  // Presses Tab until the widget of that name has the focus; returns the names on the way.
  async tabTo(window, name, key = ['Tab']) {
    const way = [];
    await this.bringToFront(window);
    let now = await this.focus(window);
    for (let count = 0; count < MAX_TABS; count++) {
      const { place, widget } = now;
      if (widget) way.push(widget.name);
      if (widget?.name.startsWith(name)) return way;
      await this.display.press(...key);
      const moved = async () => {
        now = await this.focus(window);
        return now.place !== place || undefined;
      };
      await until('the focus to move on', moved, KEY_MS).catch(() => {}); // then the key is pressed once more
    }
    throw new Error(`no way by Tab to "${name}": ${way.join(' | ')}`);
  }

  // Where that key (Tab, shift+Tab) leads in a window that is in front, until it comes round, and what there is to be
  // reached: { stops, controls }, see walk.py.
  async round({ title, role }, key) {
    const env = { ...this.display.env, ...this.env };
    return JSON.parse(await output(PYTHON, [WALKER, String(this.obs.process.pid), title, role, key], { env }));
  }

  // The places of what has the focus among all that shows, and which of it is something to use.
  async focus(window) {
    const all = (await this.in(window)) ?? [];
    const focused = all.map((each, index) => ({ ...each, index })).slice(1).filter((each) => each.focused);
    return { place: focused.map(({ index }) => index).join(), widget: focused.find(({ role }) => ACTIVE.includes(role)) };
  }

  // Puts text into the clipboard, as from a browser.
  async copy(t, text) {
    const script = 'exec xclip -quiet -selection clipboard < <(printf %s "$0")'; // a file would leave secrets behind
    const clipboard = start('bash', ['-c', script, text], { env: this.display.env, log: t.file('xclip.log') });
    t.defer(() => stop(clipboard));
    const read = () => output('xclip', ['-out', '-selection', 'clipboard'], { env: this.display.env });
    await until('the text in the clipboard', async () => (await read()) === text || undefined);
  }
}

// What is wrong with how the widgets of a window stand.
function flaws([window, ...all]) {
  // The two buttons in the frame that OBS gives a dock are OBS's own.
  const isOfFrame = ({ name, y }) => FRAME_BUTTONS.includes(name) && y < window.y + FRAME_PX;
  const widgets = all.filter((each) => !isOfFrame(each));
  const where = ({ role, name, x, y, width, height }) => `${role} "${name}" (${width}x${height} at ${x},${y})`;
  const nameless = widgets.filter(({ role, name }) => ACTIVE.includes(role) && name === '');
  const empty = widgets.filter(({ role, width, height }) => ACTIVE.includes(role) && (width < 8 || height < 8));
  const seen = widgets.filter(({ role }) => role === 'label' || ACTIVE.includes(role)); // not the list of a closed combo box
  const outside = seen.filter(({ x, width }) => x < window.x || x + width > window.x + window.width);
  return [
    ...nameless.map((each) => `${where(each)} has no name`),
    ...empty.map((each) => `${where(each)} is too small`),
    ...outside.map((each) => `${where(each)} sticks out of the window`),
    ...(window.modal ? [`${where(window)} is modal`] : []),
  ];
}

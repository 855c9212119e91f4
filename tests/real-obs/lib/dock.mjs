// SPDX-License-Identifier: GPL-2.0-or-later
// The dock in a real OBS: opening it, its words, its pictures.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output, until } from './process.mjs';

const MAX_ENTRIES = 20;
const DOCKS_MENU = 4; // in the menu bar, counted from 1
const PLACE = { x: 500, y: 30, width: 480, height: 920 };
const FRAME_PX = 60; // what a window manager may draw around it
const LOCALE = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'data', 'locale');
export const TITLE = 'Lovense for OBS';
export const DOCK = { title: `^${TITLE}$`, role: 'frame' };
export const WINDOW = { title: `^${TITLE}$`, role: 'dialog' }; // the same, from the Tools menu
export const SET_UP = { title: ` - ${TITLE}$`, role: 'dialog' };
export const MAIN = { title: '^OBS ', role: 'frame' };

// words('Dock.Armed'). Placeholders are cut off with what follows.
export function locale(language = 'en-US') {
  const lines = readFileSync(join(LOCALE, `${language}.ini`), 'utf8').split('\n');
  const texts = new Map(lines.map((line) => line.match(/^([\w.]+)="(.*)"$/)).filter(Boolean).map(([, key, text]) => [key, text.replaceAll('\\"', '"')]));
  return (key) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`${language}: no text ${key}`);
    return text.split('%1')[0];
  };
}

// Settings of somebody who has begun nothing yet, on an own service: for makeHome().
export function freshAccountOn(simulator, settings = {}) {
  return { settings: { version: 1, mode: 'off', uid: randomUUID(), api_url: simulator.api_url, route: 'server', ...settings } };
}

// From the menu that Alt+D has opened to the Docks menu: in some languages that is another one.
async function goToDocksMenu(widgets, open) {
  const openMenu = (all) => {
    const before = all.slice(0, all.findIndex(({ role }) => role === 'popup menu') + 1);
    return before.filter(({ role }) => role === 'menu item').length || undefined;
  };
  const now = () => widgets.wait(MAIN, 'an open menu', async (all) => openMenu(all) ?? open());
  for (let menu = await now(); menu !== DOCKS_MENU; menu = await now()) {
    const last = menu;
    await widgets.display.press('Left'); // to the right is the way into a menu's own menus
    await widgets.wait(MAIN, 'the next menu', (all) => openMenu(all) !== last || undefined);
  }
}

// Qt may miss where the window manager puts a window, and would then tell a wrong place for every widget: so it is put there
// until Qt says the same.
export async function putWindow(widgets, window, id, place) {
  await until(`"${window.title}" in its place`, async () => {
    await widgets.display.place(id, place);
    const [{ x, y }] = (await widgets.in(window)) ?? [{}];
    const isThere = Math.abs(x - place.x) < FRAME_PX && Math.abs(y - place.y) < FRAME_PX;
    if (!isThere) throw new Error(`Qt says ${x},${y}`);
    return true;
  });
}

// Opens it by the keys of the Docks menu.
export async function openDock(widgets, obs) {
  await putWindow(widgets, DOCK, await obs.openLastDock(TITLE, (open) => goToDocksMenu(widgets, open)), PLACE);
}

// Opens the editor of the rule of that name; returns the editor's window.
export async function openRuleEditor(widgets, name, words) {
  await widgets.click(DOCK, name, 'label');
  await widgets.click(DOCK, words('Rules.Edit'), 'push button');
  const editor = { title: `^${words('Rule.Title.Named')}`, role: 'dialog' };
  await widgets.bringToFront(editor);
  return editor;
}

export async function closeByKey(widgets, window) {
  await widgets.bringToFront(window);
  await widgets.focusIn(window);
  await widgets.display.press('Escape');
  await widgets.gone(window);
}

// Opens it as a window, by the keys of the Tools menu.
export async function openFromToolsMenu(widgets, obs) {
  const { display } = widgets;
  await widgets.wait(MAIN, 'its menu', (all) => all.find(({ role }) => role === 'menu bar'));
  await display.activateWindow(await obs.mainWindow());
  await display.press('Alt_L', 't');
  const chosen = (all) => {
    const [menu, ...entries] = all.slice(all.findIndex(({ role }) => role === 'popup menu'));
    return menu.role === 'popup menu' ? (entries.find(({ role, focused }) => role === 'menu item' && focused)?.name ?? '') : undefined;
  };
  let now = await widgets.wait(MAIN, 'the Tools menu', chosen);
  for (let count = 0; now !== TITLE && count < MAX_ENTRIES; count++) {
    const last = now;
    await display.press('Up');
    now = await widgets.wait(MAIN, 'the next entry', (all) => (chosen(all) === last ? undefined : chosen(all)));
  }
  await display.press('Return');
  await widgets.named(WINDOW, locale()('Dock.StopAll'));
}

// Picture of the widgets' window alone, or of that part of the screen.
export async function pictureOf(display, { x, y, width, height }, file) {
  await display.picture(file);
  const cut = `${width}x${height}+${Math.max(0, x)}+${Math.max(0, y)}`;
  await output('convert', [file, '-crop', cut, '+repage', file]);
  return file;
}

// Puts text into the field of that name, which has the focus, by the clipboard: of typed characters a busy machine loses some.
export async function paste(t, widgets, window, name, text) {
  const { display } = widgets;
  await widgets.copy(t, text);
  await until(`${text.length} characters in "${name}"`, async () => {
    await display.press('Control_L', 'a');
    await display.press('Control_L', 'v');
    const { widget } = await widgets.focus(window);
    return (widget?.name === name && widget.length === text.length) || undefined;
  });
}

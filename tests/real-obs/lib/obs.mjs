// SPDX-License-Identifier: GPL-2.0-or-later
// A real OBS on a throw-away home, driven by obs-websocket. Works with OBS 29 to 32, the machine's own or one in a chroot.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import OBSWebSocket, { EventSubscription } from 'obs-websocket-js';
import { ForeignCrash, foreignCrash, hasLeftSources } from './crash.mjs';
import { readCode } from './picture.mjs';
import { finalError, run, start, until } from './process.mjs';
import { writeFile } from 'node:fs/promises';

const QUICKLY_PACKED = 80; // of a picture: not smaller, but there far sooner
const EXIT_PATIENCE_MS = 60_000;
export const ALL_EVENTS = EventSubscription.All;
const EVENTS = EventSubscription.All | EventSubscription.InputActiveStateChanged;
const CHROOT_RUN = join(dirname(fileURLToPath(import.meta.url)), '..', 'chroot-run');

const assignments = (variables) => Object.entries(variables).map(([name, value]) => `${name}=${value}`);

// build: build tree whose module is loaded as OBS_PLUGINS_PATH; without it OBS runs without the plugin.
function environment({ home, display, build, env = {} }) {
  return {
    PATH: '/usr/bin:/bin', HOME: home.folder, XDG_CONFIG_HOME: join(home.folder, '.config'),
    XDG_RUNTIME_DIR: join(home.folder, 'run'), LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8',
    QT_QPA_PLATFORM: 'xcb', NO_AT_BRIDGE: 1, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...display.variables,
    ...(build && { OBS_PLUGINS_PATH: join(build, 'plugin'), OBS_PLUGINS_DATA_PATH: `${join(build, 'data')}/` }),
    ...env,
  };
}

export class Obs {
  // Returns when OBS has loaded its scenes.
  static async start({ home, display, build, env, chroot, binds = [], name = 'obs' }) {
    const obs = new Obs();
    obs.home = home;
    obs.display = display;
    obs.logFile = join(home.folder, `${name}.log`);
    const inside = chroot ? [CHROOT_RUN, chroot] : [];
    const command = [
      ...inside, 'env', '-i', '-C', home.folder, ...assignments(environment({ home, display, build, env })),
      'obs', '--multi', '--disable-updater', '--disable-missing-files-check', '--disable-shutdown-check',
      '--profile', 'Test', '--verbose',
    ];
    obs.process = start(command[0], command.slice(1), {
      log: obs.logFile,
      env: { ...process.env, CHROOT_BINDS: binds.join(':') },
    });
    try {
      await obs.connect();
    } catch (error) {
      await obs.kill();
      throw error;
    }
    return obs;
  }

  // The socket may open before OBS has loaded its scenes; requests are refused then.
  async connect() {
    this.socket = new OBSWebSocket();
    const alive = () => {
      if (this.process.hasEnded) throw finalError(`OBS ended while loading: see ${this.logFile}`);
    };
    await until('obs-websocket', async () => {
      alive();
      const { port, password } = this.home;
      return (await this.socket.connect(`ws://127.0.0.1:${port}`, password, { eventSubscriptions: EVENTS })) ?? true;
    });
    await until('OBS loading', async () => {
      alive();
      return this.socket.call('GetSceneList');
    });
    this.version = (await this.socket.call('GetVersion')).obsVersion;
  }

  // A client more, of nothing or of these events.
  async anotherClient(eventSubscriptions = EventSubscription.None) {
    const socket = new OBSWebSocket();
    await socket.connect(`ws://127.0.0.1:${this.home.port}`, undefined, { eventSubscriptions });
    return socket;
  }

  get log() {
    return readFileSync(this.logFile, 'utf8');
  }

  call(request, data) {
    return this.socket.call(request, data);
  }

  // A request to the plugin; the reply's own fields.
  async vendor(requestType, requestData = {}) {
    const hasData = Object.keys(requestData).length > 0; // an empty object is refused
    const request = { vendorName: 'lovense-for-obs', requestType, ...(hasData && { requestData }) };
    return (await this.socket.call('CallVendorRequest', request)).responseData;
  }

  waitForLog(pattern) {
    const regex = typeof pattern === 'string' ? undefined : pattern;
    return until(`"${pattern}" in the log`, () => {
      const line = this.log.split('\n').find((each) => (regex ? regex.test(each) : each.includes(pattern)));
      if (line === undefined && this.process.hasEnded) throw finalError(`OBS ended without "${pattern}" in its log`);
      return line;
    });
  }

  // The plugin's vendor events from now on, as [{ type, data }]; grows as they come.
  vendorEvents() {
    const events = [];
    this.socket.on('VendorEvent', ({ vendorName, eventType, eventData }) => {
      if (vendorName === 'lovense-for-obs') events.push({ type: eventType, data: eventData });
    });
    return events;
  }

  // Returns the plugin's GetStatus reply once it is in this state and, where one is given, says this reason.
  async waitForState(state, reason) {
    let last;
    try {
      return await until(`state ${state}`, async () => {
        if (this.process.hasEnded) throw finalError('OBS ended by itself');
        last = await this.vendor('GetStatus');
        return last.state === state && (reason ?? last.reason) === last.reason ? last : undefined;
      });
    } catch (error) {
      throw new Error(`${error.message}; last: ${JSON.stringify(last)}, see ${this.logFile}`);
    }
  }

  // Returns when the transition has ended: only then is the scene the current one for plugins.
  async switchScene(sceneName) {
    const { currentProgramSceneName } = await this.socket.call('GetCurrentProgramScene');
    if (currentProgramSceneName === sceneName) return;
    await this.untilEvent('CurrentProgramSceneChanged', (event) => event.sceneName === sceneName, () =>
      this.socket.call('SetCurrentProgramScene', { sceneName }));
  }

  async switchCollection(sceneCollectionName) {
    let outcome;
    this.call('SetCurrentSceneCollection', { sceneCollectionName }).then(
      () => { outcome = {}; },
      (error) => { outcome = { error }; },
    );
    const { error } = await until(`the collection ${sceneCollectionName}`, () => {
      if (hasLeftSources(this.log)) throw finalError(`sources of the last collection are left: see ${this.logFile}`);
      return outcome;
    });
    if (error) throw error;
  }

  waitForRule(id, isActive) {
    return until(`rule ${id} ${isActive ? 'running' : 'at rest'}`, async () => {
      const { rules } = await this.vendor('ListRules');
      return rules.find((rule) => rule.id === id).active === isActive || undefined;
    });
  }

  waitForPanic(isLatched) {
    return until(`a stop key that is ${isLatched ? 'latched' : 'released'}`, async () =>
      (await this.vendor('GetStatus')).panic === isLatched || undefined);
  }

  // A press and release at once of a key, as by a remote control. OBS forgets it when it polls the keyboard next, and takes
  // a second one before that for the same.
  pressRemotely(keyId) {
    return this.call('TriggerHotkeyByKeySequence', { keyId });
  }

  // Presses it again: until hasWorked(), which waits for the effect in its own time.
  pressRemotelyUntil(keyId, hasWorked) {
    return until(`what ${keyId} does`, async () => {
      await this.pressRemotely(keyId);
      return (await hasWorked()) || undefined;
    });
  }

  // Runs the action, and returns when OBS has said the event for it.
  async untilEvent(type, accepts, action) {
    let hasCome = false;
    const note = (event) => {
      hasCome ||= accepts(event);
    };
    this.socket.on(type, note);
    await action();
    await until(`the event ${type}`, () => hasCome || undefined);
    this.socket.off(type, note);
  }

  // Shows or hides a source in a scene that is on. OBS tells plugins with the next frame, and nothing when both came
  // within one.
  async show(sceneName, sourceName, sceneItemEnabled) {
    const { sceneItemId } = await this.call('GetSceneItemId', { sceneName, sourceName });
    const isWanted = ({ inputName, videoActive }) => inputName === sourceName && videoActive === sceneItemEnabled;
    await this.untilEvent('InputActiveStateChanged', isWanted, () =>
      this.call('SetSceneItemEnabled', { sceneName, sceneItemId, sceneItemEnabled }));
  }

  // Picture of a source or scene, as OBS renders it.
  async screenshot(sourceName, file) {
    const { imageData } = await this.socket.call('GetSourceScreenshot', { sourceName, imageFormat: 'png', imageCompressionQuality: QUICKLY_PACKED });
    await writeFile(file, Buffer.from(imageData.split(',')[1], 'base64'));
    return file;
  }

  async readCode(sourceName, file) {
    return readCode(await this.screenshot(sourceName, file));
  }

  // Opens the last entry of the Docks menu: a plugin's dock, which starts hidden in every version. goToMenu: comes from the menu
  // that Alt+D opens to that menu; in English it is this one. It gets what opens the menu once more: a window manager that is
  // late to bring the window to the front closes it again.
  async openLastDock(title, goToMenu = async () => {}) {
    const { display } = this;
    const isOpen = async () => (await display.visibleWindows('name', title))[0];
    const already = await isOpen();
    if (already) return already;
    await display.activateWindow(await this.mainWindow());
    const open = async () => {
      if ((await display.openMenus()).length > 0) return;
      await display.press('Alt_L', 'd');
      await until('an open menu', async () => (await display.openMenus()).length === 1 || undefined);
    };
    await open();
    await goToMenu(open);
    await display.press('Up');
    await display.press('Return');
    return until(`a dock titled "${title}"`, isOpen);
  }

  mainWindow() {
    return until('a window of OBS', async () => {
      if (this.process.hasEnded) throw finalError(`OBS ended by itself: see ${this.logFile}`);
      return this.display.mainWindow(this.process.pid);
    });
  }

  // Ends OBS as a user does. { code, seconds, leaks }: leaks as OBS counts them, undefined when it did not say. Throws
  // ForeignCrash for a crash that is none of the plugin's.
  async close() {
    const window = await this.mainWindow();
    return this.end(() => this.display.closeWindow(window));
  }

  // Ends OBS by a signal; OBS 29 does not unload modules then.
  async interrupt(signal = 'SIGINT') {
    return this.end(() => this.process.kill(signal));
  }

  async end(ask) {
    await this.hangUp();
    const begin = performance.now();
    await ask();
    let isHung = false;
    const timer = setTimeout(() => {
      isHung = true;
      this.process.kill('SIGKILL');
    }, EXIT_PATIENCE_MS);
    const { code, signal } = await this.process.ended;
    clearTimeout(timer);
    const crash = code === 0 ? undefined : foreignCrash(this.log);
    if (crash) throw new ForeignCrash(`${crash}: see ${this.logFile}`);
    if (hasLeftSources(this.log)) throw new Error(`sources were still held when OBS closed: see ${this.logFile}`);
    if (isHung) throw new Error(`OBS hung for ${EXIT_PATIENCE_MS / 1000} s while closing: see ${this.logFile}`);
    const leaks = /Number of memory leaks: (\d+)/.exec(this.log)?.[1];
    return { code: code ?? signal, seconds: (performance.now() - begin) / 1000, leaks: leaks && Number(leaks) };
  }

  // OBS 29's obs-websocket now and then crashes when it is unloaded while a client is connected.
  async hangUp() {
    await this.socket.disconnect();
    await this.waitForLog(/WebSocketServer::onClose/);
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.process.ended;
    await this.socket?.disconnect().catch(() => {});
  }
}

export async function hasPrograms(names) {
  const found = await Promise.all(names.map((name) => run('which', [name])));
  return names.filter((_, index) => found[index].code !== 0);
}

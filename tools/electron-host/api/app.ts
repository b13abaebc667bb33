import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type * as Electron from 'electron';
import { refuseUnknown } from '../known-members.ts';
import { openWindows } from './open-windows.ts';
import { preventableEvent } from './preventable-event.ts';
import { runtimeIfStarted } from './runtime.ts';
import { takeInstanceLock } from './single-instance.ts';

type AppMembers =
  | 'commandLine'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getLocale'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setName'
  | 'setPath'
  | 'whenReady';

type Description = {
  folder: string;
  name: string;
  version: string;
  userData: string | undefined;
  /** Whether it came in an archive, as it does where it is installed. */
  isPackaged: boolean;
};

/** Electron's `app`. Its events come in the documented order: before-quit, each window's close, will-quit, quit. */
class App extends EventEmitter implements Pick<Electron.App, AppMembers> {
  name = 'Electron';
  isPackaged = false;
  readonly switches: string[] = [];
  #folder = '';
  #version = '';
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #ending: Promise<void> | undefined;
  #quitting = false;
  #releaseLock: (() => void) | undefined;
  readonly #paths = new Map<string, string>();

  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => {
      this.switches.push(value === undefined || value === '' ? `--${name}` : `--${name}=${value}`);
    },
    appendArgument: (argument: string) => {
      this.switches.push(argument);
    },
    hasSwitch: (name: string) =>
      this.switches.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
    getSwitchValue: (name: string) =>
      this.switches.findLast((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
    removeSwitch: (name: string) => {
      const kept = this.switches.filter((word) => word !== `--${name}` && !word.startsWith(`--${name}=`));
      this.switches.splice(0, Number.POSITIVE_INFINITY, ...kept);
    },
  };

  /** Sets the app's folder, name and version. Called once, before its main script runs. */
  static describe(app: App, { folder, name, version, userData, isPackaged }: Description): void {
    app.#folder = folder;
    app.#version = version;
    app.name = name;
    app.isPackaged = isPackaged;
    if (userData !== undefined) app.#paths.set('userData', userData);
  }

  /** Announces that windows may be created. Must use `emit`, which Playwright's loader replaces to delay the event. */
  static becomeReady(app: App): void {
    app.#isReady = true;
    app.emit('ready', preventableEvent({}), {});
    app.#ready.resolve();
  }

  static isEnding(app: App): boolean {
    return app.#ending !== undefined;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  getAppPath(): string {
    return this.#folder;
  }

  getVersion(): string {
    return this.#version;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getPath(name: string): string {
    const appData = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    const userData = this.#paths.get('userData') ?? join(appData, this.name);
    const path =
      this.#paths.get(name) ??
      {
        home: homedir(),
        appData,
        userData,
        temp: tmpdir(),
        downloads: join(homedir(), 'Downloads'),
        exe: process.argv[0],
        sessionData: userData,
        logs: join(userData, 'logs'),
      }[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (resolve(path) !== path) throw new Error('Path must be absolute');
    if (name === 'userData') mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }

  /** Always fails, as Electron's may: a development tool leaves the machine's settings alone. */
  setAsDefaultProtocolClient(): boolean {
    return false;
  }

  /** Pages of the stand-in always run as if sandboxed: without Node, with an isolated preload script. */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  requestSingleInstanceLock(additionalData?: Record<PropertyKey, unknown>): boolean {
    if (this.#releaseLock) return true;
    this.#releaseLock = takeInstanceLock(this.getPath('userData'), additionalData, (words, folder, data) => {
      this.emit('second-instance', preventableEvent({}), words, folder, data);
    });
    return this.#releaseLock !== undefined;
  }

  hasSingleInstanceLock(): boolean {
    return this.#releaseLock !== undefined;
  }

  releaseSingleInstanceLock(): void {
    this.#releaseLock?.();
    this.#releaseLock = undefined;
  }

  quit(): void {
    if (this.#quitting || this.#ending) return;
    const beforeQuit = preventableEvent({});
    this.emit('before-quit', beforeQuit);
    if (beforeQuit.defaultPrevented) return;
    this.#quitting = true;
    const windows = [...openWindows];
    if (!windows.every((window) => window.tryToClose())) {
      this.#quitting = false;
      return;
    }
    void Promise.all(windows.map((window) => window.gone)).then(() => {
      this.#quitting = false;
      const willQuit = preventableEvent({});
      this.emit('will-quit', willQuit);
      if (!willQuit.defaultPrevented) this.exit();
    });
  }

  exit(code = 0): void {
    this.#ending ??= this.#end(code);
  }

  /** Called when the last window is gone. Like Electron, quits if nobody listens, and emits nothing while quitting. */
  static onAllWindowsClosed(app: App): void {
    if (app.#quitting || app.#ending) return;
    if (app.listenerCount('window-all-closed') === 0) app.quit();
    else app.emit('window-all-closed');
  }

  async #end(code: number): Promise<void> {
    this.emit('quit', preventableEvent({}), code);
    this.releaseSingleInstanceLock();
    await runtimeIfStarted()?.chromium.close();
    process.exit(code);
  }
}
Object.setPrototypeOf(App.prototype, refuseUnknown('app', EventEmitter.prototype));

export const app = new App();
export const describeApp = App.describe.bind(App, app);
export const becomeReady = App.becomeReady.bind(App, app);
export const isEnding = App.isEnding.bind(App, app);
export const onAllWindowsClosed = App.onAllWindowsClosed.bind(App, app);

import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';
import { refuseUnknown } from '../known-members.ts';
import { onAllWindowsClosed } from './app.ts';
import { openWindows } from './open-windows.ts';
import { preventableEvent } from './preventable-event.ts';
import { runtime } from './runtime.ts';
import { WebContents } from './web-contents.ts';

type WindowState = NonNullable<Protocol.Browser.Bounds['windowState']>;
type WindowMembers =
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getNormalBounds'
  | 'getMinimumSize'
  | 'getTitle'
  | 'id'
  | 'isAlwaysOnTop'
  | 'isDestroyed'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'isVisibleOnAllWorkspaces'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setBounds'
  | 'setFullScreen'
  | 'setMinimumSize'
  | 'setVisibleOnAllWorkspaces'
  | 'show'
  | 'unmaximize';

const all = new Map<number, BrowserWindow>();
let lastId = 0;
/** The window that was brought to the front last. */
let focused: BrowserWindow | undefined;

/** A window of Chromium without browser controls. Keeps Chromium's latest values for Electron's synchronous getters. */
export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, WindowMembers> {
  readonly id: number;
  readonly webContents: WebContents & Electron.WebContents;
  /** Settles when the window is closed. */
  readonly gone: Promise<void>;
  #bounds: Electron.Rectangle;
  #normalBounds: Electron.Rectangle;
  #state: WindowState = 'normal';
  #visible: boolean;
  #destroyed = false;
  #title: string;
  #onTop = false;
  #onAllWorkspaces = false;
  #minimumSize: [width: number, height: number];

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    const { pages, environment } = runtime('BrowserWindow');
    const { width = 800, height = 600, x, y, webPreferences = {}, backgroundColor, title = '' } = options;
    refuseUnsafe(webPreferences);
    const { workArea } = environment;
    const centred = {
      x: Math.max(workArea.x, Math.round(workArea.x + (workArea.width - width) / 2)),
      y: Math.max(workArea.y, Math.round(workArea.y + (workArea.height - height) / 2)),
    };
    this.#bounds = { x: x ?? centred.x, y: y ?? centred.y, width, height };
    this.#normalBounds = this.#bounds;
    this.#visible = options.show ?? true;
    this.#title = title;
    this.#minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    lastId += 1;
    this.id = lastId;

    const contents = new WebContents(pages.open(this.#bounds), webPreferences.preload);
    this.webContents = contents as WebContents & Electron.WebContents;
    all.set(this.id, this);
    openWindows.add(this);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    contents.once('did-finish-load', () => this.emit('ready-to-show', preventableEvent({})));
    contents.on('-window-changed', () => void this.#followChromium());
    // Too late to prevent, but the app can still do its work on `close`, such as saving the window's bounds.
    contents.once('-closed-by-user', () => this.emit('close', preventableEvent({})));
    contents.once('destroyed', () => {
      this.#destroyed = true;
      if (focused === this) focused = undefined;
      all.delete(this.id);
      openWindows.delete(this);
      this.emit('closed', preventableEvent({}));
      resolve();
      if (openWindows.size === 0) onAllWindowsClosed();
    });
    if (backgroundColor !== undefined) void this.#paintBackground(backgroundColor);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...all.values()];
  }

  static fromId(id: number): BrowserWindow | null {
    return all.get(id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...all.values()].find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.#visible = true;
    this.emit('show', preventableEvent({}));
    this.focus();
  }

  focus(): void {
    focused = this;
    void this.#command(async ({ devtools }) => devtools.send('Page.bringToFront'));
    this.emit('focus', preventableEvent({}));
  }

  isFocused(): boolean {
    return focused === this && this.#state !== 'minimized';
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  minimize(): void {
    this.#setState('minimized', 'minimize');
  }

  maximize(): void {
    this.#setState('maximized', 'maximize');
  }

  unmaximize(): void {
    this.#setState('normal', 'unmaximize');
  }

  restore(): void {
    this.#setState('normal', 'restore');
  }

  /** Chromium has no such states for a window of ours: they are remembered, and nothing is seen of them. */
  setAlwaysOnTop(flag: boolean): void {
    this.#onTop = flag;
    this.emit('always-on-top-changed', preventableEvent({}), flag);
  }

  isAlwaysOnTop(): boolean {
    return this.#onTop;
  }

  setVisibleOnAllWorkspaces(visible: boolean): void {
    this.#onAllWorkspaces = visible;
  }

  isVisibleOnAllWorkspaces(): boolean {
    return this.#onAllWorkspaces;
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimumSize = [width, height];
  }

  getMinimumSize(): number[] {
    return [...this.#minimumSize];
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  setFullScreen(flag: boolean): void {
    this.#setState(flag ? 'fullscreen' : 'normal', flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#normalBounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#normalBounds = this.#bounds;
    const { x: left, y: top, width, height } = this.#bounds;
    this.#setChromiumBounds({ left, top, width, height });
  }

  getTitle(): string {
    return this.#title;
  }

  close(): void {
    this.tryToClose();
  }

  tryToClose(): boolean {
    if (this.#destroyed) return true;
    const event = preventableEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    this.webContents.close();
  }

  #setState(state: WindowState, event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit(event, preventableEvent({}));
    this.#setChromiumBounds({ windowState: state });
  }

  #setChromiumBounds(bounds: Protocol.Browser.Bounds): void {
    void this.#command(async ({ targetId }, browser) => {
      const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId });
      await browser.send('Browser.setWindowBounds', { windowId, bounds });
    });
  }

  async #followChromium(): Promise<void> {
    await this.#command(async ({ targetId }, browser) => {
      const { bounds } = await browser.send('Browser.getWindowForTarget', { targetId });
      const { left: x = 0, top: y = 0, width = 0, height = 0, windowState = 'normal' } = bounds;
      this.#state = windowState;
      if (windowState === 'minimized') return;
      this.#bounds = { x, y, width, height };
      if (windowState === 'normal') this.#normalBounds = this.#bounds;
    });
  }

  async #paintBackground(color: string): Promise<void> {
    const parts = /^#(..)(..)(..)$/
      .exec(color)
      ?.slice(1)
      .map((part) => Number.parseInt(part, 16));
    if (!parts) throw new Error(`The stand-in supports background colours as #rrggbb only, not ${color}`);
    const [r = 0, g = 0, b = 0] = parts;
    await this.#command(({ devtools }) =>
      devtools.send('Emulation.setDefaultBackgroundColorOverride', { color: { r, g, b } }),
    );
  }

  async #command(
    command: (
      page: Awaited<WebContents['opened']>,
      browser: ReturnType<typeof runtime>['chromium']['devtools']['root'],
    ) => Promise<unknown>,
  ): Promise<void> {
    const page = await this.webContents.opened;
    await command(page, runtime('BrowserWindow').chromium.devtools.root).catch(reportUnlessGone);
  }
}
Object.setPrototypeOf(BrowserWindow.prototype, refuseUnknown('BrowserWindow', EventEmitter.prototype));

/** Pages of the stand-in are always isolated and without Node, so it refuses a window that asks for anything else. */
function refuseUnsafe(preferences: Electron.WebPreferences): void {
  const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = preferences;
  if (
    sandbox === false ||
    contextIsolation === false ||
    webSecurity === false ||
    nodeIntegration ||
    webviewTag
  ) {
    throw new Error('The stand-in supports sandboxed, isolated windows only');
  }
}

import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type * as Electron from 'electron';
import { type DevtoolsSession, reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';
import type { Page } from '../chromium/pages.ts';
import { refuseUnknown } from '../known-members.ts';
import type { HostMessage, PageMessage } from '../page/isolated-world.ts';
import { isolatedWorldScript, mainWorldScript, makePageNames } from '../page/page-scripts.ts';
import { createCloneCodec } from '../page/structured-clone.ts';
import { answerFilePaths } from './file-paths.ts';
import { answerInvoke, ipcMain } from './ipc-main.ts';
import { guardRequests } from './navigation-guard.ts';
import { preventableEvent } from './preventable-event.ts';
import { addresses } from './protocol.ts';
import { defaultSession } from './session.ts';
import { mainFrame } from './web-frame.ts';

const codec = createCloneCodec();
const all = new Map<number, WebContents>();
let lastId = 0;

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** A page as the main process sees it. `opened` settles when the page exists and can load an address. */
export class WebContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      | 'id'
      | 'send'
      | 'getURL'
      | 'isDestroyed'
      | 'loadURL'
      | 'setWindowOpenHandler'
      | 'close'
      | 'forcefullyCrashRenderer'
      | 'startDrag'
    >
{
  readonly id: number;
  readonly session = defaultSession as unknown as Electron.Session;
  readonly opened: Promise<Page>;
  readonly #names = makePageNames();
  #page: Page | undefined;
  #url = '';
  #contextId: number | undefined;
  #openHandler: OpenHandler | undefined;
  #destroyed = false;
  #closedByApp = false;
  #expectLoad: (url: string) => void = () => undefined;

  constructor(page: Promise<Page>, preload: string | undefined) {
    super();
    lastId += 1;
    this.id = lastId;
    all.set(this.id, this);
    this.opened = page.then((opened) => this.#prepare(opened, preload));
  }

  static getAllWebContents(): WebContents[] {
    return [...all.values()];
  }

  static fromId(id: number): WebContents | undefined {
    return all.get(id);
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents.#page?.targetId === targetId);
  }

  /** Runs `expression` in the preload's world with user activation. Throws what it throws. */
  static async evaluate(contents: WebContents, expression: string): Promise<void> {
    const { devtools } = await contents.opened;
    const context = contents.#contextId === undefined ? {} : { contextId: contents.#contextId };
    const { exceptionDetails } = await devtools.send('Runtime.evaluate', {
      expression,
      userGesture: true,
      ...context,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  get mainFrame() {
    return mainFrame(this.#url);
  }

  getURL(): string {
    return this.#url;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  async loadURL(url: string): Promise<void> {
    const { devtools, gone } = await this.opened;
    const address = addresses.toChromium(url);
    this.#expectLoad(address);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await devtools.send('Page.navigate', { url: address });
    if (errorText !== undefined && errorText !== '') {
      this.emit('did-fail-load', preventableEvent({}), -2, errorText, url, true);
      throw new Error(`${errorText.replace('net::', '')} loading '${url}'`);
    }
    await Promise.race([loaded, gone]);
  }

  send(channel: string, ...values: unknown[]): void {
    this.#sendToPage({ kind: 'push', channel, values: codec.encode(values) });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Closes the page and its window without asking, as Electron does if the page doesn't object to unloading. */
  close(): void {
    this.#closedByApp = true;
    void this.opened.then((page) => page.close());
  }

  forcefullyCrashRenderer(): void {
    // The crashed page can't answer; `render-process-gone` reports the crash.
    void this.opened.then(({ devtools }) => devtools.send('Page.crash').catch(reportUnlessGone));
  }

  /** Nothing is dragged: a test finds the paths in the event `-drag-started`. Unlike Electron, refuses what it couldn't drag. */
  startDrag(item: Electron.Item): void {
    const paths = item.files?.length ? item.files : item.file ? [item.file] : [];
    if (!item.icon) throw new TypeError("'icon' parameter is required");
    if (paths.length === 0) throw new TypeError("Must specify either 'file' or 'files' option");
    if (typeof item.icon !== 'string' && item.icon.isEmpty())
      throw new Error('The icon of a dragged file is empty');
    for (const path of paths) {
      if (!isAbsolute(path) || !existsSync(path)) throw new Error(`There is no file to drag: ${path}`);
    }
    this.emit('-drag-started', [...paths]);
  }

  async #prepare(page: Page, preload: string | undefined): Promise<Page> {
    const { devtools, targetId } = page;
    this.#page = page;
    this.#followDocument(devtools, targetId);
    devtools.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this.#names.binding)
        void this.#onMessage(JSON.parse(payload) as PageMessage, executionContextId);
    });
    answerFilePaths(devtools);
    devtools.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      this.#onOpen(url, windowName, windowFeatures.join(','));
    });
    devtools.on('Inspector.targetCrashed', () => {
      this.emit('render-process-gone', preventableEvent({}), { reason: 'crashed', exitCode: 1 });
    });
    this.#expectLoad = guardRequests(devtools, targetId, this as unknown as Electron.WebContents);
    void page.gone.then(() => {
      if (!this.#closedByApp) this.emit('-closed-by-user');
      this.#destroyed = true;
      all.delete(this.id);
      this.emit('destroyed');
    });

    const { isolatedWorld, binding } = this.#names;
    const preloadScript = isolatedWorldScript(this.#names, preload, processFacts());
    const pattern = (urlPattern: string) => ({ urlPattern, requestStage: 'Request' as const });
    await Promise.all([
      devtools.send('Page.enable'),
      devtools.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      devtools.send('Runtime.enable'),
      devtools.send('Debugger.enable'),
      devtools.send('Runtime.addBinding', { name: binding, executionContextName: isolatedWorld }),
      devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(this.#names) }),
      devtools.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript,
        worldName: isolatedWorld,
      }),
      devtools.send('Fetch.enable', {
        patterns: [{ ...pattern('*'), resourceType: 'Document' }, ...addresses.patterns().map(pattern)],
      }),
      devtools.send('Runtime.runIfWaitingForDebugger'),
    ]);
    return page;
  }

  #followDocument(devtools: DevtoolsSession, mainFrameId: string): void {
    const isOurs = ({ name, auxData }: Protocol.Runtime.ExecutionContextDescription) =>
      name === this.#names.isolatedWorld &&
      (auxData as { frameId?: string } | undefined)?.frameId === mainFrameId;
    devtools.on('Runtime.executionContextCreated', ({ context }) => {
      if (isOurs(context)) this.#contextId = context.id;
    });
    devtools.on('Runtime.executionContextsCleared', () => {
      this.#contextId = undefined;
    });
    devtools.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== mainFrameId) return;
      this.#url = addresses.toApp(frame.url + (frame.urlFragment ?? ''));
      this.emit('did-navigate', preventableEvent({}), this.#url, 200, '');
    });
    devtools.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== mainFrameId) return;
      this.#url = addresses.toApp(url);
      this.emit('did-navigate-in-page', preventableEvent({}), this.#url, true);
    });
    devtools.on('Page.lifecycleEvent', ({ frameId, name }) => {
      if (frameId !== mainFrameId || this.#url === '' || this.#url.startsWith('about:blank#')) return;
      if (name === 'DOMContentLoaded') this.emit('dom-ready', preventableEvent({}));
      if (name === 'load') this.emit('did-finish-load', preventableEvent({}));
    });
  }

  async #onMessage(message: PageMessage, contextId: number): Promise<void> {
    if (message.kind === 'window') {
      this.emit('-window-changed');
      return;
    }
    if (message.kind === 'open') {
      this.#onOpen(message.url, message.frameName, message.features);
      return;
    }
    const senderFrame = contextId === this.#contextId ? this.mainFrame : null;
    const event = {
      ...preventableEvent({}),
      type: 'frame',
      sender: this,
      senderFrame,
      processId: 1,
      frameId: 1,
    };
    const values = codec.decode(message.values) as unknown[];
    if (message.kind === 'send') {
      ipcMain.emit(message.channel, event, ...values);
      return;
    }
    const { id, channel } = message;
    try {
      const result = await answerInvoke(channel, event as unknown as Electron.IpcMainInvokeEvent, values);
      this.#sendToPage({ kind: 'answer', id, value: codec.encode(result) }, contextId);
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      this.#sendToPage({ kind: 'failure', id, reason: String(error) }, contextId);
    }
  }

  /** Only the document that asked gets the answer. Without a document the message is lost, as in Electron. */
  #sendToPage(message: HostMessage, contextId = this.#contextId): void {
    if (contextId === undefined || !this.#page) return;
    this.#page.devtools
      .send('Runtime.callFunctionOn', {
        functionDeclaration: 'function (name, text) { globalThis[name](text); }',
        executionContextId: contextId,
        arguments: [{ value: this.#names.receiver }, { value: JSON.stringify(message) }],
      })
      .catch(reportUnlessGone); // The message is lost with its document.
  }

  #onOpen(url: string, frameName: string, features: string): void {
    const details = {
      url: addresses.toApp(url),
      frameName,
      features,
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    };
    const answer = this.#openHandler?.(details as Electron.HandlerDetails);
    if (answer?.action === 'allow') {
      throw new Error('Windows opened by a page are not in the stand-in for Electron (tools/electron-host)');
    }
  }
}
Object.setPrototypeOf(WebContents.prototype, refuseUnknown('webContents', EventEmitter.prototype));

/** The `process` of a sandboxed preload script. */
function processFacts(): object {
  const { platform, arch, versions, env } = process;
  return {
    type: 'renderer',
    platform,
    arch,
    versions: { ...versions },
    env: { ...env },
    sandboxed: true,
    contextIsolated: true,
  };
}

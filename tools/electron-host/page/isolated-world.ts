import type { createBridgeEnd } from './bridge-end.ts';
import type { PageNames } from './page-scripts.ts';
import type { createCloneCodec } from './structured-clone.ts';

/** The app's preload script as a function, with the globals of a sandboxed preload as parameters. */
export type PreloadBody = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
) => void;

/** From the page to the host, as JSON. `values` is encoded by the clone codec. */
export type PageMessage =
  | { kind: 'invoke'; id: number; channel: string; values: string }
  | { kind: 'send'; channel: string; values: string }
  | { kind: 'open'; url: string; frameName: string; features: string }
  | { kind: 'window' };

/** From the host to the page. */
export type HostMessage =
  | { kind: 'answer'; id: number; value: string }
  | { kind: 'failure'; id: number; reason: string }
  | { kind: 'push'; channel: string; values: string };

/**
 * Sets up the preload's world: `ipcRenderer`, `contextBridge` and `webUtils` over the connection to the host. Then runs
 * the app's preload script with a `require` for the modules that a sandboxed preload may use.
 *
 * The function is self-contained: its source text runs in the page, so it can't refer to anything outside itself.
 */
export function enterIsolatedWorld(
  names: PageNames,
  facts: object,
  makeCodec: typeof createCloneCodec,
  makeEnd: typeof createBridgeEnd,
  preload: PreloadBody,
): void {
  type Listener = (...values: unknown[]) => void;
  const world = globalThis as unknown as Record<string, (text: string) => void> & { parent: unknown };
  if (world.parent !== globalThis) return;
  const codec = makeCodec();
  const sendToHost = (message: PageMessage) => world[names.binding]?.(JSON.stringify(message));

  const end = makeEnd(names.toMainWorld, names.toIsolatedWorld, {
    open: (url, frameName, features) =>
      sendToHost({
        kind: 'open',
        url: String(url),
        frameName: String(frameName),
        features: String(features),
      }),
  });
  for (const change of ['resize', 'focus', 'blur']) {
    EventTarget.prototype.addEventListener.call(world as never, change, () => sendToHost({ kind: 'window' }));
  }

  class Emitter {
    entries = new Map<string, { listener: Listener; once: boolean }[]>();
    on(name: string, listener: Listener, once = false): this {
      this.entries.set(name, [...(this.entries.get(name) ?? []), { listener, once }]);
      return this;
    }
    addListener(name: string, listener: Listener): this {
      return this.on(name, listener);
    }
    once(name: string, listener: Listener): this {
      return this.on(name, listener, true);
    }
    off(name: string, listener: Listener): this {
      const kept = [...(this.entries.get(name) ?? [])];
      const index = kept.findLastIndex((entry) => entry.listener === listener);
      if (index !== -1) kept.splice(index, 1);
      this.entries.set(name, kept);
      return this;
    }
    removeListener(name: string, listener: Listener): this {
      return this.off(name, listener);
    }
    removeAllListeners(name?: string): this {
      if (name === undefined) this.entries.clear();
      else this.entries.delete(name);
      return this;
    }
    listenerCount(name: string): number {
      return this.entries.get(name)?.length ?? 0;
    }
    emit(name: string, ...values: unknown[]): boolean {
      const entries = this.entries.get(name) ?? [];
      for (const { listener, once } of entries) {
        if (once) this.off(name, listener);
        listener(...values);
      }
      return entries.length > 0;
    }
  }

  const pending = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void; channel: string }
  >();
  let lastId = 0;
  const ipcRenderer = Object.assign(new Emitter(), {
    send: (channel: string, ...values: unknown[]) =>
      sendToHost({ kind: 'send', channel, values: codec.encode(values) }),
    invoke: async (channel: string, ...values: unknown[]) => {
      lastId += 1;
      const id = lastId;
      const message: PageMessage = { kind: 'invoke', id, channel, values: codec.encode(values) };
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject, channel });
        sendToHost(message);
      });
    },
  });

  world[names.receiver] = (text) => {
    const message = JSON.parse(text) as HostMessage;
    if (message.kind === 'push') {
      const event = { sender: ipcRenderer, ports: [] };
      ipcRenderer.emit(message.channel, event, ...(codec.decode(message.values) as unknown[]));
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'answer') call?.resolve(codec.decode(message.value));
    else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${message.reason}`));
  };

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      end.ask('expose', key, api);
    },
  };

  const webUtils = {
    getPathForFile(file: unknown): string {
      if (Object.prototype.toString.call(file) !== '[object File]') {
        throw new TypeError('getPathForFile expected to receive a File object but one was not provided');
      }
      // biome-ignore lint/style/useConst: the host assigns it while this function is stopped.
      let answeredPath = '';
      // The host notices the stop, gets the path from Chromium, writes it to `answeredPath` and resumes us. There is no
      // other way to wait for an answer: a synchronous request would be subject to the page's security policy.
      // biome-ignore lint/suspicious/noDebugger: see above.
      debugger;
      return answeredPath;
    },
  };

  const throwOnUnknown = (name: string, members: object) =>
    new Proxy(members, {
      get(target, member, receiver) {
        if (typeof member === 'symbol' || member in target || member === 'then' || member === 'toJSON') {
          return Reflect.get(target, member, receiver);
        }
        throw new Error(`${name}.${member} is not in the stand-in for Electron (tools/electron-host)`);
      },
    });
  const electron = throwOnUnknown('electron', {
    ipcRenderer: throwOnUnknown('ipcRenderer', ipcRenderer),
    contextBridge: throwOnUnknown('contextBridge', contextBridge),
    webUtils: throwOnUnknown('webUtils', webUtils),
  });
  const timers = { setTimeout, setInterval, clearTimeout, clearInterval };
  const modules: Record<string, unknown> = {
    electron,
    events: Object.assign(Emitter, { EventEmitter: Emitter }),
    timers,
    url: { URL, URLSearchParams },
  };
  const require = (name: string): unknown => {
    const plain = name.replace(/^node:/, '').replace(/^electron\/(renderer|common)$/, 'electron');
    if (!Object.hasOwn(modules, plain)) throw new Error(`module not found: ${name}`);
    return modules[plain];
  };

  const module = { exports: {} };
  try {
    preload(require, module, module.exports, facts);
  } catch (error) {
    console.error('Unable to load preload script:', error);
  }
}

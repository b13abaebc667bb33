import type { createBridgeEnd } from './bridge-end.ts';
import type { PageNames } from './page-scripts.ts';

/**
 * Sets up the page's own world before its first script: the other end of contextBridge, and a `window.open` that asks the
 * app and opens nothing. Frames inside the page get neither.
 *
 * The function is self-contained: its source text runs in the page, so it can't refer to anything outside itself.
 */
export function enterMainWorld(names: PageNames, makeEnd: typeof createBridgeEnd): void {
  const page = globalThis as unknown as { parent: unknown; open: unknown; location: { href: string } };
  if (page.parent !== page) return;

  const freezeAll = (value: unknown, seen = new Set<unknown>()): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
    seen.add(value);
    for (const key of Object.keys(value)) freezeAll(Reflect.get(value, key), seen);
    Object.freeze(value);
  };

  const end = makeEnd(names.toIsolatedWorld, names.toMainWorld, {
    expose(key, api) {
      if (Object.hasOwn(page, key as string)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      freezeAll(api);
      Object.defineProperty(page, key as string, {
        value: api,
        enumerable: true,
        writable: false,
        configurable: false,
      });
    },
  });

  page.open = (url: unknown = '', frameName: unknown = '', features: unknown = '') => {
    const target = String(url) === '' ? 'about:blank' : new URL(String(url), page.location.href).href;
    end.ask('open', target, String(frameName), String(features));
    return null;
  };
}

import { type Bridge, bridgeKey, type PreloadBridge } from '../../protocol/ipc/bridge.ts';

/** The bridge that the preload exposes; null if the page runs outside the app. */
export function desktopBridge(): Bridge | null {
  const preload = (window as unknown as Record<string, PreloadBridge | undefined>)[bridgeKey];
  return preload ? parsingBridge(preload) : null;
}

/** Parses each push once, however many listeners there are. */
export function parsingBridge(preload: PreloadBridge): Bridge {
  let last = { text: '', push: undefined as unknown };

  function parse(text: string): unknown {
    if (text !== last.text) last = { text, push: JSON.parse(text) };
    return last.push;
  }

  return {
    invoke: async (name, args) => JSON.parse(await preload.invoke(name, args)),
    on: (name, listener) => preload.on(name, (text) => listener(parse(text) as never)),
    pathForFile: (file) => preload.pathForFile(file),
  };
}

import { ipcRenderer } from 'electron';
import { invokeChannel, type PreloadBridge, pushChannel } from '../protocol/ipc/bridge.ts';

/** The bridge's calls and pushes over raw IPC. The main process checks every call. */
export function createIpcBridge(): Pick<PreloadBridge, 'invoke' | 'on'> {
  const listeners = new Map<string, Set<(text: string) => void>>();

  ipcRenderer.on(pushChannel, (_event, name: string, text: string) => {
    for (const listener of listeners.get(name) ?? []) listener(text);
  });

  return {
    invoke: (name, args) => ipcRenderer.invoke(invokeChannel, name, args),
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      ofName.add(listener);
      return () => {
        ofName.delete(listener);
      };
    },
  };
}

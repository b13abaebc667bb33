import { ipcRenderer } from 'electron';
import { type Bridge, invokeChannel, pushChannel } from '../protocol/ipc/bridge.ts';

/** The bridge's calls and pushes over raw IPC. The main process checks every call; nothing is decided here. */
export function createIpcBridge(): Pick<Bridge, 'invoke' | 'on'> {
  const listeners = new Map<string, Set<(push: unknown) => void>>();

  ipcRenderer.on(pushChannel, (_event, name: string, push) => {
    for (const listener of listeners.get(name) ?? []) listener(push as never);
  });

  return {
    invoke: (name, args) => ipcRenderer.invoke(invokeChannel, name, args),
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      const listenerOfAny = listener as (push: unknown) => void;
      ofName.add(listenerOfAny);
      return () => {
        ofName.delete(listenerOfAny);
      };
    },
  };
}

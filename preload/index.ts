import { contextBridge, webUtils } from 'electron';
import { type Bridge, bridgeKey } from '../protocol/ipc/bridge.ts';
import { createIpcBridge } from './ipc-renderer.ts';

const bridge: Bridge = {
  ...createIpcBridge(),
  pathForFile(file) {
    try {
      return webUtils.getPathForFile(file as File);
    } catch {
      // Documented to throw for what is no File: such a thing has no path.
      return '';
    }
  },
};

contextBridge.exposeInMainWorld(bridgeKey, bridge);

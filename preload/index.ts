import { contextBridge, webUtils } from 'electron';
import { bridgeKey, type PreloadBridge } from '../protocol/ipc/bridge.ts';
import { createIpcBridge } from './ipc-renderer.ts';

const bridge: PreloadBridge = {
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

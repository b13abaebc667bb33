import { contextBridge, webUtils } from 'electron';
import { bridgeKey, type PreloadBridge } from '../protocol/ipc/bridge.ts';
import { createIpcBridge } from './ipc-renderer.ts';

const bridge: PreloadBridge = {
  ...createIpcBridge(),
  pathForFile(file) {
    try {
      return webUtils.getPathForFile(file as File);
    } catch {
      // Electron throws for anything but a File; only files have a path.
      return '';
    }
  },
};

contextBridge.exposeInMainWorld(bridgeKey, bridge);

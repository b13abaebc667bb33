import { contextBridge, webUtils } from 'electron';
import { type Bridge, bridgeKey } from '../protocol/ipc/bridge.ts';
import { createIpcBridge } from './ipc-renderer.ts';

const bridge: Bridge = {
  ...createIpcBridge(),
  pathForFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};

contextBridge.exposeInMainWorld(bridgeKey, bridge);

import { createContext, useContext } from 'react';
import type { Bridge } from '../../protocol/ipc/bridge.ts';

export const BridgeContext = createContext<Bridge | null>(null);

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('No bridge above this component');
  return bridge;
}

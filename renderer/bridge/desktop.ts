import { type Bridge, bridgeKey } from '../../protocol/ipc/bridge.ts';

/** The bridge that the preload put into the page; null when the page was opened without the app around it. */
export function desktopBridge(): Bridge | null {
  return (window as unknown as Record<string, Bridge | undefined>)[bridgeKey] ?? null;
}

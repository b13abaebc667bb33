import type { WebContents } from 'electron';
import { pushChannel } from '../../protocol/ipc/bridge.ts';
import type { PushMessage } from '../runtime/push-message.ts';

/** Tells a page something unasked. One of the three files that touch raw IPC. */
export function sendPush(webContents: WebContents, { name, data }: PushMessage): void {
  if (!webContents.isDestroyed()) webContents.send(pushChannel, name, data);
}

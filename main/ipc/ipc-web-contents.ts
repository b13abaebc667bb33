import type { WebContents } from 'electron';
import type { PushMessage } from '../../client/account/push-message.ts';
import { pushChannel } from '../../protocol/ipc/bridge.ts';

/** Pushes a message to a page. One of the three files that touch raw IPC. */
export function sendPush(webContents: WebContents, { name, data }: PushMessage): void {
  if (!webContents.isDestroyed()) webContents.send(pushChannel, name, JSON.stringify(data));
}

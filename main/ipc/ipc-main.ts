import { ipcMain } from 'electron';
import { invokeChannel } from '../../protocol/ipc/bridge.ts';
import type { Guard } from './guard.ts';

/** Answers every call through the guard. One of the three files that touch raw IPC. */
export function answerCalls(guard: Guard): () => void {
  ipcMain.handle(invokeChannel, async ({ sender, senderFrame }, name: unknown, args: unknown) =>
    JSON.stringify(
      await guard(
        {
          webContentsId: sender.id,
          frameUrl: senderFrame?.url ?? null,
          isMainFrame: senderFrame !== null && senderFrame.parent === null,
        },
        name,
        args,
      ),
    ),
  );
  return () => ipcMain.removeHandler(invokeChannel);
}

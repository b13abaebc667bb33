import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { standIn } from '../../helpers/electron-executable.ts';
import { launchSemantics } from '../electron/launch-semantics.ts';

it('a drag out of the window is recorded, if its files are there and its picture isn’t empty', async () => {
  const { app, close } = await launchSemantics(standIn);
  disposeLater(close);
  const path = join(await temporaryFolder(), 'Sunset Groove v3.wav');
  await writeFile(path, 'sound');
  const outcomes = await app.evaluate(({ BrowserWindow, nativeImage }, file) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const icon = nativeImage.createFromBitmap(Buffer.alloc(16 * 16 * 4, 128), { width: 16, height: 16 });
    const items = [
      { file, icon },
      { file: '', files: [file, file], icon },
      { file: 'v3.wav', icon },
      { file: `${file}.missing`, icon },
      { file, icon: nativeImage.createEmpty() },
    ];
    return items.map((item) => {
      let dragged: unknown = null;
      contents?.once('-drag-started' as never, ((paths: unknown) => (dragged = paths)) as never);
      try {
        contents?.startDrag(item);
      } catch {
        contents?.removeAllListeners('-drag-started' as never);
      }
      return dragged;
    });
  }, path);
  expect(outcomes).toEqual([[path], [path, path], null, null, null]);
});

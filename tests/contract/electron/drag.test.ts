import { expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { launchSemantics } from './launch-semantics.ts';

it('a drag out of the window without a picture, or without a file, is refused', async () => {
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const outcomes = await app.evaluate(({ BrowserWindow, nativeImage }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const icon = nativeImage.createFromBitmap(Buffer.alloc(16 * 16 * 4, 128), { width: 16, height: 16 });
    return [{ file: '/tmp/a.wav' }, { icon }].map((item) => {
      try {
        contents?.startDrag(item as never);
        return 'started';
      } catch (error) {
        return String(error);
      }
    });
  });
  expect(outcomes).toEqual([
    expect.stringContaining("'icon' parameter is required"),
    expect.stringContaining("Must specify either 'file' or 'files' option"),
  ]);
});

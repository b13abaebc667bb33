import { expect, it } from 'vitest';
import { drawTrayImage } from '../../../main/shell/tray-image.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { launchSemantics } from './launch-semantics.ts';

it('a tray takes an image, words and a menu until it is destroyed', async () => {
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const png = drawTrayImage('working', 16, false).toString('base64');
  const seen = await app.evaluate(({ Menu, nativeImage, Tray }, image) => {
    const icon = nativeImage.createFromBuffer(Buffer.from(image, 'base64'));
    const tray = new Tray(icon);
    let clicks = 0;
    tray.on('click', () => {
      clicks += 1;
    });
    tray.setToolTip('All safe');
    tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Open' }]));
    tray.setImage(icon);
    tray.emit('click', {});
    const before = tray.isDestroyed();
    tray.destroy();
    return { size: icon.getSize(), isEmpty: icon.isEmpty(), clicks, before, after: tray.isDestroyed() };
  }, png);
  expect(seen).toEqual({
    ...{ size: { width: 16, height: 16 }, isEmpty: false, clicks: 1, before: false, after: true },
  });
});

it('a global shortcut is taken once, until all are released, and nonsense throws', async () => {
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const seen = await app.evaluate(({ globalShortcut }) => {
    const register = (keys: string) => globalShortcut.register(keys, () => {});
    const first = register('Control+Alt+F9');
    const second = register('Control+Alt+F9');
    const isRegistered = globalShortcut.isRegistered('Control+Alt+F9');
    globalShortcut.unregisterAll();
    let hasThrown = false;
    try {
      register('Control+Nonsense');
    } catch {
      hasThrown = true;
    }
    return {
      first,
      second,
      isRegistered,
      afterwards: globalShortcut.isRegistered('Control+Alt+F9'),
      hasThrown,
    };
  });
  expect(seen).toEqual({
    first: true,
    second: false,
    isRegistered: true,
    afterwards: false,
    hasThrown: true,
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTrayImage } from '../../../main/shell/tray-image.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { onElectron } from '../../helpers/electron-executable.ts';
import { launchSemantics, type SemanticsApp } from './launch-semantics.ts';

/*
 * The desktop around the app, which the stand-in has no part in. These run where the machine has Electron's own binary, and
 * count as skipped everywhere else.
 */
describe.runIf(onElectron)('on Electron itself', () => {
  let semantics: SemanticsApp;
  beforeAll(async () => {
    semantics = await launchSemantics();
  });
  afterAll(() => semantics.close());

  it('the program is Electron, of the version that package.json pins', async () => {
    const { version, pinned } = await semantics.app.evaluate(() => ({
      version: process.versions.electron,
      pinned: /^\d+\.\d+\.\d+$/.test(process.versions.electron ?? ''),
    }));
    expect(pinned, version).toBe(true);
  });

  it('safeStorage gives back what it encrypted, and nothing of it can be read', async () => {
    const seen = await semantics.app.evaluate(async ({ safeStorage }) => {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'no key store';
      const sealed = await safeStorage.encryptStringAsync('a cookie');
      const { result } = await safeStorage.decryptStringAsync(sealed);
      return { opened: result, isPlain: sealed.includes('a cookie') };
    });
    // A Linux without a desktop has none: the app then keeps the sign-in in memory only.
    if (process.platform === 'linux' && seen === 'no key store') return;
    expect(seen).toEqual({ opened: 'a cookie', isPlain: false });
  });

  it('the menu runs its entry when it is chosen, and knows its keys', async () => {
    const seen = await semantics.app.evaluate(({ Menu }) => {
      let isChosen = false;
      const choose = () => {
        isChosen = true;
      };
      const menu = Menu.buildFromTemplate([
        { label: 'File', submenu: [{ label: 'Reconnect', accelerator: 'CmdOrCtrl+Shift+R', click: choose }] },
      ]);
      Menu.setApplicationMenu(menu);
      const entry = Menu.getApplicationMenu()?.items[0]?.submenu?.items[0];
      entry?.click();
      return { isChosen, keys: entry?.accelerator };
    });
    expect(seen).toEqual({ isChosen: true, keys: 'CmdOrCtrl+Shift+R' });
  });

  it('the tray draws our picture without losing its pixels', async () => {
    const png = drawTrayImage('working', 32, false).toString('base64');
    const seen = await semantics.app.evaluate(({ nativeImage, Tray }, image) => {
      const icon = nativeImage.createFromBuffer(Buffer.from(image, 'base64'));
      const tray = new Tray(icon);
      const coloured = icon.toBitmap().some((byte) => byte > 0);
      tray.destroy();
      return { isEmpty: icon.isEmpty(), coloured };
    }, png);
    expect(seen).toEqual({ isEmpty: false, coloured: true });
  });

  it('a notification is shown by the desktop, where it has such', async () => {
    const seen = await semantics.app.evaluate(async ({ Notification }) => {
      if (!Notification.isSupported()) return 'not supported';
      const notification = new Notification({ title: 'Ben', body: 'More bass', silent: true });
      return new Promise<string>((resolve) => {
        notification.once('show', () => resolve('shown'));
        notification.once('failed', () => resolve('failed'));
        setTimeout(() => resolve('silent'), 10_000).unref();
        notification.show();
      });
    });
    // Without a notification service (a build machine) Linux says nothing at all.
    const outcomes = process.platform === 'linux' ? ['shown', 'silent', 'not supported'] : ['shown'];
    expect(outcomes).toContain(seen);
  });

  it('a scheme is claimed, and given back', async () => {
    const seen = await semantics.app.evaluate(({ app }) => {
      const isClaimed = app.setAsDefaultProtocolClient('bandmate-test');
      const isOurs = app.isDefaultProtocolClient('bandmate-test');
      app.removeAsDefaultProtocolClient('bandmate-test');
      return { isClaimed, isOurs };
    });
    // Only an installed program has what Linux and macOS look for.
    if (process.platform === 'win32') expect(seen).toEqual({ isClaimed: true, isOurs: true });
    else expect(typeof seen.isClaimed).toBe('boolean');
  });

  it('a file that is there can be dragged out', async () => {
    const file = join(await temporaryFolder(), 'Sunset Groove.wav');
    await writeFile(file, 'RIFF');
    const outcome = await semantics.app.evaluate(({ BrowserWindow, nativeImage }, path) => {
      const icon = nativeImage.createFromBitmap(Buffer.alloc(16 * 16 * 4, 128), { width: 16, height: 16 });
      try {
        BrowserWindow.getAllWindows()[0]?.webContents.startDrag({ file: path, icon });
        return 'started';
      } catch (error) {
        return String(error);
      }
    }, file);
    expect(outcome).toBe('started');
  });

  it('start at login is read and set, where the system has it', async () => {
    const seen = await semantics.app.evaluate(({ app }) => {
      const before = app.getLoginItemSettings().openAtLogin;
      app.setLoginItemSettings({ openAtLogin: true });
      const during = app.getLoginItemSettings().openAtLogin;
      app.setLoginItemSettings({ openAtLogin: before });
      return { during, after: app.getLoginItemSettings().openAtLogin === before };
    });
    if (process.platform !== 'linux') expect(seen).toEqual({ during: true, after: true });
  });

  it('the power monitor answers, so that it would report sleep', async () => {
    const states = ['active', 'idle', 'locked', 'unknown'];
    const state = await semantics.app.evaluate(({ powerMonitor }) => powerMonitor.getSystemIdleState(60));
    expect(states).toContain(state);
  });
});

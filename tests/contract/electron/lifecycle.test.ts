import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { findElectronExecutable } from '../../helpers/electron-executable.ts';
import { launchSemantics, patiently, semanticsFolder } from './launch-semantics.ts';

async function launch() {
  const semantics = await launchSemantics();
  disposeLater(semantics.close);
  return semantics;
}

const started = 'main script, ready, whenReady, ready-to-show';

describe('the life of an app', () => {
  it('starts in order, and ends in order on quit', async () => {
    const { app, ended } = await launch();
    // The process may end before it answers.
    await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => undefined);
    expect(await ended).toEqual({ code: 0, log: `${started}, before-quit, close, closed, will-quit, quit` });
  });

  it('ends in order when the last window is closed', async () => {
    const { app, ended } = await launch();
    await app
      .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      .catch(() => undefined);
    const order = `${started}, close, closed, window-all-closed, before-quit, will-quit, quit`;
    expect(await ended).toEqual({ code: 0, log: order });
  });

  it('keeps running if the app prevents quitting, or its window prevents closing', async () => {
    const { app, log } = await launch();
    const windows = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
      electronApp.once('before-quit', (event) => event.preventDefault());
      electronApp.quit();
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
      electronApp.quit();
      return BrowserWindow.getAllWindows().filter((window) => !window.isDestroyed()).length;
    });
    expect(windows).toBe(1);
    expect((await log()).slice(4)).toEqual(['before-quit', 'before-quit', 'close']);
  });

  it('exits with a code, without asking', async () => {
    const { app, ended } = await launch();
    await app.evaluate(({ app: electronApp }) => electronApp.exit(7)).catch(() => undefined);
    const { code, log } = await ended;
    expect(code).toBe(7);
    expect(log).not.toMatch(/before-quit|will-quit/);
  });

  it('quits in order on SIGTERM', async () => {
    const { app, ended } = await launch();
    app.process().kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, log: `${started}, before-quit, close, closed, will-quit, quit` });
  });

  it('is notified of a crashed page, and can reload it', async () => {
    const { app, log } = await launch();
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const { log: entries } = (globalThis as unknown as { semantics: { log: string[] } }).semantics;
      contents?.once('render-process-gone', async (_event, { reason }) => {
        entries.push(`gone ${reason}`);
        await contents.loadURL('app://bundle/index.html');
        entries.push(`again ${contents.getURL()}`);
      });
      contents?.forcefullyCrashRenderer();
    });
    await expect.poll(log, patiently).toContain('again app://bundle/index.html');
    expect((await log()).find((entry) => entry.startsWith('gone'))).toMatch(/^gone (crashed|killed)$/);
  });

  it('writes text to the clipboard', async () => {
    const { app, page } = await launch();
    await app.evaluate(({ clipboard }) => clipboard.writeText('Mix 3 – „final“'));
    await page.locator('#field').focus();
    await page.keyboard.press('ControlOrMeta+V');
    expect(await page.locator('#field').inputValue()).toBe('Mix 3 – „final“');
  });

  it('has a name, a version and paths', async () => {
    const { app, userData } = await launch();
    const facts = await app.evaluate(({ app: electronApp }) => ({
      name: electronApp.getName(),
      version: electronApp.getVersion(),
      packaged: electronApp.isPackaged,
      ready: electronApp.isReady(),
      userData: electronApp.getPath('userData'),
      electron: typeof process.versions.electron,
      type: process.type,
    }));
    expect(facts).toEqual({
      name: 'Semantics',
      version: '1.2.3',
      packaged: false,
      ready: true,
      userData,
      electron: 'string',
      type: 'browser',
    });
  });
});

describe('the single-instance lock', () => {
  it('is refused to a second instance, and the first gets its arguments', async () => {
    const { userData, logAfter } = await launch();
    const second = spawn(findElectronExecutable(), ['--no-sandbox', semanticsFolder, 'semantics://link'], {
      env: { ...process.env, SEMANTICS_USER_DATA: userData },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    second.stdout.on('data', (data) => {
      output += data;
    });
    const [code] = await once(second, 'close');
    expect(code).toBe(0);
    expect(output).toContain('log: main script, refused, before-quit, will-quit, quit');
    await logAfter(`second-instance semantics://link ${process.cwd()}`);
  });

  it('is separate for each user data folder', async () => {
    const [first, second] = [await launch(), await launch()];
    expect(await second.log()).not.toContain('refused');
    expect(await first.inPage("tools.invoke('echo', 1)")).toEqual([1]);
    expect(await second.inPage("tools.invoke('echo', 2)")).toEqual([2]);
  });
});

describe('safeStorage', () => {
  it('never claims a missing key store, and decrypts what it encrypted', async () => {
    const { app } = await launch();
    const outcome = await app.evaluate(async ({ safeStorage }) => {
      const isLinux = process.platform === 'linux';
      const backend = isLinux ? safeStorage.getSelectedStorageBackend() : 'system';
      if (!(await safeStorage.isAsyncEncryptionAvailable())) {
        const refused = await safeStorage.encryptStringAsync('secret').then(
          () => false,
          () => true,
        );
        return { backend, refused };
      }
      const sealed = await safeStorage.encryptStringAsync('secret');
      const { result } = await safeStorage.decryptStringAsync(sealed);
      return { backend, kept: result === 'secret' && !sealed.includes('secret') };
    });
    expect(typeof outcome.backend).toBe('string');
    expect('refused' in outcome ? outcome.refused : outcome.kept).toBe(true);
  });
});

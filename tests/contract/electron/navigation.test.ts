import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { launchSemantics, patiently, type SemanticsApp } from './launch-semantics.ts';

let semantics: SemanticsApp;
beforeAll(async () => {
  semantics = await launchSemantics();
});
afterAll(() => semantics.close());

const stillThere = () => semantics.inPage("tools.invoke('sender').then(({ url }) => url)");

describe('navigation', () => {
  it.each([
    ['by script', "location.href = 'https://elsewhere.test/script'", 'https://elsewhere.test/script'],
    ['within the own scheme', "location.href = '/frame.html'", 'app://bundle/frame.html'],
  ])('of the page %s is asked about, and can be refused', async (_how, expression, url) => {
    await semantics.inPage(expression);
    await semantics.logAfter(`will-navigate ${url}`);
    expect(await stillThere()).toBe('app://bundle/index.html');
    expect(await semantics.inPage('pageScriptRan')).toBe(true);
  });

  it('of a frame can be prevented', async () => {
    await semantics.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.on('will-frame-navigate', (event) => {
        if (event.isMainFrame) return;
        (globalThis as unknown as { semantics: { log: string[] } }).semantics.log.push(`frame ${event.url}`);
        event.preventDefault();
      });
    });
    await semantics.inPage(`
      frame = document.createElement('iframe');
      frame.src = '/frame.html';
      document.body.append(frame);
    `);
    await semantics.logAfter('frame app://bundle/frame.html');
  });

  it('by a redirect can be prevented', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/from') response.writeHead(302, { location: '/to' }).end();
      else response.end('<!doctype html><title>Arrived</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    disposeLater(() => {
      server.close();
      server.closeAllConnections();
    });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const redirected = await semantics.app.evaluate(async ({ BrowserWindow }, from) => {
      const window = BrowserWindow.getAllWindows()[0];
      const seen: string[] = [];
      window?.webContents.once('will-redirect', (event) => {
        seen.push(event.url);
        event.preventDefault();
      });
      await window?.loadURL(from).catch((error: Error) => seen.push(error.message));
      return seen;
    }, `${address}/from`);
    expect(redirected).toEqual([`${address}/to`, expect.stringContaining('ERR_ABORTED')]);
  });
});

describe('new windows', () => {
  it('by window.open go through the handler; a denied one is null', async () => {
    expect(await semantics.inPage("window.open('https://elsewhere.test/open') === null")).toBe(true);
    await semantics.logAfter('open https://elsewhere.test/open');
    expect(semantics.app.windows()).toHaveLength(1);
  });

  it('by a link go through the handler', async () => {
    await semantics.page.locator('a').click();
    await semantics.logAfter('open https://elsewhere.test/link');
    await expect.poll(() => semantics.app.windows().length, patiently).toBe(1);
  });
});

describe('permissions', () => {
  it('are denied if the handlers deny them', async () => {
    expect(await semantics.inPage('Notification.requestPermission()')).toBe('denied');
    const located = `new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(() => resolve('located'), ({ code }) => resolve(code)))`;
    expect(await semantics.inPage(located)).toBe(1);
    const asked = "navigator.permissions.query({ name: 'camera' }).then(({ state }) => state)";
    expect(await semantics.inPage(asked)).toBe('denied');
  });
});

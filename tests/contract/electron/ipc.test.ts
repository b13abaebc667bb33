import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../helpers/until.ts';
import { launchSemantics, patiently, type SemanticsApp } from './launch-semantics.ts';

let semantics: SemanticsApp;
beforeAll(async () => {
  semantics = await launchSemantics();
});
afterAll(() => semantics.close());

describe('ipcRenderer.invoke', () => {
  it('names the channel and the error if the handler throws', async () => {
    const failure = semantics.inPage("tools.invoke('type-error')");
    await expect(failure).rejects.toThrow("Error invoking remote method 'type-error': TypeError: x");
  });

  it('names a channel without a handler', async () => {
    const failure = semantics.inPage("tools.invoke('nobody')");
    await expect(failure).rejects.toThrow(
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    );
  });

  it('rejects an answer that can’t be cloned', async () => {
    const failure = semantics.inPage("tools.invoke('uncloneable-result')");
    await expect(failure).rejects.toThrow(
      /Error invoking remote method 'uncloneable-result': .*An object could not be cloned/,
    );
  });

  it.each(['function', 'symbol', 'promise'])('rejects a %s as argument', async (kind) => {
    const failure = semantics.inPage(`tools.invokeUncloneable('${kind}')`);
    await expect(failure).rejects.toThrow(/could not be cloned/);
  });

  it('passes everything that structured clone supports, both ways', async () => {
    expect(await semantics.inPage('tools.roundTrip()')).toEqual({
      types: [
        'Undefined',
        'Null',
        'Number',
        'Number',
        'BigInt',
        'Date',
        'RegExp',
        'Map',
        'Uint8Array',
        'ArrayBuffer',
        'Error',
        'Object',
        'Array',
      ].map((type) => `[object ${type}]`),
      negativeZero: true,
      bigint: '100000000000000000000',
      time: 5,
      pattern: '/a+/gi',
      map: [[1, ['in a set']]],
      bytes: [1, 2, 255],
      float: 0.5,
      error: 'RangeError: out',
      cyclic: true,
      hole: false,
    });
  });

  it('passes a large message', async () => {
    const length = await semantics.inPage(
      "tools.invoke('echo', 'ü'.repeat(3e6)).then(([text]) => text.length)",
    );
    expect(length).toBe(3_000_000);
  });

  it('gives the handler the sender’s URL and origin, and that it is the main frame', async () => {
    const sender = await semantics.inPage("tools.invoke('sender')");
    expect(sender).toEqual({
      id: expect.any(Number),
      url: 'app://bundle/index.html',
      origin: 'app://bundle',
      parent: null,
    });
  });

  it('does so from the first line of the preload script, and after a reload', async () => {
    const atStart = () => semantics.inPage('tools.atStart.then(({ url }) => url)');
    expect(await atStart()).toBe('app://bundle/index.html');
    await semantics.page.reload();
    expect(await atStart()).toBe('app://bundle/index.html');
  });

  it('gives the current URL after a navigation within the page', async () => {
    await semantics.inPage("location.hash = '#there'");
    await expect
      .poll(() => semantics.inPage("tools.invoke('sender').then(({ url }) => url)"), patiently)
      .toBe('app://bundle/index.html#there');
    await semantics.inPage("history.replaceState(null, '', '/index.html')");
  });
});

describe('ipcMain', () => {
  it('refuses a second handler for a channel', async () => {
    const failure = semantics.app.evaluate(({ ipcMain }) => ipcMain.handle('echo', () => undefined));
    await expect(failure).rejects.toThrow("Attempted to register a second handler for 'echo'");
  });

  it('forgets a removed handler', async () => {
    await semantics.app.evaluate(({ ipcMain }) => {
      ipcMain.handle('short-lived', () => 'here');
      ipcMain.removeHandler('short-lived');
    });
    await expect(semantics.inPage("tools.invoke('short-lived')")).rejects.toThrow('No handler registered');
  });

  it('receives messages in order', async () => {
    await semantics.inPage("tools.note('one', 1); tools.note('two', 2)");
    await until(async () => (await semantics.log()).includes('note two 2'));
    const notes = (await semantics.log()).filter((entry) => entry.startsWith('note'));
    expect(notes).toEqual(['note one 1', 'note two 2']);
  });
});

describe('webContents.send', () => {
  const push = (value: unknown) =>
    semantics.app.evaluate(({ BrowserWindow }, sent) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('push', sent);
    }, value);

  it('reaches the listeners in order, until they are removed', async () => {
    await semantics.inPage('heard = []; leave = tools.onPush((value) => heard.push(value)); undefined');
    for (const value of ['first', { second: [2] }, null]) await push(value);
    await expect.poll(() => semantics.inPage('heard'), patiently).toEqual(['first', { second: [2] }, null]);
    await semantics.inPage('leave()');
    await push('unheard');
    await semantics.inPage("tools.invoke('echo')");
    expect(await semantics.inPage('heard.length')).toBe(3);
  });

  it('throws synchronously for what can’t be cloned', async () => {
    const failure = semantics.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('push', () => undefined);
    });
    await expect(failure).rejects.toThrow(/could not be cloned/);
  });
});

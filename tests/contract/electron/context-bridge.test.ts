import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchSemantics, type SemanticsApp } from './launch-semantics.ts';

let semantics: SemanticsApp;
beforeAll(async () => {
  semantics = await launchSemantics();
});
afterAll(() => semantics.close());

describe('the preload script', () => {
  it('runs before the first script of the page', async () => {
    expect(await semantics.inPage('toolsAtStart')).toBe('object');
  });

  it('can require only electron, events, timers and url', async () => {
    expect(await semantics.inPage('tools.modules')).toEqual({
      electron: 'object',
      events: 'function',
      timers: 'object',
      url: 'object',
      fs: 'refused',
      'node:fs': 'refused',
      path: 'refused',
      child_process: 'refused',
      './other.cjs': 'refused',
    });
  });

  it('sees that it is sandboxed', async () => {
    expect(await semantics.inPage('[tools.sandboxed, tools.processType]')).toEqual([true, 'renderer']);
  });

  it('shares no globals with the page', async () => {
    expect(await semantics.inPage('typeof secretOfThePreload')).toBe('undefined');
    expect(await semantics.inPage('tools.seesPageGlobal()')).toBe('undefined');
  });

  it('leaves the page without Node', async () => {
    const found = await semantics.inPage('[typeof require, typeof process, typeof module, typeof Buffer]');
    expect(found).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });

  it('does not run in a frame of the page', async () => {
    const found = await semantics.inPage(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = '/frame.html';
      frame.onload = () => resolve(typeof frame.contentWindow.tools);
      document.body.append(frame);
    })`);
    expect(found).toBe('undefined');
  });
});

describe('contextBridge.exposeInMainWorld', () => {
  it('exposes copies: later changes on one side don’t reach the other', async () => {
    const texts = '[tools.original.nested.text, tools.readOriginal()]';
    await semantics.inPage('tools.changeOriginal()');
    expect(await semantics.inPage(texts)).toEqual(['before', 'after']);
  });

  it('deep-freezes what it exposes', async () => {
    const frozen =
      '[tools, tools.original, tools.original.list, tools.original.nested].every(Object.isFrozen)';
    expect(await semantics.inPage(frozen)).toBe(true);
    await expect(semantics.inPage("'use strict'; tools.invoke = 1")).rejects.toThrow(
      /read only|Cannot assign/,
    );
    await expect(semantics.inPage("'use strict'; globalThis.tools = 1")).rejects.toThrow(
      /read only|Cannot assign/,
    );
  });

  it('refuses a name that is already used, by a preload script or by the page', async () => {
    const taken = 'Cannot bind an API on top of an existing property on the window object';
    await expect(semantics.inPage("tools.exposeAgain('tools')")).rejects.toThrow(taken);
    await expect(semantics.inPage("tools.exposeAgain('pageScriptRan')")).rejects.toThrow(taken);
  });

  it('passes functions both ways and calls them synchronously', async () => {
    expect(await semantics.inPage("tools.callBack((text) => text + ', and back')")).toBe(
      'from the preload, and back',
    );
  });

  it('unwraps a function that comes back', async () => {
    expect(await semantics.inPage('own = () => 1; tools.giveBack(own) === own')).toBe(true);
    expect(
      await semantics.inPage(
        'tools.giveBack(tools.later) === tools.later || typeof tools.giveBack(tools.later)',
      ),
    ).not.toBe('undefined');
  });

  it('passes everything that structured clone supports', async () => {
    const types = `[new Map(), new Set(), new Date(), /a/, new Uint8Array(1), new File([], 'a')].map(tools.describe)`;
    expect(await semantics.inPage(types)).toEqual(
      ['Map', 'Set', 'Date', 'RegExp', 'Uint8Array', 'File'].map((type) => `[object ${type}]`),
    );
    const back =
      '[tools.giveBack(new Map([[1, 2]])).get(1), tools.giveBack(5n) === 5n, tools.giveBack(undefined)]';
    expect(await semantics.inPage(back)).toEqual([2, true, undefined]);
  });

  it('turns errors into errors of the other world', async () => {
    expect(await semantics.inPage("tools.instanceOfError(new RangeError('far'))")).toBe(true);
    expect(await semantics.inPage("tools.giveBack(new RangeError('far')) instanceof Error")).toBe(true);
  });

  it('turns promises into promises of the other world', async () => {
    expect(await semantics.inPage("tools.later('x') instanceof Promise")).toBe(true);
    expect(await semantics.inPage("tools.later({ deep: ['x'] })")).toEqual({ deep: ['x'] });
  });

  it('rethrows in the calling world', async () => {
    const caught = (call: string) =>
      semantics.inPage(`(async () => ${call})().catch((error) => [error instanceof Error, error.message])`);
    expect(await caught('tools.fail()')).toEqual([true, expect.stringContaining('from the preload')]);
    expect(await caught('tools.failLater()')).toEqual([true, expect.stringContaining('later')]);
  });

  it('keeps cyclic references', async () => {
    expect(
      await semantics.inPage('ring = {}; ring.self = ring; back = tools.giveBack(ring); back.self === back'),
    ).toBe(true);
  });

  it('refuses endless nesting', async () => {
    const deep =
      'deep = {}; for (let i = 0, at = deep; i < 1500; i += 1) at = at.next = {}; tools.giveBack(deep)';
    await expect(semantics.inPage(deep)).rejects.toThrow(/recursion depth exceeded/);
  });
});

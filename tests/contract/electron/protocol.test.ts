import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchSemantics, patiently, type SemanticsApp } from './launch-semantics.ts';

let semantics: SemanticsApp;
beforeAll(async () => {
  semantics = await launchSemantics();
});
afterAll(() => semantics.close());

describe('protocol.handle', () => {
  it('is asked for the page and its script, by their URLs, and for nothing else', async () => {
    expect(await semantics.requests()).toEqual(['GET app://bundle/index.html', 'GET app://bundle/page.js']);
  });

  it('passes on status, headers and body', async () => {
    const answer = await semantics.inPage(
      "fetch('/teapot').then(async (r) => [r.status, r.headers.get('x-kind'), await r.text()])",
    );
    expect(answer).toEqual([418, 'teapot', 'short and stout']);
    expect(await semantics.inPage("fetch('/nothing').then((r) => [r.ok, r.status])")).toEqual([false, 404]);
  });

  it('passes the method and body of a request', async () => {
    const echoed = "fetch('/echo', { method: 'POST', body: 'Grüße' }).then((r) => r.text())";
    expect(await semantics.inPage(echoed)).toBe('POST Grüße');
  });

  it('passes a player’s range request, and the partial answer back', async () => {
    const part = await semantics.inPage(`fetch('/digits', { headers: { range: 'bytes=2-4' } })
      .then(async (r) => [r.status, r.headers.get('content-range'), await r.text()])`);
    expect(part).toEqual([206, 'bytes 2-4/10', '234']);
  });

  it('fails the request when the handler throws', async () => {
    await expect(semantics.inPage("fetch('/broken')")).rejects.toThrow('Failed to fetch');
  });

  it('serves workers', async () => {
    const said = await semantics.inPage(`new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js');
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    })`);
    expect(said).toBe('from the worker');
  });

  it('makes a secure context', async () => {
    expect(await semantics.inPage('[isSecureContext, typeof crypto.subtle]')).toEqual([true, 'object']);
  });

  it('refuses to register privileged schemes twice, and a scheme that is already handled', async () => {
    const twice = semantics.app.evaluate(({ protocol }) => protocol.handle('app', () => new Response()));
    await expect(twice).rejects.toThrow(/register protocol|already/i);
  });
});

describe('a content security policy sent as a header', () => {
  it('keeps inline scripts from running', async () => {
    await semantics.inPage(`
      script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.body.append(script);
    `);
    await expect.poll(() => semantics.inPage('violations'), patiently).toContain('script-src-elem inline');
    expect(await semantics.inPage('typeof inlineRan')).toBe('undefined');
  });

  it('keeps the page from other hosts', async () => {
    await expect(semantics.inPage("fetch('https://elsewhere.test/')")).rejects.toThrow('Failed to fetch');
    await expect
      .poll(() => semantics.inPage('violations'), patiently)
      .toContain('connect-src https://elsewhere.test/');
  });
});

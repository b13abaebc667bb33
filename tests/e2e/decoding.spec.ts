import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { bundleOrigin, serveBundle } from '../../main/shell/bundle-files.ts';
import { summarise } from '../fixtures/renderer/decoding-page/summarise.ts';
import { launchBrowser } from '../helpers/browser.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const names = [
  'pcm24.wav',
  'aac.m4a',
  'adts.aac',
  'alac-24.m4a',
  'flac.flac',
  'tagged.mp3',
  'opus.opus',
  'vorbis.ogg',
];
const fixture = (name: string) => readFileSync(join(fixtures, 'audio', name));

/** Builds a page with a worker that decodes, and serves it under the app's content policy. */
async function serveDecoding() {
  const folder = mkdtempSync(join(tmpdir(), 'decoding-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(fixtures, 'renderer/decoding-page'),
    base: './',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, bundleOrigin);
    const name = names.find((known) => pathname === `/${known}`);
    if (name) return void response.end(fixture(name));
    const answer = await serveBundle(folder, { method: 'GET', url: bundleOrigin + pathname });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close() {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

test('decodes every format in a browser’s worker to the samples that the server gets', async () => {
  const served = await serveDecoding();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${served.url}?files=${names.join(',')}`);
    await expect.poll(() => page.title()).toContain('[');
    const inBrowser = JSON.parse(await page.title());
    const here = await Promise.all(names.map((name) => summarise(fixture(name), name, loadFfmpegPackage)));
    expect(inBrowser).toEqual(here);
    for (const sound of here) expect(sound?.frames).toBeGreaterThan(700);
  } finally {
    await browser.close();
    served.close();
  }
});

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { createDownloads } from '../../../main/downloads/downloads.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

const zip = Buffer.alloc(300_000, 'stems');

/** Downloads from a server that answers like this, into an empty folder. */
async function downloadsFrom(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = join(await mkdtemp(join(tmpdir(), 'stems-')), 'Downloads');
  const progress: { id: string; received: number; total: number }[] = [];
  const downloads = createDownloads({
    client: {
      serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      request: () => Promise.reject(new Error('not needed')),
      authenticationHeaders: () => ({ cookie: 'session=1' }),
    },
    addressOf: (id) => `/api/files/${id}/stems`,
    downloadsFolder: () => folder,
    onProgress: (one) => progress.push(one),
    clock: systemEnvironment.clock,
  });
  disposeLater(async () => {
    await downloads.stop();
    server.closeAllConnections();
    server.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });
  return { downloads, folder, progress, names: () => readdir(folder) };
}

const whole: RequestListener = (request, response) => {
  expect(request.url).toBe('/api/files/v1/stems');
  expect(request.headers.cookie).toBe('session=1');
  response.writeHead(200, { 'content-length': zip.length }).end(zip);
};

describe('saving the stems of a version', () => {
  it('puts a whole ZIP into the downloads folder, reports progress, and can show where it is', async () => {
    const { downloads, folder, progress, names } = await downloadsFrom(whole);
    expect(await downloads.save('v1', 'Dune: v1 stems.zip')).toEqual({
      ok: true,
      data: { kind: 'saved', name: 'Dune_ v1 stems.zip' },
    });
    expect(await names()).toEqual(['Dune_ v1 stems.zip']);
    expect(await readFile(join(folder, 'Dune_ v1 stems.zip'))).toEqual(zip);
    expect(downloads.pathOf('v1')).toBe(join(folder, 'Dune_ v1 stems.zip'));
    expect(progress.at(-1)).toEqual({ id: 'v1', received: zip.length, total: zip.length });
  });

  it('stops at the first byte beyond those that the server announced, if it alone knows the size', async () => {
    const { downloads, names } = await downloadsFrom((_request, response) => response.end(zip));
    const chunked = await downloadsFrom((_request, response) => {
      response.write(zip);
      response.end(zip);
    });
    expect(await downloads.save('v1', 'stems.zip')).toMatchObject({ ok: true });
    expect(await names()).toEqual(['stems.zip']);
    expect(await chunked.downloads.save('v1', 'stems.zip')).toMatchObject({ ok: false, kind: 'offline' });
    expect(await chunked.names()).toEqual([]);
  });

  it('keeps a file only if it has the announced size and hash, and stops at the first byte too many', async () => {
    const { downloads, names } = await downloadsFrom((request, response) => {
      if (request.url?.includes('endless')) {
        const send = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          if (!response.destroyed) response.once('drain', send);
        };
        return send();
      }
      response.end(zip);
    });
    const sha256 = createHash('sha256').update(zip).digest('hex');
    const expected = { size: zip.length, sha256 };
    for (const [id, wrong] of [
      ['endless', { ...expected, size: 1000 }],
      ['short', { ...expected, size: zip.length + 1 }],
      ['other', { ...expected, sha256: 'a'.repeat(64) }],
    ] as const) {
      expect(await downloads.save(id, 'a.wav', wrong)).toMatchObject({
        ok: false,
        message: expect.stringContaining('other than this file'),
      });
    }
    expect(await names()).toEqual([]);
    expect(await downloads.save('right', 'a.wav', expected)).toMatchObject({ data: { kind: 'saved' } });
  });

  it('never replaces a file', async () => {
    const { downloads, folder, names } = await downloadsFrom(whole);
    await mkdir(folder);
    await writeFile(join(folder, 'a.zip'), 'mine');
    expect(await downloads.save('v1', 'a.zip')).toMatchObject({ data: { name: 'a (2).zip' } });
    expect((await names()).sort()).toEqual(['a (2).zip', 'a.zip']);
    expect(await readFile(join(folder, 'a.zip'), 'utf8')).toBe('mine');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const { downloads, names, progress } = await downloadsFrom((_request, response) => {
      response.writeHead(200, { 'content-length': zip.length }).write(zip.subarray(0, 1000));
    });
    const saving = downloads.save('v1', 'a.zip');
    await until(() => progress.length > 0, { what: 'the first bytes' });
    expect(await names()).toHaveLength(1);
    downloads.cancel('v1');
    expect(await saving).toEqual({ ok: true, data: { kind: 'cancelled' } });
    expect(await names()).toEqual([]);
    expect(downloads.pathOf('v1')).toBeNull();
  });

  it('says that the connection was lost, and leaves nothing behind', async () => {
    const { downloads, names } = await downloadsFrom((_request, response) => {
      response.writeHead(200, { 'content-length': zip.length });
      response.write(zip.subarray(0, 1000), () => response.destroy());
    });
    expect(await downloads.save('v1', 'a.zip')).toMatchObject({
      ok: false,
      kind: 'offline',
      message: expect.stringContaining('Try again'),
    });
    expect(await names()).toEqual([]);
  });

  it('passes on why the server refused', async () => {
    const { downloads } = await downloadsFrom((_request, response) => {
      const body = { error: 'This version has no stems.', kind: 'not-found', statusCode: 404 };
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    expect(await downloads.save('v1', 'a.zip')).toEqual({
      ok: false,
      kind: 'not-found',
      message: 'This version has no stems.',
    });
  });

  it('says that the folder can’t be written to', async () => {
    const { downloads, folder } = await downloadsFrom(whole);
    await writeFile(folder, 'a file where the folder should be');
    expect(await downloads.save('v1', 'a.zip')).toMatchObject({
      ok: false,
      message: expect.stringContaining('downloads folder'),
    });
  });
});

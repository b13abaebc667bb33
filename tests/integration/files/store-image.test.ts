import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createInspector } from '../../../server/files/inspector.ts';
import { storeImage } from '../../../server/files/store-image.ts';
import { createFileReaders } from '../../../server/reading/file-readers.ts';
import { createFolderBlobStore } from '../../../server/storage/folder-blob-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { makeWave, sha256Of } from '../../helpers/uploads.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const limit = 10 * 1024 ** 2;
const padded = (size: number) => Buffer.concat([png, Buffer.alloc(size - png.length)]);

async function store(bytes: Buffer) {
  const folder = await temporaryFolder();
  const blobs = createFolderBlobStore(folder, systemClock);
  const readers = createFileReaders(30_000);
  const log = pino({ level: 'silent' });
  const inspector = createInspector({ readers, deadlineMilliseconds: 30_000, log });
  const db = await openDatabase(':memory:');
  const context = { db, environment: systemEnvironment };
  const outcome = await storeImage({ context, blobs, inspector }, Readable.from([bytes]));
  await db.destroy();
  await inspector.close();
  await readers.stop();
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  return { outcome, size: await blobs.size(sha256Of(bytes)) };
}

describe('storeImage', () => {
  it('keeps a picture up to the limit', async () => {
    for (const bytes of [png, padded(limit)]) {
      const { outcome, size } = await store(bytes);
      const data = { sha256: sha256Of(bytes), mimeType: 'image/png', size: bytes.length };
      expect(outcome).toEqual({ ok: true, data });
      expect(size).toBe(bytes.length);
    }
  });

  it.each<[string, Buffer, string]>([
    ['a picture one byte over the limit', padded(limit + 1), 'too-large'],
    ['an empty file', Buffer.alloc(0), 'empty-file'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported-type'],
    ['a page', Buffer.from('<!doctype html>'), 'unsupported-type'],
    ['audio', makeWave(), 'unsupported-type'],
  ])('refuses %s and keeps nothing', async (_what, bytes, kind) => {
    const { outcome, size } = await store(bytes);
    expect(outcome).toMatchObject({ ok: false, kind });
    expect(size).toBeNull();
  });
});

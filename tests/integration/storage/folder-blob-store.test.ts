import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import type { BlobStore } from '../../../server/storage/blob-store.ts';
import { createFolderBlobStore } from '../../../server/storage/folder-blob-store.ts';
import { openLocalFile } from '../../../server/storage/local-file.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { otherDisk } from '../../helpers/other-disk.ts';

const sha256 = createHash('sha256').update('a mix').digest('hex');

/** A store in a folder of its own, and a way to put a file into it. The contract of every store is tested elsewhere. */
async function folderStore() {
  const folder = await temporaryFolder();
  const blobs = createFolderBlobStore(folder, systemClock);
  await blobs.discardUnfinished();
  const source = join(await temporaryFolder(), 'source');
  await writeFile(source, 'a mix');
  const put = async (path = source) => {
    await using bytes = await openLocalFile(path);
    await blobs.put(bytes, sha256);
  };
  return { folder, incoming: join(folder, 'incoming'), blobs, source, put, path: pathIn(folder) };
}

const pathIn = (folder: string) => join(folder, 'blobs', sha256.slice(0, 2), sha256);

async function contentOf(blobs: BlobStore): Promise<string | null> {
  await using bytes = await blobs.open(sha256);
  return bytes && (await text(bytes.stream()));
}

describe('a blob store in a folder', () => {
  it('keeps bytes for this user only, leaves the source to its owner, and ignores the files of others', async () => {
    const { folder, blobs, source, put, path } = await folderStore();
    await put();
    expect(await readFile(source, 'utf8')).toBe('a mix');
    await rm(source);
    expect(await contentOf(blobs)).toBe('a mix');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(join(folder, 'blobs', '.DS_Store'), '');
    const listed = [];
    for await (const each of blobs.list()) listed.push(each);
    expect(listed).toEqual([sha256]);
  });

  it('leaves nothing in the incoming folder, however often the same bytes are put', async () => {
    const { put, incoming } = await folderStore();
    await Promise.all(Array.from({ length: 20 }, () => put()));
    await put();
    expect(await readdir(incoming)).toEqual([]);
  });

  it('takes bytes from another file system', async () => {
    const { blobs, put } = await folderStore();
    // Without a second file system, this is an ordinary put.
    const elsewhere = await mkdtemp(join(otherDisk ?? (await temporaryFolder()), 'bm-'));
    disposeLater(() => rm(elsewhere, { recursive: true, force: true }));
    await writeFile(join(elsewhere, 'part'), 'a mix');
    await put(join(elsewhere, 'part'));
    expect(await contentOf(blobs)).toBe('a mix');
  });

  it('replaces a blob that lost bytes', async () => {
    const { blobs, put, path } = await folderStore();
    await put();
    await rm(path);
    await writeFile(path, 'a m');
    await put();
    expect(await contentOf(blobs)).toBe('a mix');
  });

  it('keeps a waveform for this user only', async () => {
    const { blobs, put, path } = await folderStore();
    await put();
    await blobs.writeSidecar(sha256, 'peaks', Buffer.from('wave'));
    expect((await stat(`${path}.peaks`)).mode & 0o777).toBe(0o600);
    await blobs.remove(sha256);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('discards at start what an earlier process was receiving', async () => {
    const { folder, blobs, incoming } = await folderStore();
    await using received = await blobs.receive(Readable.from([Buffer.from('a mix')]), 5);
    expect(received).not.toBeNull();
    expect(await readdir(incoming)).toHaveLength(1);
    // A backup opens the same store beside a running server.
    const next = createFolderBlobStore(folder, systemClock);
    expect(await readdir(incoming)).toHaveLength(1);
    await next.discardUnfinished();
    expect(await readdir(incoming)).toEqual([]);
  });

  it('links what is added from another folder on the same disk, and leaves no other trace', async () => {
    const { blobs, put, path } = await folderStore();
    await put();
    await blobs.writeSidecar(sha256, 'peaks', Buffer.from('wave'));
    const folder = await temporaryFolder();
    const copy = createFolderBlobStore(folder, systemClock);
    for (const sidecar of [undefined, 'peaks'] as const) {
      await using bytes = await blobs.open(sha256, sidecar);
      if (bytes) await copy.add(bytes, sha256, sidecar);
    }
    await copy.flush();
    expect((await stat(pathIn(folder))).ino).toBe((await stat(path)).ino);
    expect((await stat(`${pathIn(folder)}.peaks`)).ino).toBe((await stat(`${path}.peaks`)).ino);
    expect(await readdir(folder)).toEqual(['blobs']);
  });
});

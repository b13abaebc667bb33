import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createBlobStore } from '../../../server/storage/folder-blob-store.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const sha256Of = (bytes: string) => createHash('sha256').update(bytes).digest('hex');

async function storeWith(bytes: string) {
  const folder = await temporaryFolder();
  const blobs = createBlobStore(folder);
  const path = join(blobs.incomingDirectory, 'received');
  await writeFile(path, bytes);
  const sha256 = sha256Of(bytes);
  return { folder, blobs, path, sha256, blobPath: join(folder, 'blobs', sha256.slice(0, 2), sha256) };
}

async function all(blobs: { list(): AsyncIterable<string> }): Promise<string[]> {
  const hashes = [];
  for await (const sha256 of blobs.list()) hashes.push(sha256);
  return hashes;
}
const longAgo = new Date('2020-01-01');
const never = async () => false;

describe('the blob store', () => {
  it('keeps bytes by their hash, for this user only, and leaves the original to its owner', async () => {
    const { folder, blobs, path, sha256, blobPath } = await storeWith('a mix');
    await blobs.put(path, sha256);
    expect(await readFile(path, 'utf8')).toBe('a mix');
    await rm(path);
    expect(await blobs.size(sha256)).toBe(5);
    expect(await text(blobs.read(sha256))).toBe('a mix');
    expect(await text(blobs.read(sha256, { start: 2, end: 3 }))).toBe('mi');
    expect((await stat(blobPath)).mode & 0o777).toBe(0o600);
    await writeFile(join(folder, 'blobs', '.DS_Store'), '');
    expect(await all(blobs)).toEqual([sha256]);
  });

  it('keeps the same bytes once, also when twenty put them at the same time', async () => {
    const { folder, blobs, sha256 } = await storeWith('a mix');
    const paths = Array.from({ length: 20 }, (_, index) => join(folder, `copy-${index}`));
    await Promise.all(paths.map((path) => writeFile(path, 'a mix')));
    await Promise.all(paths.map((path) => blobs.put(path, sha256)));
    expect(await all(blobs)).toEqual([sha256]);
    expect(await text(blobs.read(sha256))).toBe('a mix');
    expect(await readdir(blobs.incomingDirectory)).toEqual(['received']);
  });

  it('takes bytes from another file system', async () => {
    const { blobs, sha256 } = await storeWith('a mix');
    // Where there is no second file system, this is an ordinary put.
    const elsewhere = await mkdtemp(
      join(existsSync('/dev/shm') ? '/dev/shm' : await temporaryFolder(), 'bm-'),
    );
    disposeLater(() => rm(elsewhere, { recursive: true, force: true }));
    await writeFile(join(elsewhere, 'part'), 'a mix');
    await blobs.put(join(elsewhere, 'part'), sha256);
    expect(await text(blobs.read(sha256))).toBe('a mix');
  });

  it('puts again after a crash between put and transaction, from the same part', async () => {
    const { blobs, path, sha256 } = await storeWith('a mix');
    await blobs.put(path, sha256);
    await blobs.put(path, sha256);
    expect(await text(blobs.read(sha256))).toBe('a mix');
    expect(await readdir(blobs.incomingDirectory)).toEqual(['received']);
  });

  it('replaces a blob that lost bytes', async () => {
    const { blobs, path, sha256, blobPath } = await storeWith('a mix');
    const other = `${path}-again`;
    await writeFile(other, 'a mix');
    await blobs.put(path, sha256);
    await writeFile(blobPath, 'a m');
    await blobs.put(other, sha256);
    expect(await text(blobs.read(sha256))).toBe('a mix');
  });

  it('removes only what is old and unused', async () => {
    const { blobs, path, sha256, blobPath } = await storeWith('a mix');
    const hourAgo = () => new Date(Date.now() - 3_600_000);
    await blobs.put(path, sha256);
    expect(await blobs.removeUnused(sha256, hourAgo(), never)).toBe(false);
    await utimes(blobPath, longAgo, longAgo);
    expect(await blobs.removeUnused(sha256, hourAgo(), async () => true)).toBe(false);
    expect(await blobs.size(sha256)).toBe(5);
    expect(await blobs.removeUnused(sha256, hourAgo(), never)).toBe(true);
    expect(await blobs.size(sha256)).toBeNull();
    expect(await blobs.removeUnused(sha256, hourAgo(), never)).toBe(false);
  });

  it('never takes away what is being put at that moment', async () => {
    const { blobs, path, sha256, blobPath } = await storeWith('a mix');
    for (let round = 0; round < 50; round++) {
      await writeFile(path, 'a mix');
      await blobs.put(path, sha256);
      await utimes(blobPath, longAgo, longAgo);
      const hourAgo = new Date(Date.now() - 3_600_000);
      await Promise.all([blobs.removeUnused(sha256, hourAgo, never), blobs.put(path, sha256)]);
      expect(await text(blobs.read(sha256))).toBe('a mix');
    }
  });

  it('keeps a waveform beside the bytes, and lets it go with them', async () => {
    const { blobs, path, sha256, blobPath } = await storeWith('a mix');
    const listed = async () => await all({ list: blobs.listPeaks });
    await blobs.putPeaks(sha256, Buffer.from('wave'));
    expect(await blobs.readPeaks(sha256)).toBeNull();
    await blobs.put(path, sha256);
    expect(await blobs.readPeaks(sha256)).toBeNull();
    await blobs.putPeaks(sha256, Buffer.from('wave'));
    expect(String(await blobs.readPeaks(sha256))).toBe('wave');
    expect([await all(blobs), await listed()]).toEqual([[sha256], [sha256]]);
    expect((await stat(`${blobPath}.peaks`)).mode & 0o777).toBe(0o600);
    await utimes(blobPath, longAgo, longAgo);
    expect(await blobs.removeUnused(sha256, new Date(), never)).toBe(true);
    expect(await blobs.readPeaks(sha256)).toBeNull();
    expect([await all(blobs), await listed()]).toEqual([[], []]);

    await blobs.put(path, sha256);
    await blobs.putPeaks(sha256, new Uint8Array(0));
    expect(await blobs.readPeaks(sha256)).toHaveLength(0);
    await blobs.remove(sha256);
    expect(existsSync(`${blobPath}.peaks`)).toBe(false);
  });

  it('forgets at start what was half received before', async () => {
    const { folder, path } = await storeWith('a mix');
    createBlobStore(folder);
    expect(existsSync(path)).toBe(false);
  });

  it('says no size for, and removes without complaint, what it has not', async () => {
    const { blobs, sha256 } = await storeWith('a mix');
    expect(await blobs.size(sha256)).toBeNull();
    await blobs.remove(sha256);
    expect(await blobs.freeBytes()).toBeGreaterThan(0);
  });
});

import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type BlobStore, pairSidecar } from '../../../server/storage/blob-store.ts';
import { createMovedClock, type MovedClock } from '../../helpers/moved-clock.ts';
import { sha256Of } from '../../helpers/uploads.ts';
import { memoryBytes } from './memory-bytes.ts';

/** Opens the store of one medium; opened again, it is the store of the next process. */
export type OpenBlobStore = () => BlobStore;

const mix = Buffer.from('a mix');
const sha256 = sha256Of(mix);
const hour = 3_600_000;
const never = async () => false;

async function toArray(hashes: AsyncIterable<string>): Promise<string[]> {
  const all = [];
  for await (const hash of hashes) all.push(hash);
  return all;
}

/** The contract of every blob store. `makeMedium` prepares an empty one for one test. */
export function describeBlobStore(name: string, makeMedium: (clock: MovedClock) => Promise<OpenBlobStore>) {
  async function opened() {
    const clock = createMovedClock();
    clock.advance(24 * hour);
    const open = await makeMedium(clock);
    const blobs = open();
    await blobs.discardUnfinished();
    const ago = (milliseconds: number) => new Date(clock.now() - milliseconds);
    return { blobs, open, clock, ago, put: () => blobs.put(memoryBytes(mix), sha256) };
  }

  async function contentOf(blobs: BlobStore, hash = sha256): Promise<string | null> {
    await using bytes = await blobs.open(hash);
    return bytes && (await text(bytes.stream()));
  }

  describe(`the blob store: ${name}`, () => {
    it('keeps bytes by their hash, and gives them back whole, in ranges and as a file', async () => {
      const { blobs, put } = await opened();
      await put();
      expect(await blobs.size(sha256)).toBe(5);
      expect(await toArray(blobs.list())).toEqual([sha256]);
      await using bytes = await blobs.open(sha256);
      if (!bytes) throw new Error('It is not there');
      expect(bytes.size).toBe(5);
      expect(await text(bytes.stream())).toBe('a mix');
      expect(await text(bytes.stream({ start: 2, end: 3 }))).toBe('mi');
      expect(String(await bytes.read(2, 2))).toBe('mi');
      expect(String(await bytes.read(3, 100))).toBe('ix');
      expect(await bytes.read(5, 1)).toHaveLength(0);
      expect(await bytes.withLocalFile((path) => readFile(path, 'utf8'))).toBe('a mix');
    });

    it('still has every blob in the next process', async () => {
      const { open, put } = await opened();
      await put();
      const next = open();
      await next.discardUnfinished();
      expect(await contentOf(next)).toBe('a mix');
    });

    it('keeps the same bytes once, even if twenty clients put them at the same time', async () => {
      const { blobs, put } = await opened();
      await Promise.all(Array.from({ length: 20 }, put));
      expect(await toArray(blobs.list())).toEqual([sha256]);
      expect(await contentOf(blobs)).toBe('a mix');
    });

    it('receives bytes, hashes them, and keeps them only when they are put', async () => {
      const { blobs } = await opened();
      const received = await blobs.receive(Readable.from([mix.subarray(0, 2), mix.subarray(2)]), 5);
      if (!received) throw new Error('It was not received');
      expect(received).toMatchObject({ size: 5, sha256 });
      expect(await text(received.stream())).toBe('a mix');
      expect(await blobs.open(sha256)).toBeNull();
      await blobs.put(received, sha256);
      // The source stays until its owner discards it, so a failed commit can be repeated.
      expect(String(await received.read(0, 5))).toBe('a mix');
      await blobs.put(received, sha256);
      await received[Symbol.asyncDispose]();
      expect(await contentOf(blobs)).toBe('a mix');
    });

    it('receives no more than the limit, and passes on what the source throws', async () => {
      const { blobs } = await opened();
      expect(await blobs.receive(Readable.from([mix, mix]), 9)).toBeNull();
      async function* broken() {
        yield mix;
        throw new Error('The connection was lost.');
      }
      await expect(blobs.receive(Readable.from(broken()), 100)).rejects.toThrow('The connection was lost.');
      expect(await toArray(blobs.list())).toEqual([]);
    });

    it('receives an empty file', async () => {
      const { blobs } = await opened();
      await using received = await blobs.receive(Readable.from([]), 100);
      expect(received).toMatchObject({ size: 0, sha256: sha256Of(Buffer.alloc(0)) });
    });

    it('hands out large bytes unchanged, in any range', async () => {
      const { blobs } = await opened();
      const large = Buffer.alloc(3_000_000);
      for (let at = 0; at < large.length; at += 4) large.writeUInt32LE((at * 2_654_435_761) % 2 ** 32, at);
      await blobs.put(memoryBytes(large), sha256Of(large));
      await using bytes = await blobs.open(sha256Of(large));
      if (!bytes) throw new Error('It is not there');
      expect((await buffer(bytes.stream())).equals(large)).toBe(true);
      for (const [start, end] of [
        [0, 0],
        [1, 70_000],
        [2_999_999, 2_999_999],
      ] as const) {
        expect((await buffer(bytes.stream({ start, end }))).equals(large.subarray(start, end + 1))).toBe(
          true,
        );
        const read = await bytes.read(start, end - start + 1);
        expect(large.subarray(start, end + 1).equals(read)).toBe(true);
      }
    });

    it('removes only what is old and unused', async () => {
      const { blobs, clock, ago, put } = await opened();
      await put();
      expect(await blobs.removeUnused(sha256, ago(hour), never)).toBe(false);
      clock.advance(2 * hour);
      expect(await blobs.removeUnused(sha256, ago(hour), async () => true)).toBe(false);
      expect(await blobs.size(sha256)).toBe(5);
      expect(await blobs.removeUnused(sha256, ago(hour), never)).toBe(true);
      expect(await blobs.size(sha256)).toBeNull();
      expect(await blobs.removeUnused(sha256, ago(hour), never)).toBe(false);
    });

    it('counts a blob that is put again as new', async () => {
      const { blobs, clock, ago, put } = await opened();
      await put();
      clock.advance(2 * hour);
      await put();
      expect(await blobs.removeUnused(sha256, ago(hour), never)).toBe(false);
      expect(await contentOf(blobs)).toBe('a mix');
    });

    it('never removes what is being put at that moment', async () => {
      const { blobs, clock, ago, put } = await opened();
      for (let round = 0; round < 50; round++) {
        await put();
        clock.advance(2 * hour);
        await Promise.all([blobs.removeUnused(sha256, ago(hour), never), put()]);
        expect(await contentOf(blobs)).toBe('a mix');
      }
    });

    it('keeps a waveform beside the bytes, and removes it with them', async () => {
      const { blobs, clock, put } = await opened();
      const peaks = async () => {
        await using bytes = await blobs.open(sha256, 'peaks');
        return bytes && (await text(bytes.stream()));
      };
      const lists = async () => [await toArray(blobs.list()), await toArray(blobs.listSidecars('peaks'))];
      await blobs.writeSidecar(sha256, 'peaks', Buffer.from('wave'));
      expect(await peaks()).toBeNull();
      await put();
      expect(await peaks()).toBeNull();
      await blobs.writeSidecar(sha256, 'peaks', Buffer.from('wave'));
      expect(await peaks()).toBe('wave');
      expect(await lists()).toEqual([[sha256], [sha256]]);
      clock.advance(hour);
      expect(await blobs.removeUnused(sha256, new Date(clock.now()), never)).toBe(true);
      expect(await peaks()).toBeNull();
      expect(await lists()).toEqual([[], []]);

      await put();
      await blobs.writeSidecar(sha256, 'peaks', new Uint8Array(0));
      expect(await peaks()).toBe('');
      await blobs.remove(sha256);
      expect(await lists()).toEqual([[], []]);
    });

    it('keeps sidecars for pairs of blobs, lists them, and removes them with the newer one', async () => {
      const { blobs, put } = await opened();
      const older = [sha256Of(Buffer.from('v1')), sha256Of(Buffer.from('v0'))].toSorted();
      const list = async (newer?: string) => {
        const pairs = [];
        for await (const pair of blobs.listPairs(newer)) pairs.push(pair);
        return pairs.toSorted((a, b) => (a.older < b.older ? -1 : 1));
      };
      await blobs.writeSidecar(sha256, pairSidecar(older[0] ?? ''), Buffer.from('lost'));
      expect(await list()).toEqual([]);
      expect(await list(sha256)).toEqual([]);
      await put();
      for (const hash of older)
        await blobs.writeSidecar(sha256, pairSidecar(hash), Buffer.from(`to ${hash}`));
      const pairs = older.map((hash) => ({ newer: sha256, older: hash }));
      expect(await list()).toEqual(pairs);
      expect(await list(sha256)).toEqual(pairs);
      expect(await list(older[0])).toEqual([]);
      expect(await toArray(blobs.list())).toEqual([sha256]);
      expect(await toArray(blobs.listSidecars('peaks'))).toEqual([]);
      await using bytes = await blobs.open(sha256, pairSidecar(older[1] ?? ''));
      expect(bytes && (await text(bytes.stream()))).toBe(`to ${older[1]}`);
      await blobs.removeSidecar(sha256, pairSidecar(older[1] ?? ''));
      await blobs.removeSidecar(sha256, pairSidecar(older[1] ?? ''));
      expect(await list()).toEqual(pairs.slice(0, 1));
      await blobs.remove(sha256);
      await put();
      expect(await list()).toEqual([]);
    });

    it('copies blobs and sidecars from another store, and has them in the next process', async () => {
      const [from, to] = [await opened(), await opened()];
      await from.put();
      await from.blobs.writeSidecar(sha256, 'peaks', Buffer.from('wave'));
      for (const sidecar of [undefined, 'peaks'] as const) {
        await using bytes = await from.blobs.open(sha256, sidecar);
        if (!bytes) throw new Error('It is not there');
        await to.blobs.add(bytes, sha256, sidecar);
        await to.blobs.add(bytes, sha256, sidecar);
      }
      await to.blobs.flush();
      await from.blobs.remove(sha256);
      const next = to.open();
      expect(await contentOf(next)).toBe('a mix');
      await using peaks = await next.open(sha256, 'peaks');
      expect(peaks?.size).toBe(4);
    });

    it('has no size and no bytes for an unknown blob, and removes it without complaint', async () => {
      const { blobs } = await opened();
      expect(await blobs.size(sha256)).toBeNull();
      expect(await blobs.open(sha256)).toBeNull();
      await blobs.remove(sha256);
      expect(await blobs.freeBytes()).toBeGreaterThan(0);
    });
  });
}

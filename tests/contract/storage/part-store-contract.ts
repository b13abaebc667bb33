import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { PartStore } from '../../../server/storage/part-store.ts';
import { sha256Of } from '../../helpers/uploads.ts';

/** The contract of every store of upload parts. A medium that is opened again is that of the next process. */
export function describePartStore(name: string, makeMedium: () => Promise<() => PartStore>) {
  const id = '0190a0f2-5c3e-7000-8000-000000000001';
  const mix = Buffer.from('a mix');
  const source = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

  async function contentOf(parts: PartStore): Promise<string | null> {
    await using bytes = await parts.open(id);
    return bytes && (await text(bytes.stream()));
  }

  describe(`the store of upload parts: ${name}`, () => {
    it('has nothing before the first byte', async () => {
      const parts = (await makeMedium())();
      expect(await parts.offset(id)).toBe(0);
      expect(await parts.touchedAt(id)).toBeNull();
      expect(await parts.open(id)).toBeNull();
      expect(await parts.list()).toEqual([]);
      await parts.remove(id);
    });

    it('takes bytes in several writes, and gives them back as a stream, in pieces and as a file', async () => {
      const parts = (await makeMedium())();
      const before = Date.now();
      expect(await parts.write(source('a', ' '), id, 0, 5)).toBe(2);
      expect(await parts.offset(id)).toBe(2);
      expect(await parts.write(source('mix'), id, 2, 5)).toBe(5);
      expect(await parts.list()).toEqual([id]);
      // File systems may round the time down.
      expect((await parts.touchedAt(id))?.getTime()).toBeGreaterThan(before - 2_000);
      await using bytes = await parts.open(id);
      if (!bytes) throw new Error('It is not there');
      expect(bytes.size).toBe(5);
      expect(await text(bytes.stream())).toBe('a mix');
      expect(String(await bytes.read(2, 2))).toBe('mi');
      expect(await bytes.withLocalFile((path) => readFile(path, 'utf8'))).toBe('a mix');
    });

    it('knows the hash of what has arrived, also of its beginning, as often as it is asked', async () => {
      const parts = (await makeMedium())();
      await parts.write(source('a m'), id, 0, 5);
      await parts.write(source('ix'), id, 3, 5);
      for (let round = 0; round < 2; round++) {
        expect(await parts.digest(id, 5)).toBe(sha256Of(mix));
        expect(await parts.digest(id, 2)).toBe(sha256Of(mix.subarray(0, 2)));
      }
      await expect(parts.digest(id, 6)).rejects.toThrow(/shorter than 6 bytes/);
    });

    it('continues in the next process from the bytes it acknowledged', async () => {
      const open = await makeMedium();
      await open().write(source('a m'), id, 0, 5);
      const parts = open();
      expect(await parts.offset(id)).toBe(3);
      expect(await parts.write(source('ix'), id, 3, 5)).toBe(5);
      expect(await parts.digest(id, 5)).toBe(sha256Of(mix));
    });

    it('keeps what fits when the source has more than the limit', async () => {
      const parts = (await makeMedium())();
      expect(await parts.write(source('a m', 'ix and more'), id, 0, 5)).toBe(false);
      expect(await parts.offset(id)).toBe(3);
      expect(await parts.write(source('ix'), id, 3, 5)).toBe(5);
      expect(await parts.digest(id, 5)).toBe(sha256Of(mix));
    });

    it('keeps what arrived before the source failed', async () => {
      const parts = (await makeMedium())();
      async function* broken() {
        yield Buffer.from('a m');
        throw new Error('The connection was lost.');
      }
      const writing = parts.write(Readable.from(broken()), id, 0, 5);
      await expect(writing).rejects.toThrow('The connection was lost.');
      expect(await contentOf(parts)).toBe('a m');
      expect(await parts.write(source('ix'), id, 3, 5)).toBe(5);
      expect(await parts.digest(id, 5)).toBe(sha256Of(mix));
    });

    it('removes a part, and starts over under the same id', async () => {
      const parts = (await makeMedium())();
      await parts.write(source('wrong'), id, 0, 5);
      await parts.remove(id);
      expect(await parts.offset(id)).toBe(0);
      expect(await parts.list()).toEqual([]);
      await parts.write(source('a mix'), id, 0, 5);
      expect(await parts.digest(id, 5)).toBe(sha256Of(mix));
    });
  });
}

import { Readable } from 'node:stream';
import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostEntries, readZipContents, UnreadableArchive } from '../../../server/stems/zip-contents.ts';
import { readableOf } from '../../helpers/readable-bytes.ts';

async function zipOf(names: readonly string[]): Promise<Buffer> {
  const files = names.map((name, index) =>
    name.endsWith('/') ? { name } : { name, input: 'x'.repeat(index % 50) },
  );
  return Buffer.concat(await Readable.fromWeb(makeZip(files)).toArray());
}

describe('the contents of a ZIP', () => {
  it('are its files, without folders and what macOS adds', async () => {
    const zip = await zipOf([
      'Stems/',
      'Stems/Drums.wav',
      '__MACOSX/Stems/._Drums.wav',
      'Stems/.DS_Store',
      'Bäss.wav',
    ]);
    expect(await readZipContents(readableOf(zip))).toEqual({
      entries: [
        { name: 'Stems/Drums.wav', size: 1 },
        { name: 'Bäss.wav', size: 4 },
      ],
      truncated: false,
    });
  });

  it('are read with few reads, and only from the end', async () => {
    const zip = await zipOf(Array.from({ length: 500 }, (_, at) => `${at}.wav`));
    let reads = 0;
    const counted = {
      size: zip.length,
      read: async (at: number, length: number) => {
        reads += 1;
        return zip.subarray(at, at + length);
      },
    };
    expect((await readZipContents(counted)).entries).toHaveLength(500);
    expect(reads).toBeLessThanOrEqual(4);
  });

  it('stop at the limit and say so', async () => {
    const { entries, truncated } = await readZipContents(
      readableOf(await zipOf(Array.from({ length: mostEntries + 1 }, (_, at) => `${at}.wav`))),
    );
    expect(entries).toHaveLength(mostEntries);
    expect(truncated).toBe(true);
  });

  it('stop early where a directory is made of long names', async () => {
    const long = Array.from({ length: 100 }, (_, at) => `${'x'.repeat(60_000)}${at}.wav`);
    const { entries, truncated } = await readZipContents(readableOf(await zipOf(long)));
    expect(truncated).toBe(true);
    expect(entries.length).toBeLessThan(100);
    expect(entries[0]?.name.length).toBeLessThanOrEqual(301);
  });

  it('show dangerous names as plain text', async () => {
    const zip = await zipOf(['../../etc/passwd', 'C:\\evil.exe', 'a\u202Ecod.wav', 'b\u0007.wav']);
    expect((await readZipContents(readableOf(zip))).entries.map(({ name }) => name)).toEqual([
      ...['../../etc/passwd', 'C:/evil.exe', 'a_cod.wav', 'b_.wav'],
    ]);
  });

  it('are refused, whatever the damage, without another error and without end', async () => {
    const zip = await zipOf(['a.wav', 'Stems/b.wav', 'c.wav']);
    for (const bad of [Buffer.alloc(0), Buffer.from('PK'), zip.subarray(0, zip.length - 30)]) {
      await expect(readZipContents(readableOf(bad))).rejects.toBeInstanceOf(UnreadableArchive);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 8 }),
        async (edits) => {
          const broken = Buffer.from(zip);
          for (const [at, value] of edits) broken[at] = value;
          try {
            expect((await readZipContents(readableOf(broken))).entries.length).toBeLessThanOrEqual(3);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableArchive);
          }
        },
      ),
    );
  });

  it('pass on what the disk says', async () => {
    const failing = { size: 100, read: () => Promise.reject(new Error('EIO')) };
    await expect(readZipContents(failing)).rejects.toThrow('EIO');
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { crc8 } from '../../../main/bounces/settling/containers/checksums.ts';
import { createFileReaders } from '../../../main/reading/file-readers.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { readableOf } from '../../helpers/readable-bytes.ts';
import { turnsDuring } from '../../helpers/stubborn-readers.ts';
import { until } from '../../helpers/until.ts';
import { openStudio } from './studio.ts';

/** A FLAC of 350,000 headers of frames, each of which could be the last one: to know, all bytes after it are summed up. */
function headersOnly(): Buffer<ArrayBuffer> {
  const start = Buffer.alloc(42);
  start.write('fLaC');
  start.writeUInt8(34, 7);
  start.writeUInt16BE(192, 8);
  start.writeUInt16BE(192, 10);
  start.writeUInt32BE(192, 22);
  const header = Buffer.from([0xff, 0xf8, 0x10, 0, 0]);
  return Buffer.concat([start, Buffer.alloc(2_100_000, Buffer.from([...header, crc8(header)]))]);
}

it('a FLAC that is made to be slow to check takes no time of the app', async () => {
  const readers = createFileReaders({ longestMilliseconds: 300 });
  disposeLater(readers.stop);
  const reading = readers.read('container', readableOf(headersOnly()));
  expect(await turnsDuring(reading)).toBeGreaterThan(10);
  await expect(reading).rejects.toThrow('it takes too long');
});

it('such a bounce settles like one that doesn’t say how long it is', async () => {
  const readers = createFileReaders({ longestMilliseconds: 300 });
  disposeLater(readers.stop);
  const studio = await openStudio({ readers });
  await writeFile(join(studio.folder, 'Slow.flac'), headersOnly());
  await until(() => studio.transferOf('Slow.flac')?.state.kind === 'done' || undefined, {
    what: 'the bounce',
  });
  expect(studio.log).toContainEqual({
    event: 'warning',
    message: 'A file can’t be checked for its end: it takes too long',
  });
});

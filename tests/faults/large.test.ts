import { open, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { layoutOf } from '../../tools/daw-simulator/audio.ts';
import { openStudio } from '../integration/bounces/studio.ts';

const fiveGigabytes = 5 * 1024 ** 3;
/** The client's file is sparse; the server's copy isn't, and exists twice while it is verified. */
const neededBytes = 12 * 1024 ** 3;

it('settles, hashes and uploads an RF64 of 5 GB', async ({ annotate }) => {
  const { bavail, bsize } = await statfs(tmpdir());
  expect(bavail * bsize, 'free bytes for this test').toBeGreaterThan(neededBytes);
  const studio = await openStudio();
  const layout = layoutOf({ format: 'rf64', frames: Math.ceil(fiveGigabytes / 6) });
  const size = layout.headerBytes + layout.frames * layout.frameBytes;
  const path = join(studio.folder, 'Live set.wav');
  const started = performance.now();
  {
    await using file = await open(path, 'w');
    await file.truncate(size);
    await file.write(layout.samples(0, 48_000), 0, 48_000 * layout.frameBytes, layout.headerBytes);
    await file.write(layout.header(layout.frames), 0, layout.headerBytes, 0);
  }
  const files = await studio.settled(1, 1_800_000);
  await annotate(`${((performance.now() - started) / 1000).toFixed(1)} s from close() to the end`);
  expect(files.map(({ file }) => file.size)).toEqual([size]);
  expect(files[0]?.file.sha256).toBe(studio.transferOf('Live set.wav')?.sha256);
  expect(files[0]?.file.audio).toMatchObject({ sampleRate: 48_000, channels: 2 });
  expect(studio.heard.filter(({ name }) => name === 'file:uploaded')).toHaveLength(1);
});

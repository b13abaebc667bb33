import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodePeaks } from '../../../audio/peaks-format.ts';
import { createPreviewImages } from '../../../server/share/preview-image.ts';

const peaksOf = (levels: number[]) =>
  encodePeaks({
    ...{ sampleRate: 100, samplesPerPixel: 10 },
    points: Int8Array.from(levels.flatMap((level) => [-level, level])),
  });

/** The colours' indexes, row by row, and the palette. */
function readPng(png: Buffer) {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const pixel = (x: number, y: number) => rows[y * (width + 1) + 1 + x];
  return { width, height, pixel, palette: chunks.get('PLTE') };
}

test('draws the waveform: loud at the left, quiet at the right, the same above and below', async () => {
  const peaks = peaksOf([...Array(50).fill(127), ...Array(50).fill(4)]);
  const { width, height, pixel } = readPng(await createPreviewImages().draw('Dune', peaks));
  expect([width, height]).toEqual([1200, 630]);
  const covered = (x: number) => Array.from({ length: height }, (_, y) => y).filter((y) => pixel(x, y) !== 0);
  const [loud, quiet] = [covered(100), covered(1100)];
  expect(loud.length).toBeGreaterThan(400);
  expect(quiet.length).toBeLessThan(40);
  expect(Math.abs((loud[0] ?? 0) + (loud.at(-1) ?? 0) - height)).toBeLessThanOrEqual(1);
});

test('reads a waveform that is a part of a larger buffer', async () => {
  const peaks = peaksOf([10, 90, 30, 120]);
  const pool = Buffer.concat([Buffer.alloc(77, 9), peaks, Buffer.alloc(31, 9)]);
  const images = [peaks, pool.subarray(77, 77 + peaks.length)].map((one) =>
    createPreviewImages().draw('Dune', one),
  );
  const [alone, pooled] = await Promise.all(images);
  expect(alone?.equals(pooled ?? Buffer.alloc(0))).toBe(true);
});

test('draws bars of its own without a waveform, in the hue of the key, and keeps what it drew', async () => {
  const images = createPreviewImages();
  const first = await images.draw('Dune', null);
  expect(await images.draw('Dune', null)).toBe(first);
  const palettes = await Promise.all(
    ['Dune', 'Night', 'Sunset', 'Harbour'].map(async (key) => readPng(await images.draw(key, null)).palette),
  );
  expect(new Set(palettes.map(String)).size).toBeGreaterThan(1);
  expect(first.length).toBeLessThan(50_000);
});

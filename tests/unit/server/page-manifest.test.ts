import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../../renderer/public/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.webmanifest', folder), 'utf8'));

/** Width and height, as its header says. */
function pngSize(name: string): string {
  const bytes = readFileSync(new URL(name, folder));
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('the page can be installed: a name, a start, a window of its own, and icons of the sizes that systems ask for', () => {
  expect(manifest).toMatchObject({ name: 'BandMate', start_url: './', scope: './', display: 'standalone' });
  const pngs = manifest.icons.filter(({ type }: { type: string }) => type === 'image/png');
  for (const { src, sizes } of pngs) expect(pngSize(src), src).toBe(sizes);
  const sizesFor = (purpose: string | undefined) =>
    pngs
      .filter((icon: { purpose?: string }) => icon.purpose === purpose)
      .map(({ sizes }: { sizes: string }) => sizes);
  expect([sizesFor(undefined), sizesFor('maskable')]).toEqual([['192x192', '512x512'], ['512x512']]);
  expect(pngSize('apple-touch-icon.png')).toBe('180x180');
});

test('the page names its manifest and its icons', () => {
  const page = readFileSync(new URL('../index.html', folder), 'utf8');
  for (const part of ['rel="manifest"', 'rel="apple-touch-icon"', 'viewport-fit=cover', 'name="theme-color"'])
    expect(page).toContain(part);
});

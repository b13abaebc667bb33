import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { audioFormats, extensionOf } from '../../../tools/daw-simulator/audio.ts';
import { type WritingStyle, writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { until } from '../../helpers/until.ts';
import { makeWave } from '../../helpers/uploads.ts';
import { openStudio, type Studio, sha256Of } from './studio.ts';

/** Pauses longer than the settle times of these tests: quiet time alone would let half a file through. */
const slow = { pieces: 5, pause: 250, stall: 900 };

/** Expects that the band has exactly these files, each whole and announced once. */
async function expectExactly(studio: Studio, paths: string[]): Promise<void> {
  const files = await studio.settled(paths.length);
  const expected = (await Promise.all(paths.map(sha256Of))).sort();
  expect(files.map(({ file }) => file.sha256).sort()).toEqual(expected);
  const told = studio.heard
    .filter(({ name }) => name === 'file:uploaded')
    .map(({ payload }) => payload.sha256);
  expect(told.sort()).toEqual(expected);
}

describe('a bounce appears whole and once when it is written', () => {
  it.each<WritingStyle>([
    'header-last',
    'header-first',
    'header-flushed',
    'preallocated',
    'temp-rename',
    'replace',
  ])('%s, slowly and with a long stall', async (style) => {
    const studio = await openStudio();
    const path = join(studio.folder, 'Sunset Groove v3 rough.wav');
    let early = 0;
    await writeBounce(
      path,
      { format: 'wav-24', frames: 100_000 },
      {
        ...slow,
        style,
        onPiece: async () => {
          early = Math.max(early, (await studio.readFiles()).length);
        },
      },
    );
    expect(early).toBe(0);
    await expectExactly(studio, [path]);
    const [bounce] = await studio.readFiles();
    expect(bounce?.cut.name).toBe('Sunset Groove');
    expect((await studio.readProject()).vibes.map(({ name }) => name)).toEqual(['Sunset Groove']);
  });

  it('over an existing file: each settled state is a version of one cut', async () => {
    const studio = await openStudio();
    const path = join(studio.folder, 'Paper Moon.wav');
    await writeBounce(path, { format: 'wav-24', frames: 90_000, seed: 1 });
    const [first] = await studio.settled(1);
    await writeBounce(path, { format: 'wav-24', frames: 60_000, seed: 2 }, { ...slow, style: 'overwrite' });
    const files = await studio.settled(2);
    expect(files).toHaveLength(2);
    expect(new Set(files.map(({ cut }) => cut.id)).size).toBe(1);
    expect(files.map(({ file }) => file.sha256)).toEqual([first?.file.sha256, await sha256Of(path)]);
  });
});

it('uploads every format', async () => {
  const studio = await openStudio();
  const paths: string[] = [];
  for (const [index, format] of audioFormats.entries()) {
    const path = join(studio.folder, `Song ${format} take${extensionOf[format]}`);
    await writeBounce(path, { format, frames: 20_000, seed: index + 1 });
    paths.push(path);
  }
  for (const name of [
    'tone.flac',
    'tone.mp3',
    'tone-plain.mp3',
    'tone.m4a',
    'tone.ogg',
    'tone.opus',
    'stems.zip',
  ]) {
    const path = join(studio.folder, name);
    await copyFile(fileURLToPath(new URL(`../../fixtures/bounces/${name}`, import.meta.url)), path);
    paths.push(path);
  }
  await expectExactly(studio, paths);
});

it('uploads twenty at once, in sub-folders and with unusual names, and nothing else', async () => {
  const studio = await openStudio({ routing: { kind: 'sub-folder' } });
  const odd = [
    'Été à Åre',
    'ドラム',
    '🥁 drums',
    'a'.repeat(240),
    "it's 100% #1 & more",
    ' spaces  inside ',
    'e\u0301toile',
    'Robert"); DROP TABLE cut;--',
  ];
  const names = [...odd, ...Array.from({ length: 12 }, (_, n) => `Take ${n}`)];
  const paths = names.map((name, n) => join(studio.folder, n % 2 === 0 ? 'Album' : '', `${name}.wav`));
  await mkdir(join(studio.folder, 'Album', '.hidden'), { recursive: true });
  await Promise.all([
    ...paths.map((path, n) =>
      writeBounce(path, { format: 'wav-16', frames: 15_000 + n, seed: n + 1 }, { pieces: 3, pause: 40 }),
    ),
    ...['x.wav.asd', 'x.reapeaks', '._x.wav', '~x.wav', 'x.wav.part', '.hidden/y.wav'].map((name) =>
      writeFile(join(studio.folder, 'Album', name), 'RIFF sidecar'),
    ),
    writeFile(join(studio.folder, 'empty.wav'), ''),
  ]);
  await expectExactly(studio, paths);
  const { vibes } = await studio.readProject();
  expect(vibes.find(({ name }) => name === 'Album')?.cuts).toHaveLength(10);
  const long = vibes.flatMap(({ cuts }) => cuts).find(({ name }) => name.startsWith('aaa'));
  expect(long?.name).toBe('a'.repeat(196));
  expect(vibes.flatMap(({ cuts }) => cuts).map(({ name }) => name)).toContain('étoile');
});

it('follows a rename from a temporary name that looks like a bounce', async () => {
  const studio = await openStudio();
  const temporary = join(studio.folder, 'render-001.wav');
  const path = join(studio.folder, 'Night Bus.wav');
  await writeBounce(temporary, { format: 'wav-16', frames: 30_000 }, { pieces: 4, pause: 100 });
  await rename(temporary, path);
  await expectExactly(studio, [path]);
  expect((await studio.readFiles()).map(({ cut }) => cut.name)).toEqual(['Night Bus']);
  expect(studio.pipeline.listTransfers()).toHaveLength(1);
});

it('treats a bounce renamed right after it was written as one bounce', async () => {
  const studio = await openStudio();
  const paths = Array.from({ length: 40 }, (_, n) => join(studio.folder, `Song ${n} as named.wav`));
  for (const [n, path] of paths.entries()) {
    await writeFile(`${path}.out.wav`, makeWave(5_000 + n));
    // The time between seeing the first name and looking into the file is short; each pause tries another moment.
    await setTimeout(n / 10);
    await rename(`${path}.out.wav`, path);
  }
  await expectExactly(studio, paths);
  await until(() => studio.pipeline.listTransfers().length === paths.length, {
    what: 'one transfer for each',
  });
  expect(studio.pipeline.listTransfers().filter(({ state }) => state.kind !== 'done')).toEqual([]);
});

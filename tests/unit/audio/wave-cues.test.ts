import { describe, expect, it } from 'vitest';
import { readPcmLayout } from '../../../audio/pcm-layout.ts';
import { openWave } from '../../../audio/wave-chunks.ts';
import { addCues, type Cue, type PatchedFile } from '../../../audio/wave-cues.ts';
import { createWaveMusicReader } from '../../../audio/wave-music.ts';
import { inMemory, type PcmKind, writePcm } from '../../helpers/pcm.ts';

const cues: Cue[] = [
  { name: 'Ben: weniger Hall, größer', frame: 4410.4, frames: null },
  { name: 'Ana: louder', frame: 5000, frames: 441 },
];

/** The bytes of the patched file. */
function join(bytes: Uint8Array, patched: PatchedFile): Buffer {
  const all = Buffer.concat(
    patched.pieces.map((piece) =>
      piece instanceof Uint8Array ? piece : bytes.subarray(piece.start, piece.end + 1),
    ),
  );
  expect(all.length).toBe(patched.size);
  return all;
}

async function marked(bytes: Buffer, wanted: readonly Cue[] = cues): Promise<Buffer> {
  const patched = await addCues(inMemory(bytes), wanted);
  if (typeof patched === 'string') throw new Error(patched);
  return join(bytes, patched);
}

async function chunksOf(bytes: Buffer): Promise<{ name: string; content: Buffer }[]> {
  const wave = await openWave(inMemory(bytes));
  const chunks = [];
  for await (const { name, start, size } of wave?.chunks ?? [])
    chunks.push({ name, content: bytes.subarray(start, start + size) });
  return chunks;
}

async function soundOf(bytes: Buffer): Promise<Buffer> {
  const layout = await readPcmLayout(inMemory(bytes));
  if (!layout) throw new Error('no sound');
  return bytes.subarray(layout.dataStart, layout.dataStart + layout.dataBytes);
}

async function sectionsOf(bytes: Buffer, sampleRate: number) {
  const wave = await openWave(inMemory(bytes));
  const reader = createWaveMusicReader(inMemory(bytes));
  for await (const chunk of wave?.chunks ?? []) await reader.take(chunk);
  return reader.finish(sampleRate).sections;
}

const wave = (kind: PcmKind, sampleRate: number, samples: number) =>
  writePcm(kind, {
    ...{ sampleRate, channels: 1 },
    samples: Array.from({ length: samples }, (_, index) => Math.sin(index / 9) / 2),
  });

describe('cue points in a WAVE', () => {
  it.each([
    ['wav-16', 44_100],
    ['wav-24', 96_000],
    ['wav-f32', 192_000],
    ['rf64-24', 48_000],
  ] as const)('leave the sound as it is: %s at %i Hz', async (kind, sampleRate) => {
    // An odd number of bytes too.
    for (const samples of [7001, 7000]) {
      const bytes = wave(kind, sampleRate, samples);
      const copy = await marked(bytes);
      expect((await soundOf(copy)).equals(await soundOf(bytes))).toBe(true);
      expect(await sectionsOf(copy, sampleRate)).toEqual([
        { name: 'Ben: weniger Hall, größer', from: 4410 / sampleRate },
        { name: 'Ana: louder', from: 5000 / sampleRate },
      ]);
      const riffBytes = kind === 'rf64-24' ? Number(copy.readBigUInt64LE(20)) : copy.readUInt32LE(4);
      expect(riffBytes).toBe(copy.length - 8);
    }
  });

  it('state the length of a stretch', async () => {
    const chunks = await chunksOf(await marked(wave('wav-16', 44_100, 7000)));
    const list = chunks.find(({ name }) => name === 'LIST')?.content ?? Buffer.alloc(0);
    const at = list.indexOf('ltxt');
    expect([list.readUInt32LE(at + 8), list.readUInt32LE(at + 12)]).toEqual([2, 441]);
  });

  it('come after those that the file has, and take none of its other chunks', async () => {
    const once = await marked(wave('wav-16', 44_100, 7000));
    const twice = await marked(once, [{ name: 'Cy: new', frame: 10, frames: null }]);
    expect((await sectionsOf(twice, 44_100))?.map(({ name }) => name)).toEqual([
      'Cy: new',
      'Ben: weniger Hall, größer',
      'Ana: louder',
    ]);
    const names = (await chunksOf(twice)).map(({ name }) => name);
    expect(names).toEqual(['fmt ', 'data', 'junk', 'junk', 'cue ', 'LIST']);
  });

  it.each([
    ['W64', wave('w64-24', 48_000, 100), 'not-a-wave'],
    ['AIFF', wave('aiff-16', 48_000, 100), 'not-a-wave'],
    ['text', Buffer.from('not a sound'), 'not-a-wave'],
    ['a file cut off', wave('wav-24', 48_000, 100).subarray(0, 200), 'damaged'],
    ['a header without chunks', wave('wav-24', 48_000, 100).subarray(0, 12), 'damaged'],
  ])('are refused in %s', async (_what, bytes, reason) => {
    expect(await addCues(inMemory(bytes), cues)).toBe(reason);
  });
});

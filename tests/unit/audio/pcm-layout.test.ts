import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { frameCountOf } from '../../../audio/pcm-format.ts';
import { readPcmLayout } from '../../../audio/pcm-layout.ts';
import { sampleReader } from '../../../audio/sample-reader.ts';
import { inMemory, type PcmKind, pcmKinds, sine, storedValue, writePcm } from '../../helpers/pcm.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

test.each(pcmKinds)('reads every sample of a %s file as it was written', async (kind) => {
  const sound = sine(0.05, { channels: 3, sampleRate: 44_100, level: 1 });
  const bytes = writePcm(kind, sound);
  const layout = await readPcmLayout(inMemory(bytes));
  expect(layout).toMatchObject({ channels: 3, sampleRate: 44_100 });
  if (!layout) return;
  expect(frameCountOf(layout)).toBe(sound.samples.length / 3);
  const sampleAt = sampleReader(bytes.subarray(layout.dataStart), layout.format);
  const read = sound.samples.map((_, index) => sampleAt(index * layout.format.bytes));
  expect(read).toEqual(sound.samples.map((value) => storedValue(kind, value)));
});

describe('files of other programs', () => {
  it.each([
    ['pcm16.wav', 'riff', 16, 2],
    ['pcm24.wav', 'riff', 24, 1],
    ['float32.wav', 'riff', 32, 1],
    ['rf64.wav', 'rf64', 24, 1],
    ['pcm16.w64', 'w64', 16, 1],
    ['pcm24.aiff', 'aiff', 24, 1],
    ['float32.aifc', 'aiff', 32, 1],
    ['little-endian.aifc', 'aiff', 16, 1],
  ] as const)('%s', async (name, container, bitDepth, channels) => {
    const layout = await readPcmLayout(inMemory(fixture(name)));
    expect(layout).toMatchObject({ container, bitDepth, channels, sampleRate: 44_100 });
  });

  it.each(['flac.flac', 'bare.mp3', 'aac.m4a', 'vorbis.ogg', 'opus.opus', 'video.mp4'])(
    '%s has no layout',
    async (name) => {
      expect(await readPcmLayout(inMemory(fixture(name)))).toBeNull();
    },
  );
});

describe('a file that its program left unfinished', () => {
  it('reaches to the end, in whole frames, if its length is zero', async () => {
    const bytes = writePcm('wav-24', sine(0.01));
    bytes.writeUInt32LE(0, 40);
    const layout = await readPcmLayout(inMemory(bytes.subarray(0, bytes.length - 1)));
    expect(layout?.dataBytes).toBe(bytes.length - 44 - 6);
  });

  it('never reaches beyond its end', async () => {
    for (const kind of ['wav-16', 'w64-16', 'rf64-24', 'aiff-16'] satisfies PcmKind[]) {
      const bytes = writePcm(kind, sine(0.01));
      const cut = bytes.subarray(0, bytes.length - 20);
      const layout = await readPcmLayout(inMemory(cut));
      expect(layout, kind).not.toBeNull();
      expect((layout?.dataStart ?? 0) + (layout?.dataBytes ?? 0), kind).toBeLessThanOrEqual(cut.length);
    }
  });

  it('has no layout before its first sample', async () => {
    for (const kind of pcmKinds) {
      expect(await readPcmLayout(inMemory(writePcm(kind, { ...sine(0), samples: [] }))), kind).toBeNull();
    }
  });
});

test('reads damaged files without errors or endless loops, and never past their end', async () => {
  const damaged = fc.record({
    kind: fc.constantFrom(...pcmKinds),
    changes: fc.array(fc.record({ at: fc.nat(120), value: fc.nat(255) }), { maxLength: 12 }),
    length: fc.nat(2000),
  });
  await fc.assert(
    fc.asyncProperty(damaged, async ({ kind, changes, length }) => {
      const bytes = writePcm(kind, sine(0.02));
      for (const { at, value } of changes) bytes[at] = value;
      const cut = bytes.subarray(0, length);
      const layout = await readPcmLayout(inMemory(cut));
      if (!layout) return;
      expect(layout.dataBytes).toBeGreaterThan(0);
      expect(layout.dataStart + layout.dataBytes).toBeLessThanOrEqual(cut.length);
      expect(layout.dataBytes % (layout.format.bytes * layout.channels)).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

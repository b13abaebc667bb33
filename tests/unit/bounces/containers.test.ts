import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeContainer } from '../../../main/bounces/settling/containers/judge-container.ts';
import type { RandomAccess } from '../../../main/bounces/settling/containers/random-access.ts';
import { audioFormats, layoutOf, makeAudio } from '../../../tools/daw-simulator/audio.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/bounces/${name}`, import.meta.url));

function readBuffer(bytes: Uint8Array): RandomAccess {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: async (offset, length) =>
      offset < 0 || offset >= buffer.length ? Buffer.alloc(0) : buffer.subarray(offset, offset + length),
  };
}

const judge = (bytes: Uint8Array) => judgeContainer(readBuffer(bytes));

const whole: Record<string, Buffer> = {
  ...Object.fromEntries(audioFormats.map((format) => [format, makeAudio({ format, frames: 700 })])),
  ...Object.fromEntries(
    [
      'tone.flac',
      'tone.mp3',
      'tone.m4a',
      'tone-faststart.m4a',
      'tone-fragmented.m4a',
      'tone.ogg',
      'tone.opus',
      'stems.zip',
    ].map((name) => [name, fixture(name)]),
  ),
};
const cases = Object.entries(whole);

describe.each(cases)('%s', (_, bytes) => {
  it('is complete when all of it is there', async () => {
    expect(await judge(bytes)).toBe('complete');
  });

  it('is never complete when cut short, at any byte', async () => {
    for (const cut of [0, 1, 11, 12, 43, 44, bytes.length - 2, bytes.length - 1]) {
      expect(await judge(bytes.subarray(0, cut)), `${cut} bytes`).not.toBe('complete');
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (cut) => {
        expect(await judge(bytes.subarray(0, cut))).not.toBe('complete');
      }),
      { numRuns: 400 },
    );
  });

  it('never throws, whatever its bytes are', async () => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.nat(bytes.length), async (changes, length) => {
        const damaged = Buffer.from(bytes);
        for (const { at, to } of changes) damaged[at] = to;
        expect(['complete', 'incomplete', 'unknown']).toContain(await judge(damaged.subarray(0, length)));
      }),
      { numRuns: 200 },
    );
  });

  it('is incomplete with space preallocated after it', async () => {
    expect(await judge(Buffer.concat([bytes, Buffer.alloc(5000)]))).not.toBe('complete');
  });
});

it('never throws on garbage after any magic', async () => {
  const magic = fc.constantFrom(
    ...[
      'RIFF',
      'RF64',
      'BW64',
      'FORM',
      'fLaC',
      'OggS',
      'PK\x03\x04',
      'PK\x05\x06',
      'ID3\x04',
      '\xff\xfb\x90\x00',
      '',
    ],
    ...[
      '\0\0\0\x18ftyp',
      'RIFF\0\0\0\0WAVE',
      'FORM\0\0\0\0AIFF',
      'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0',
    ],
  );
  await fc.assert(
    fc.asyncProperty(magic, fc.uint8Array({ maxLength: 400 }), async (head, tail) => {
      const bytes = Buffer.concat([Buffer.from(head, 'latin1'), tail]);
      expect(['complete', 'incomplete', 'unknown']).toContain(await judge(bytes));
    }),
    { numRuns: 2_000 },
  );
});

it('tells a header flushed by JUCE from a complete file', async () => {
  const layout = layoutOf({ format: 'wav-24', frames: 1000 });
  const samples = layout.samples(0, 1000);
  expect(await judge(Buffer.concat([layout.header(400), samples.subarray(0, 400 * layout.frameBytes)]))).toBe(
    'complete',
  );
  expect(await judge(Buffer.concat([layout.header(400), samples]))).toBe('incomplete');
});

it('recognises lengths that were never written', async () => {
  const zeros = makeAudio({ format: 'wav-16', frames: 100 });
  zeros.writeUInt32LE(0, 4);
  zeros.writeUInt32LE(0, 40);
  expect(await judge(zeros)).toBe('incomplete');
  const streamed = makeAudio({ format: 'wav-16', frames: 100 });
  streamed.writeUInt32LE(0xffff_ffff, 4);
  streamed.writeUInt32LE(0xffff_ffff, 40);
  expect(await judge(streamed)).toBe('incomplete');
  expect(await judge(Buffer.alloc(10_000))).toBe('incomplete');
});

it('accepts an odd last chunk whose pad byte is not counted, and tags after the sound of an MP3', async () => {
  const odd = Buffer.concat([makeAudio({ format: 'wav-24', frames: 101, channels: 1 }), Buffer.alloc(1)]);
  expect(await judge(odd)).toBe('complete');
  const id3v1 = Buffer.alloc(128);
  id3v1.write('TAG');
  expect(await judge(Buffer.concat([fixture('tone.mp3'), id3v1]))).toBe('complete');
  expect(await judge(Buffer.concat([fixture('tone.mp3'), id3v1.subarray(0, 90)]))).toBe('incomplete');
  expect(await judge(Buffer.concat([fixture('tone.flac'), id3v1]))).toBe('complete');
});

it('is unknown if the format has no lengths', async () => {
  expect(await judge(fixture('tone-plain.mp3'))).toBe('unknown');
  expect(await judge(Buffer.from('This is a text that says it is a bounce.'))).toBe('unknown');
});

it('reads only a few kilobytes of a 5 GB file', async () => {
  const layout = layoutOf({ format: 'rf64', frames: (5 * 1024 ** 3) / 6 });
  const frames = Math.floor(layout.frames);
  const header = layout.header(frames);
  let bytesRead = 0;
  const file: RandomAccess = {
    size: header.length + frames * layout.frameBytes,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, file.size - offset));
      bytesRead += wanted;
      const piece = Buffer.alloc(wanted);
      if (offset < header.length) header.copy(piece, 0, offset, offset + wanted);
      return piece;
    },
  };
  expect(file.size).toBeGreaterThan(2 ** 32);
  expect(await judgeContainer(file)).toBe('complete');
  expect(bytesRead).toBeLessThan(4096);
});

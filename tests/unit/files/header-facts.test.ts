import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readHeaderFacts } from '../../../server/files/header-facts.ts';
import { sniffHead } from '../../../server/files/sniff-type.ts';
import { openLocalFile } from '../../../server/storage/local-file.ts';
import { inMemory } from '../../helpers/pcm.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/audio');

it.each([
  ['pcm24.aiff', 'audio/aiff', 0.02, 44_100, 1, 24],
  ['float32.aifc', 'audio/aiff', 0.02, 44_100, 1, 32],
  ['flac.flac', 'audio/flac', 0.02, 44_100, 1, 16],
  ['noise.flac', 'audio/flac', 40, 8_000, 1, 16],
  ['tagged.mp3', 'audio/mpeg', 0.1, 44_100, 1, null],
  ['music.mp3', 'audio/mpeg', 10, 48_000, 2, null],
  ['long.m4a', 'audio/mp4', 6, 44_100, 2, null],
  ['audio-only.mp4', 'audio/mp4', 0.1, 44_100, 1, null],
  ['long.ogg', 'audio/ogg', 6, 44_100, 2, null],
  ['long.opus', 'audio/ogg', 6, 48_000, 2, null],
] as const)('reads the facts in the header of %s', async (name, mimeType, seconds, rate, channels, depth) => {
  const facts = await readHeaderFacts(inMemory(readFileSync(join(fixtures, name))), mimeType);
  expect(facts).toMatchObject({ sampleRate: rate, channels, bitDepth: depth });
  // AAC counts the frames around the music too.
  expect(Math.abs((facts?.durationSeconds ?? 0) - seconds)).toBeLessThan(0.06);
});

it('has no facts where the header states none, or is cut off', async () => {
  expect(await readHeaderFacts(inMemory(readFileSync(join(fixtures, 'bare.mp3'))), 'audio/mpeg')).toBe(null);
  for (const [name, mimeType] of [
    ['flac.flac', 'audio/flac'],
    ['long.m4a', 'audio/mp4'],
    ['long.ogg', 'audio/ogg'],
    ['music.mp3', 'audio/mpeg'],
    ['pcm24.aiff', 'audio/aiff'],
  ] as const) {
    const bytes = readFileSync(join(fixtures, name));
    for (const length of [0, 3, 20, 40, 60, 100]) {
      const facts = await readHeaderFacts(inMemory(bytes.subarray(0, length)), mimeType);
      expect([name, length, facts === null || facts.durationSeconds >= 0]).toEqual([name, length, true]);
    }
  }
});

it('knows an MP4 of sound from one with a picture by its tables alone', async () => {
  await using sound = await openLocalFile(join(fixtures, 'audio-only.mp4'));
  await using video = await openLocalFile(join(fixtures, 'video.mp4'));
  expect(await sniffHead(sound)).toEqual({ type: 'CUT', mimeType: 'audio/mp4' });
  expect(await sniffHead(video)).toBe(null);
});

import { expect, it } from 'vitest';
import { compareSounds, type OpenSound } from '../../../audio/difference/compare-sounds.ts';
import { makeSongVersion } from '../../../tools/daw-simulator/song.ts';

const sampleRate = 24_000;

const opened = (planes: Float32Array[]): OpenSound =>
  async function* () {
    yield { planes, sampleRate };
  };

async function summaries(song: number, count: number): Promise<string[]> {
  const versions = Array.from({ length: count }, (_, index) =>
    opened(makeSongVersion({ song, version: index + 1, seconds: 8, sampleRate })),
  );
  const found: string[] = [];
  for (const [index, newer] of versions.slice(1).entries()) {
    const comparison = await compareSounds(newer, versions[index] ?? newer);
    found.push(comparison.kind === 'compared' ? comparison.difference.summary : comparison.reason);
  }
  return found;
}

it('the demo’s versions differ as real ones do, one change at a time', async () => {
  for (const song of [1, 2]) {
    expect(await summaries(song, 6)).toEqual([
      expect.stringMatching(/^Bass \+2\.\d dB from 0:04 · otherwise identical$/),
      'new section at 0:05 (2 s) · otherwise identical',
      '1.2 dB louder · otherwise identical',
      expect.stringMatching(
        /^(Treble|High mids|Mids and treble) \+\d\.\d dB from 0:03 · otherwise identical$/,
      ),
      expect.stringMatching(/^Bass −2\.\d dB from 0:05 · otherwise identical$/),
    ]);
  }
});

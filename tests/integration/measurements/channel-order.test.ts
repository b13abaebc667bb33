import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inWaveOrder } from '../../../audio/decoding/channel-order.ts';
import { measureSound } from '../../../server/measurements/measure-sound.ts';
import { inMemory } from '../../helpers/pcm.ts';

it.each(['vorbis-5.1.ogg', 'opus-5.1.opus'])('low-frequency effects have no loudness in %s', async (name) => {
  const bytes = readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));
  const measured = await measureSound(inMemory(bytes), 'audio/ogg', ['loudness']);
  const { loudness } = JSON.parse(new TextDecoder().decode(measured?.loudness));
  expect(loudness.truePeak).toBeGreaterThan(-10);
  // The codecs leave a little in the other channels; the tone alone would be −12 LUFS.
  expect(loudness.integrated ?? -70).toBeLessThan(-40);
});

it.each([
  [1, 'M', 'M'],
  [2, 'LR', 'LR'],
  [3, 'LCR', 'LRC'],
  [4, 'LRlr', 'LRlr'],
  [5, 'LCRlr', 'LRClr'],
  [6, 'LCRlre', 'LRCelr'],
  [7, 'LCRstbe', 'LRCebst'],
  [8, 'LCRstlre', 'LRCelrst'],
])('%s channels of Vorbis are put in the order of a WAV', (_, vorbis, wave) => {
  expect(inWaveOrder([...vorbis]).join('')).toBe(wave);
});

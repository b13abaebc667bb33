import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readPcmLayout } from '../../../audio/pcm-layout.ts';
import { isPlayable, playableWave } from '../../../audio/playable-wave.ts';
import { sampleReader } from '../../../audio/sample-reader.ts';
import {
  inMemory,
  type PcmKind,
  pcmKinds,
  type Sound,
  sine,
  storedValue,
  writePcm,
} from '../../helpers/pcm.ts';

async function waveOf(kind: PcmKind, sound: Sound) {
  const source = inMemory(writePcm(kind, sound));
  const layout = await readPcmLayout(source);
  if (!layout) throw new Error(`${kind} has no layout`);
  return { layout, wave: playableWave(source, layout) };
}

test.each(pcmKinds)('a WAV made from a %s file has the same samples', async (kind) => {
  const sound = sine(0.03, { channels: 2, level: 1 });
  const { wave } = await waveOf(kind, sound);
  const bytes = await wave.read(0, wave.size);
  expect(bytes.length).toBe(wave.size);
  const made = await readPcmLayout(inMemory(bytes));
  expect(made).toMatchObject({ container: 'riff', channels: 2, sampleRate: 8_000 });
  if (!made) return;
  expect(isPlayable(made)).toBe(true);
  expect(made.dataStart + made.dataBytes).toBe(wave.size);
  const sampleAt = sampleReader(bytes.subarray(made.dataStart), made.format);
  const scale = made.format.kind === 'float' ? null : 2 ** (8 * made.format.bytes - 1);
  for (const [index, value] of sound.samples.entries()) {
    const stored = storedValue(kind, value);
    const expected = scale === null ? Math.fround(stored) : Math.floor(stored * scale) / scale + 0;
    expect(sampleAt(index * made.format.bytes)).toBe(expected);
  }
});

test('reads any part as that part of the whole', async () => {
  const wanted = fc.record({
    kind: fc.constantFrom(...pcmKinds),
    channels: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(33)),
    position: fc.nat(3000),
    length: fc.nat(3000),
  });
  await fc.assert(
    fc.asyncProperty(wanted, async ({ kind, channels, position, length }) => {
      const { wave } = await waveOf(kind, sine(0.01, { channels }));
      const whole = await wave.read(0, wave.size);
      const part = await wave.read(position, length);
      expect(Buffer.from(part)).toEqual(Buffer.from(whole.subarray(position, position + length)));
    }),
    { numRuns: 400 },
  );
});

describe('files that are played unchanged', () => {
  it.each(pcmKinds)('%s', async (kind) => {
    const { layout } = await waveOf(kind, sine(0.01));
    expect(isPlayable(layout)).toBe(/^(wav|rf64)/.test(kind) && kind !== 'wav-f64');
  });

  it('keeps as many channels as Chromium plays', async () => {
    const { layout, wave } = await waveOf('wav-16', sine(0.01, { channels: 40 }));
    expect(isPlayable(layout)).toBe(false);
    expect(await readPcmLayout(wave)).toMatchObject({ channels: 32 });
  });
});

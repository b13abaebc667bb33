import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeSound } from '../../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../../audio/decoding/ffmpeg.ts';
import { compareSounds, type OpenSound } from '../../../../audio/difference/compare-sounds.ts';
import { resample } from '../../../../audio/difference/decimate.ts';
import { makeMusic, random } from '../../../helpers/music.ts';
import { writePlanes } from '../../../helpers/music-files.ts';
import { inMemory, writePcm } from '../../../helpers/pcm.ts';
import { amplify, concat, shelf, silence } from '../../../helpers/sound-edits.ts';

type Plane = Float32Array<ArrayBuffer>;

const sampleRate = 48_000;
const music: Plane[] = makeMusic(10, { seed: 21 }).planes;

const opened = (planes: Float32Array[], rate = sampleRate): OpenSound =>
  async function* () {
    yield { planes, sampleRate: rate };
  };

const file =
  (bytes: Uint8Array, mimeType: string): OpenSound =>
  () =>
    decodeSound(inMemory(bytes), mimeType, loadFfmpegPackage);

async function compare(newer: OpenSound, older: OpenSound) {
  const comparison = await compareSounds(newer, older);
  if (comparison.kind !== 'compared') throw new Error(comparison.reason);
  return comparison.difference;
}

const incomparable = async (newer: OpenSound, older = opened(music)) => {
  const comparison = await compareSounds(newer, older);
  return comparison.kind === 'incomparable' ? comparison.reason : comparison.difference.summary;
};

it('finds only the gain of the encoder in an MP3 of 128 kbit/s, in both directions', async () => {
  const mp3 = file(readFileSync(new URL('../../../fixtures/audio/music.mp3', import.meta.url)), 'audio/mpeg');
  const wav = file(writePlanes(music, sampleRate), 'audio/wav');
  const [encoded, decoded] = [await compare(mp3, wav), await compare(wav, mp3)];
  for (const difference of [encoded, decoded]) {
    expect(difference.changes).toEqual([]);
    expect(Math.abs(difference.offsetSeconds)).toBeLessThan(0.03);
    // LAME makes sound a little quieter at low rates, so that it doesn't clip.
    expect(Math.abs(difference.gainDecibels)).toBeLessThan(0.5);
  }
  expect(encoded.gainDecibels).toBeCloseTo(-decoded.gainDecibels, 1);
});

it('finds more treble in an MP3 of 128 kbit/s than in the music before it', async () => {
  const bytes = readFileSync(new URL('../../../fixtures/audio/music.mp3', import.meta.url));
  const duller = music.map((plane) => shelf(plane, { kind: 'high', hertz: 5000, decibels: -2 }));
  const { changes } = await compare(file(bytes, 'audio/mpeg'), opened(duller));
  expect([changes[0]?.from, changes.at(-1)?.to]).toEqual([0, 10]);
  for (const { kind, band, decibels = 0 } of changes) {
    expect([kind, band?.from]).toEqual(['band', 5657]);
    expect(Math.abs(decibels - 2)).toBeLessThan(0.6);
  }
});

it('finds no change in what an encoder that is short of bits drops here and there, in both directions', async () => {
  const [left = silence(1)] = makeMusic(6, { seed: 21 }).planes;
  const bytes = readFileSync(new URL('../../../fixtures/audio/music-64k.mp3', import.meta.url));
  const [mp3, wav] = [file(bytes, 'audio/mpeg'), file(writePlanes([left], sampleRate), 'audio/wav')];
  for (const [newer, older] of [
    [mp3, wav],
    [wav, mp3],
  ] as const)
    expect((await compare(newer, older)).changes).toEqual([]);
});

it.each([44_100, 96_000, 32_000])('finds nothing but a planted change at %s Hz', async (rate) => {
  const convert = (plane: Plane) =>
    resample(plane, 0, sampleRate / rate, Math.floor((plane.length * rate) / sampleRate));
  const same = await compare(opened(music.map(convert), rate), opened(music));
  expect(same).toMatchObject({ identical: false, changes: [], gainDecibels: 0 });
  expect(Math.abs(same.offsetSeconds)).toBeLessThan(0.0005);
  const edited = music.map((plane) =>
    amplify(
      concat(silence(4800), shelf(plane, { kind: 'low', hertz: 200, decibels: 3 }, 5 * sampleRate)),
      -2,
    ),
  );
  const changed = await compare(opened(edited.map(convert), rate), opened(music));
  expect(changed.gainDecibels).toBeCloseTo(-2, 1);
  expect(changed.offsetSeconds).toBeCloseTo(0.1, 3);
  expect(changed.changes).toHaveLength(1);
  const [bass] = changed.changes;
  expect(Math.abs((bass?.from ?? 0) - 5.1)).toBeLessThanOrEqual(0.2);
  expect(Math.abs((bass?.decibels ?? 0) - 3)).toBeLessThanOrEqual(0.3);
});

it('compares one channel with two, and knows that two files of the same samples are identical', async () => {
  const [left = silence(1)] = music;
  const mono = await compare(opened([left]), opened([left, left]));
  expect(mono).toMatchObject({ identical: false, gainDecibels: 0, offsetSeconds: 0, changes: [] });
  const samples = Array.from({ length: 2 * left.length }, (_, at) => music[at % 2]?.[at >> 1] ?? 0);
  const aiff = file(writePcm('aiff-24', { sampleRate, channels: 2, samples }), 'audio/aiff');
  const wav = file(writePcm('wav-24', { sampleRate, channels: 2, samples }), 'audio/wav');
  expect(await compare(aiff, wav)).toMatchObject({ identical: true, summary: 'Identical' });
});

it('survives silence, DC, NaN, infinity, absurd values and many channels', async () => {
  const frames = 2 * sampleRate;
  const constant = (value: number) => new Float32Array(frames).fill(value);
  const broken = (music[0] as Plane).map((value, at) => (at % 1000 === 0 ? Number.NaN : value));
  const absurd = (music[0] as Plane).map((value, at) => (at % 5000 === 0 ? 1e30 : value));
  expect(await incomparable(opened([constant(0)]), opened([constant(0)]))).toBe('Identical');
  for (const planes of [
    [constant(0)],
    [constant(0.5)],
    [constant(Number.NaN)],
    [constant(Number.POSITIVE_INFINITY)],
  ]) {
    for (const [newer, older] of [
      [planes, music],
      [music, planes],
      [planes, planes],
    ] as const) {
      const comparison = await compareSounds(opened(newer), opened(older));
      expect(JSON.stringify(comparison)).not.toMatch(/null,"gain|NaN/);
      if (comparison.kind !== 'compared') continue;
      expect(Number.isFinite(comparison.difference.gainDecibels)).toBe(true);
      expect(Number.isFinite(comparison.difference.offsetSeconds)).toBe(true);
    }
  }
  for (const plane of [broken, absurd]) {
    const difference = await compare(opened([plane]), opened([music[0] as Plane]));
    expect(difference.offsetSeconds).toBe(0);
    expect(Math.abs(difference.gainDecibels)).toBeLessThan(3);
  }
  const many = Array.from({ length: 64 }, () => music[0] as Plane);
  expect((await compare(opened(many), opened(many))).identical).toBe(true);
});

it('says why it can’t compare', async () => {
  async function* endless() {
    const planes = [new Float32Array(2 ** 20)];
    for (;;) yield { planes, sampleRate: 8000 };
  }
  async function* nothing() {}
  expect(await incomparable(endless)).toBe('Files of more than two hours aren’t compared.');
  expect(await incomparable(nothing)).toBe('One of the files has no sound that can be read here.');
  expect(await incomparable(opened([silence(1)]))).toBe('One of the files is too short to compare.');
  expect(await incomparable(opened([silence(10)], 1))).toBe('Files below 4 kHz aren’t compared.');
});

it('aligns long sounds at a lower rate', { timeout: 60_000 }, async () => {
  const long = (offset: number): OpenSound =>
    async function* () {
      if (offset > 0) yield { planes: [silence(offset)], sampleRate: 8000 };
      for (let minute = 0; minute < 31; minute++) {
        const chance = random(minute);
        yield { planes: [Float32Array.from({ length: 60 * 8000 }, () => chance() - 0.5)], sampleRate: 8000 };
      }
    };
  const difference = await compare(long(4000), long(0));
  expect(difference.offsetSeconds).toBeCloseTo(0.5, 3);
  expect(difference.changes).toEqual([]);
  expect(difference.stepSeconds).toBeCloseTo(0.2);
});

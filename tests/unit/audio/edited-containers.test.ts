import { describe, expect, it } from 'vitest';
import { decodeSound } from '../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import { readOggLinks } from '../../../audio/decoding/ogg-links.ts';
import { openSound } from '../../../audio/decoding/open-sound.ts';
import { compareSounds } from '../../../audio/difference/compare-sounds.ts';
import { measureSound } from '../../../server/measurements/measure-sound.ts';
import { announcedAsHighEfficiency, soundFixture, withEdits, withSerial } from '../../helpers/containers.ts';
import { inMemory } from '../../helpers/pcm.ts';

const rate = 44_100;
const priming = 1024;
const m4a = soundFixture('long.m4a');
const opened = (bytes: Uint8Array, mimeType: string) => () =>
  decodeSound(inMemory(bytes), mimeType, loadFfmpegPackage);

async function lengthOf(bytes: Uint8Array, mimeType: string) {
  let frames = 0;
  const rates = new Set<number>();
  for await (const { planes, sampleRate } of opened(bytes, mimeType)()) {
    frames += planes[0]?.length ?? 0;
    rates.add(sampleRate);
  }
  return { frames, rates: [...rates] };
}

async function compare(newer: Uint8Array, older: Uint8Array, mimeType: string) {
  const comparison = await compareSounds(opened(newer, mimeType), opened(older, mimeType));
  if (comparison.kind !== 'compared') throw new Error(comparison.reason);
  return comparison.difference;
}

/** A page enters the sound in the middle: the samples must be those that the server has measured. */
async function expectSameFrom(bytes: Uint8Array, mimeType: string, frame: number) {
  const sound = await openSound(inMemory(bytes), mimeType, loadFfmpegPackage);
  const [whole, entered]: [number[], number[]] = [[], []];
  for await (const { planes } of opened(bytes, mimeType)())
    for (const sample of planes[0] ?? []) whole.push(sample);
  for await (const { planes } of sound?.readFrom(frame) ?? []) {
    for (const sample of planes[0] ?? []) entered.push(sample);
    if (entered.length > 8192) break;
  }
  expect(entered.length).toBeGreaterThan(8192);
  const isOff = (value: number, at: number) => !(Math.abs(value - (whole[frame + at] ?? 9)) < 1e-5);
  expect(entered.findIndex(isOff)).toBe(-1);
}

describe('an MP4 with edits', () => {
  it('begins where its edit begins, to the sample', async () => {
    const trimmed = withEdits(m4a, [{ duration: 5000, mediaTime: priming + 3000 }]);
    const { offsetSeconds, changes } = await compare(trimmed, m4a, 'audio/mp4');
    expect(Math.round(offsetSeconds * rate)).toBe(-3000);
    expect(changes).toEqual([]);
    await expectSameFrom(trimmed, 'audio/mp4', 60_000);
  });

  it('waits as long as its empty edit says, as players do', async () => {
    const late = withEdits(m4a, [
      { duration: 500, mediaTime: -1 },
      { duration: 6000, mediaTime: priming },
    ]);
    const { offsetSeconds, changes } = await compare(late, m4a, 'audio/mp4');
    expect(Math.abs(offsetSeconds * rate - rate / 2)).toBeLessThan(1);
    expect(changes).toEqual([]);
    await expectSameFrom(late, 'audio/mp4', 60_000);
  });

  it('without an edit list begins with what prepares the decoder, and the offset says so', async () => {
    const { offsetSeconds } = await compare(withEdits(m4a, []), m4a, 'audio/mp4');
    expect(Math.round(offsetSeconds * rate)).toBe(priming);
  });

  it('that claims nonsense is read without its edits', async () => {
    const { frames } = await lengthOf(m4a, 'audio/mp4');
    for (const edits of [
      [{ duration: 0xffffffff, mediaTime: -1 }],
      [{ duration: 0, mediaTime: -1 }],
      [{ duration: 6000, mediaTime: 2 ** 31 - 1 }],
    ]) {
      const found = await lengthOf(withEdits(m4a, edits), 'audio/mp4');
      expect(found.frames).toBeLessThanOrEqual(frames + priming);
    }
  });
});

it('HE-AAC is decoded at its full rate, and is as long as it says', async () => {
  const announced = announcedAsHighEfficiency(m4a);
  const found = await lengthOf(announced, 'audio/mp4');
  expect(found.rates).toEqual([2 * rate]);
  expect(Math.abs(found.frames / (2 * rate) - 6)).toBeLessThan(0.1);
  const { offsetSeconds, changes } = await compare(announced, m4a, 'audio/mp4');
  expect(Math.abs(offsetSeconds)).toBeLessThan(0.05);
  expect(changes.filter(({ kind }) => kind !== 'band')).toEqual([]);
  await expectSameFrom(announced, 'audio/mp4', 60_000);
});

const links = { Vorbis: soundFixture('long.ogg'), Opus: soundFixture('long.opus') };

describe.each(Object.entries(links))('a chain of two streams of %s', (_, link) => {
  const chain = Buffer.concat([link, withSerial(link, 4711)]);

  it('is decoded and measured to the end of the second one, to the sample', async () => {
    const [one, two] = [await lengthOf(link, 'audio/ogg'), await lengthOf(chain, 'audio/ogg')];
    expect(two).toEqual({ ...one, frames: 2 * one.frames });
    const measured = await measureSound(inMemory(chain), 'audio/ogg', ['peaks', 'loudness']);
    expect(measured?.peaks).toBeDefined();
    expect(measured?.loudness).toBeDefined();
    const { changes } = await compare(chain, link, 'audio/ogg');
    expect(changes.map(({ kind }) => kind)).toEqual(['inserted']);
    expect(Math.abs((changes[0]?.from ?? 0) - 6)).toBeLessThan(0.2);
    await expectSameFrom(chain, 'audio/ogg', 7 * rate);
  });

  it('whose end is missing is decoded as far as it goes', async () => {
    const { frames } = await lengthOf(chain.subarray(0, chain.length - 9000), 'audio/ogg');
    expect(frames).toBeGreaterThan(7 * rate);
    expect((await lengthOf(chain.subarray(0, link.length + 40), 'audio/ogg')).frames).toBeGreaterThan(
      5 * rate,
    );
  });
});

it('a chain of two codecs is decoded to its end', async () => {
  const { frames } = await lengthOf(Buffer.concat([links.Vorbis, withSerial(links.Opus, 4711)]), 'audio/ogg');
  expect(frames).toBe(6 * rate + 6 * 48_000);
});

it('a thousand beginnings of streams are no thousand decoders', async () => {
  const beginning = links.Opus.subarray(0, 47);
  const flood = Buffer.concat([
    links.Opus,
    ...Array.from({ length: 1000 }, (_, at) => withSerial(beginning, at)),
  ]);
  const opened = await readOggLinks(inMemory(flood));
  expect(opened).toHaveLength(64);
  expect(opened.reduce((sum, { size }) => sum + size, 0)).toBe(flood.length);
});

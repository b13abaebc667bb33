import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpenSound } from '../../audio/decoding/open-sound.ts';
import { MediaUnreachable } from '../../renderer/features/player/deck/media-bytes.ts';
import { rampSeconds } from '../../renderer/features/player/deck/mixer.ts';
import { type PcmKind, storedValue, writePcm } from '../helpers/pcm.ts';
import { type File, openFile, startDeck } from './deck-harness.ts';

const rate = 8_000;
const ramp = rampSeconds * rate;

/** Noise that is the same at every run, so that each frame can be recognised. */
const noise = (seed: number, frame: number) => {
  const value = Math.sin(frame * 12.9898 + seed * 78.233) * 43_758.5453;
  return 0.9 * (value - Math.floor(value)) - 0.45;
};

function sound(kind: PcmKind, seed: number, seconds: number, sampleRate = rate, channels = 1): File {
  const samples: number[] = [];
  for (let frame = 0; frame < seconds * sampleRate; frame++)
    for (let channel = 0; channel < channels; channel++) samples.push(noise(seed + channel, frame));
  return { bytes: writePcm(kind, { sampleRate, channels, samples }), mimeType: 'audio/wav' };
}

const stored = (kind: PcmKind, seed: number, from: number, length: number) =>
  Array.from({ length }, (_, index) => Math.fround(storedValue(kind, noise(seed, from + index))));

/** A deck that plays from `frame` on and has faded in; `heard` frames were played. */
async function playing(files: Record<string, File>, frame: number, offset = 0) {
  const deck = startDeck(rate, files, { offset });
  deck.loads('a');
  deck.loads('b');
  deck.connect();
  deck.begin({ frame });
  await deck.settle();
  deck.play();
  return { deck, heard: (await deck.hear(1_024)).length };
}

describe('the feeder and the mixer together', () => {
  it.each([
    ['wav-16', 'wav-24', 0],
    ['wav-24', 'aiff-24', 37],
    ['wav-f32', 'aifc-sowt-16', -1_234],
    ['w64-24', 'rf64-24', 2_000],
  ] as const)('switch from %s to %s at the same sample, %i frames apart', async (first, second, offset) => {
    const files = { a: sound(first, 1, 6), b: sound(second, 2, 6, rate, 2) };
    const { deck, heard } = await playing(files, 5_000, offset);
    let at = 5_000 + heard;
    for (const side of ['b', 'a', 'b'] as const) {
      deck.choose(side);
      const frames = await deck.hear(1_024);
      const [kind, seed, from] = side === 'b' ? [second, 2, at + offset] : [first, 1, at];
      expect(frames.slice(ramp)).toEqual(stored(kind, seed, from + ramp, frames.length - ramp));
      at += frames.length;
    }
  });

  it('switch within one sample across sample rates', async () => {
    const tone = (sampleRate: number, level: number): File => {
      const samples = Array.from(
        { length: 3 * sampleRate },
        (_, frame) => level * Math.sin((2 * Math.PI * 440 * frame) / sampleRate),
      );
      return { bytes: writePcm('wav-f32', { sampleRate, channels: 1, samples }), mimeType: 'audio/wav' };
    };
    const { deck, heard } = await playing({ a: tone(44_100, 0.5), b: tone(11_025, 0.25) }, 4_000);
    deck.choose('b');
    const frames = await deck.hear(4_096);
    for (let index = ramp; index < frames.length; index++) {
      const exact = 0.25 * Math.sin((2 * Math.PI * 440 * (4_000 + heard + index)) / rate);
      expect(Math.abs((frames[index] as number) - exact)).toBeLessThan(1e-4);
    }
  });

  it('play every frame once and in order for longer than what is held', async () => {
    const files = { a: sound('wav-16', 1, 14), b: sound('wav-16', 2, 14) };
    const { deck } = await playing(files, 0);
    const frames = await deck.hear(12 * rate);
    expect(frames).toEqual(stored('wav-16', 1, 1_024, frames.length));
  });

  it('use the same few arrays for all samples', async () => {
    const { deck } = await playing({ a: sound('wav-16', 1, 40), b: sound('wav-16', 2, 40) }, 0);
    await deck.hear(25 * rate);
    expect(deck.arrays.size).toBeLessThanOrEqual(8);
  });

  it('repeat a loop without a gap, on both sides', async () => {
    const files = { a: sound('wav-16', 1, 6), b: sound('wav-16', 2, 6) };
    const deck = startDeck(rate, files, { offset: 11 });
    deck.loads('a');
    deck.loads('b');
    deck.connect();
    deck.begin({ frame: 9_000, loop: { from: 8_500, to: 9_777 } });
    await deck.settle();
    deck.play();
    const heardA = await deck.hear(2_560);
    deck.choose('b');
    const heardB = await deck.hear(5_120);
    const looped = (played: number) => (played < 777 ? 9_000 + played : 8_500 + ((played - 777) % 1_277));
    const expected = (kind: 1 | 2, from: number, frames: number[]) =>
      frames.map((_, index) =>
        Math.fround(storedValue('wav-16', noise(kind, looped(from + index) + (kind === 2 ? 11 : 0)))),
      );
    expect(heardA.slice(ramp)).toEqual(expected(1, 0, heardA).slice(ramp));
    expect(heardB.slice(ramp)).toEqual(expected(2, heardA.length, heardB).slice(ramp));
  });

  it('enter and leave a loop while they play, without a gap', async () => {
    const { deck, heard } = await playing({ a: sound('wav-16', 1, 12), b: sound('wav-16', 2, 12) }, 0);
    const loop = { from: 2_000, to: 10_000 };
    deck.change({ played: heard, frame: heard, loop });
    await deck.settle();
    const first = await deck.hear(12_800);
    const looped = (played: number) => (played < 10_000 ? played : 2_000 + ((played - 10_000) % 8_000));
    const at = (index: number) => Math.fround(storedValue('wav-16', noise(1, looped(heard + index))));
    expect(first).toEqual(first.map((_, index) => at(index)));
    const played = heard + first.length;
    const frame = looped(played);
    deck.change({ played, frame });
    const second = await deck.hear(9_600);
    expect(second).toEqual(
      second.map((_, index) => Math.fround(storedValue('wav-16', noise(1, frame + index)))),
    );
  });

  it('join a side that takes long to load at the same moment, and go on until then', async () => {
    const files = { a: sound('wav-16', 1, 8), b: sound('wav-16', 2, 8) };
    let arrive = () => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const open = async (file: File) => {
      if (file === files.b) await held;
      return openFile(file);
    };
    const deck = startDeck(rate, files, { open });
    deck.loads('a');
    deck.loads('b');
    deck.connect();
    deck.begin({ frame: 0 });
    await deck.settle();
    deck.play();
    deck.choose('b');
    // Nothing was heard yet when B was chosen, so it waits for B.
    expect(new Set(await deck.hear(512))).toEqual(new Set([0]));
    deck.choose('a');
    const first = await deck.hear(8_192);
    deck.choose('b');
    const second = await deck.hear(4_096);
    expect(second).toEqual(stored('wav-16', 1, first.length, second.length));
    expect(deck.report()).toMatchObject({ sounding: 'a', isReady: { a: true, b: false } });
    arrive();
    await deck.settle();
    const third = await deck.hear(8_192);
    const from = first.length + second.length;
    expect(third.slice(-2_000)).toEqual(stored('wav-16', 2, from + third.length - 2_000, 2_000));
    expect(deck.report()).toMatchObject({ sounding: 'b', isReady: { a: true, b: true } });
  });

  it('align the other side differently while one plays on', async () => {
    const { deck, heard } = await playing({ a: sound('wav-16', 1, 8), b: sound('wav-16', 2, 8) }, 0);
    deck.change({ played: heard, frame: heard, alignment: [{ a: 0, b: 777 }] });
    await deck.settle();
    const first = await deck.hear(4_096);
    expect(first).toEqual(stored('wav-16', 1, heard, first.length));
    deck.choose('b');
    const second = await deck.hear(2_048);
    const from = heard + first.length + 777;
    expect(second.slice(ramp)).toEqual(stored('wav-16', 2, from + ramp, second.length - ramp));
  });

  it('end with the side that is heard, and are silent outside of a sound', async () => {
    const files = { a: sound('wav-16', 1, 1), b: sound('wav-16', 2, 0.5) };
    const { deck } = await playing(files, 2_000, -4_000);
    deck.choose('b');
    // B begins 4,000 frames later in the music than A, and ends after it.
    const frames = await deck.hear(4_480);
    expect(frames[500]).toBe(0);
    expect(frames.slice(976, 3_000)).toEqual(stored('wav-16', 2, 0, 2_024));
    await deck.hear(4_096);
    expect(deck.report()).toMatchObject({ hasEnded: true, isSilent: true });
  });

  it.each([
    ['flac.flac', 'audio/flac'],
    ['tagged.mp3', 'audio/mpeg'],
    ['aac.m4a', 'audio/mp4'],
    ['vorbis.ogg', 'audio/ogg'],
    ['opus.opus', 'audio/ogg'],
    ['alac-24.m4a', 'audio/mp4'],
  ])('play %s from any frame to the same samples as from the beginning', async (name, mimeType) => {
    const bytes = new Uint8Array(readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url)));
    const file = { bytes, mimeType };
    const whole = (await openFile(file)) as OpenSound;
    const from = async (frame: number) => {
      const deck = startDeck(whole.sampleRate, { a: file, b: file });
      deck.loads('a');
      deck.connect();
      deck.begin({ frame });
      await deck.isReady('a');
      await deck.settle();
      deck.play();
      return (await deck.hear(2_560)).slice(rampSeconds * whole.sampleRate);
    };
    const [first, later] = [await from(0), await from(640)];
    expect(later.slice(0, 1_000)).toEqual(first.slice(640, 1_640));
    expect(Math.max(...first)).toBeGreaterThan(0.05);
  });

  it('say why a side can’t be played', async () => {
    const files = { a: { bytes: new Uint8Array(100), mimeType: 'audio/wav' }, b: sound('wav-16', 2, 1) };
    const deck = startDeck(rate, files, {
      open: async (file) => {
        if (file === files.b) throw new MediaUnreachable('gone');
        return openFile(file);
      },
    });
    deck.loads('a');
    deck.loads('b');
    await deck.settle();
    expect(deck.reports).toEqual([
      { kind: 'failed', side: 'b', failure: 'network' },
      { kind: 'failed', side: 'a', failure: 'unsupported' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { OpenSound } from '../../audio/decoding/open-sound.ts';
import { DeckSound } from '../../renderer/features/player/deck/deck-sound.ts';
import { createFeeder } from '../../renderer/features/player/deck/feeder.ts';
import { Mixer } from '../../renderer/features/player/deck/mixer.ts';
import { writePcm } from '../helpers/pcm.ts';
import { type File, openFile } from './deck-harness.ts';
import { SilentSound } from './silent-sound.ts';

const rate = 8_000;
const quantum = 128;
const fadeFrames = 80;

/** Each moment of it is like no other. */
function noise(seed: number): number[] {
  let state = seed;
  return Array.from({ length: 20 * rate }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}
const music = { a: noise(1), b: noise(2) };

const fileOf = (samples: number[]) => ({
  bytes: writePcm('wav-f32', { sampleRate: rate, channels: 1, samples }),
  mimeType: 'audio/wav',
});

/** A deck, and an element that plays A from 2 s on and states a time that is wrong by `error`. */
function start({ error = 0, open = openFile as (file: File) => Promise<OpenSound | null> } = {}) {
  const files = { a: fileOf(music.a), b: fileOf(music.b) };
  let clock = 0;
  let [ahead, isHeard] = [2 * rate, false];
  let process = (_left: Float32Array, _input: Float32Array) => {};
  const element = new SilentSound();
  Object.defineProperty(element, 'currentTime', { get: () => (clock + ahead) / rate + error });
  element.paused = false;
  let deck: DeckSound | null = null;
  const sound = new DeckSound(
    { addresses: { a: 'a', b: 'b' }, heard: 'a', seconds: 0, alignment: [{ a: 0, b: 0 }] },
    (listeners) => {
      const feeder = createFeeder((address) => open(files[address as 'a' | 'b']), listeners.onFeeder);
      const mixer = new Mixer(
        rate,
        (report) => {
          feeder.follow(report);
          if (deck) listeners.onMixer(report);
        },
        feeder.takeBack,
        feeder.find,
      );
      process = (left, input) =>
        mixer.process(left, new Float32Array(quantum), clock, isHeard ? input : undefined);
      feeder.connect(rate, (message) => mixer.feed(message));
      return {
        open: (side, address) => feeder.order({ kind: 'open', side, address }),
        start: async () => rate,
        order: (order) => mixer.order(order),
        begin: (timeline) => feeder.order({ kind: 'begin', timeline }),
        change: (timeline) => feeder.order({ kind: 'change', timeline }),
        clock: () => clock,
        listenTo: () => {
          isHeard = true;
          return () => {
            isHeard = false;
          };
        },
        outlet: () => null,
        suspend: () => {},
        dispose: () => {},
      };
    },
    () => {},
  );
  deck = sound;
  const gainAt = (frame: number) => {
    const [fade = Number.POSITIVE_INFINITY] = element.outlet.fades;
    return Math.min(1, Math.max(0, 1 - (frame - fade * rate) / fadeFrames));
  };
  return {
    element,
    sound,
    takeOver: () => sound.takeOver(element, element.outlet, () => element.pause()),
    /** The element falls behind by so many frames. */
    stutter(frames: number) {
      ahead -= frames;
    },
    /** The next sound, beside that of the element alone. */
    async hear(seconds: number) {
      const [heard, alone]: [number[], number[]] = [[], []];
      const from = clock + ahead;
      for (const end = clock + seconds * rate; clock < end; clock += quantum) {
        const input = Float32Array.from(
          { length: quantum },
          (_, frame) => music.a[clock + ahead + frame] ?? 0,
        );
        const left = new Float32Array(quantum);
        process(left, element.paused ? new Float32Array(quantum) : input);
        for (let frame = 0; frame < quantum; frame++) {
          const own = element.paused ? 0 : gainAt(clock + frame) * (input[frame] as number);
          heard.push((left[frame] as number) + own);
          alone.push(input[frame] as number);
        }
        for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      return { heard, alone, from };
    },
  };
}

function expectEqual({ heard, alone }: { heard: number[]; alone: number[] }): void {
  const worst = heard.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample - (alone[at] as number))),
    0,
  );
  // The two ramps are a step apart.
  expect(worst).toBeLessThan(0.02);
}

describe('a deck that takes over from an element', () => {
  it.each([0, 0.2, -0.2])(
    'goes on at the same sample, if the element’s time is %d s wrong',
    async (error) => {
      const deck = start({ error });
      await deck.takeOver();
      expectEqual(await deck.hear(4));
      expect(deck.element.paused).toBe(true);
      expect(deck.sound.sounding).toBe('a');
    },
  );

  it('waits for a version that still loads, and joins without a jump', async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const deck = start({ open: async (file) => arrived.then(() => openFile(file)) });
    await deck.takeOver();
    expectEqual(await deck.hear(3));
    expect(deck.element.paused).toBe(false);
    expect(deck.sound.stateOf('b')).toBe('loading');
    arrive();
    expectEqual(await deck.hear(3));
    expect(deck.element.paused).toBe(true);
  });

  it('listens again to an element that stuttered meanwhile', async () => {
    const deck = start();
    await deck.takeOver();
    expectEqual(await deck.hear(1.2));
    deck.stutter(700);
    expectEqual(await deck.hear(5));
    expect(deck.element.paused).toBe(true);
  });

  it('switches to the other version at the same moment', async () => {
    const deck = start();
    await deck.takeOver();
    deck.sound.turnTo('b');
    await deck.hear(4);
    const { heard, from } = await deck.hear(1);
    const aligned = heard.every((sample, at) => Math.abs(sample - (music.b[from + at] ?? 0)) < 1e-4);
    expect(aligned).toBe(true);
  });
});

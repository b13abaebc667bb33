import { describe, expect, it } from 'vitest';
import type { MixerReport } from '../../renderer/features/player/deck/deck-messages.ts';
import { Mixer, rampSeconds } from '../../renderer/features/player/deck/mixer.ts';
import { Ring } from '../../renderer/features/player/deck/ring.ts';
import type { Side } from '../../renderer/features/player/deck/side.ts';

const rate = 8_000;
const ramp = rampSeconds * rate;
const quantum = 128;

/** The sample of each side says where it comes from. */
const sample = (side: Side, frame: number) => (side === 'a' ? 1 : -1) * (1 + frame);

function start() {
  const reports: MixerReport[] = [];
  const mixer = new Mixer(rate, (report) => reports.push(report));
  let clock = 0;
  const write = (side: Side, at: number, length: number, generation = 1) => {
    const left = Float32Array.from({ length }, (_, index) => sample(side, at + index));
    mixer.feed({ kind: 'samples', generation, side, at, left, right: left });
  };
  return {
    mixer,
    reports,
    write,
    last: () => reports.at(-1) as MixerReport,
    /** The samples that come out next. */
    hear(quanta = 1) {
      const heard: number[] = [];
      for (let count = 0; count < quanta; count++) {
        const left = new Float32Array(quantum);
        mixer.process(left, new Float32Array(quantum), clock);
        clock += quantum;
        heard.push(...left);
      }
      return heard;
    },
    play: () => mixer.order({ kind: 'run', isPlaying: true, speed: 1 }),
  };
}

/** With both sides filled, playing, and at full level. */
function playing() {
  const deck = start();
  deck.mixer.feed({ kind: 'begin', generation: 1 });
  deck.write('a', 0, 8_000);
  deck.write('b', 0, 8_000);
  deck.play();
  deck.hear(2);
  return deck;
}

describe('the mixer', () => {
  it('is silent until it plays, and starts with the first frame', () => {
    const deck = start();
    deck.mixer.feed({ kind: 'begin', generation: 1 });
    deck.write('a', 0, 4_000);
    expect(new Set(deck.hear(4))).toEqual(new Set([0]));
    deck.play();
    const heard = deck.hear(2);
    expect(heard[0]).toBeCloseTo(1 / ramp, 5);
    expect(heard.slice(ramp)).toEqual(
      Array.from({ length: 2 * quantum - ramp }, (_, index) => sample('a', ramp + index)),
    );
  });

  it('switches within the ramp, without a gap, to exactly the same frame of the other side', () => {
    for (const wait of [1, 3, 4, 7]) {
      const deck = playing();
      deck.hear(wait);
      const from = (2 + wait) * quantum;
      deck.mixer.order({ kind: 'hear', side: 'b' });
      const heard = deck.hear(2);
      for (let index = 0; index < ramp; index++) {
        const share = (index + 1) / ramp;
        const mixed = (1 - share) * sample('a', from + index) + share * sample('b', from + index);
        expect(heard[index]).toBeCloseTo(mixed, 1);
      }
      expect(heard.slice(ramp)).toEqual(
        Array.from({ length: 2 * quantum - ramp }, (_, index) => sample('b', from + ramp + index)),
      );
      expect(deck.last().sounding).toBe('b');
    }
  });

  it('goes on with the side that it has, and joins the other one at the same moment', () => {
    const deck = start();
    deck.mixer.feed({ kind: 'begin', generation: 1 });
    deck.write('a', 0, 8_000);
    deck.play();
    deck.hear(4);
    deck.mixer.order({ kind: 'hear', side: 'b' });
    expect(deck.hear(4)).toEqual(
      Array.from({ length: 4 * quantum }, (_, index) => sample('a', 4 * quantum + index)),
    );
    expect(deck.last()).toMatchObject({ sounding: 'a', isReady: { a: true, b: false } });
    deck.write('b', 8 * quantum, 6_000);
    expect(deck.hear(2).slice(ramp)).toEqual(
      Array.from({ length: 2 * quantum - ramp }, (_, index) => sample('b', 8 * quantum + ramp + index)),
    );
  });

  it('fades out where samples are missing, waits, and continues with the next frame', () => {
    const deck = start();
    deck.mixer.feed({ kind: 'begin', generation: 1 });
    deck.write('a', 0, 1_000);
    deck.play();
    const heard = deck.hear(10);
    expect(heard.at(-1)).toBe(0);
    const { played, isStarved } = deck.last();
    expect(isStarved).toBe(true);
    // No step is larger than what the ramp itself makes.
    for (let index = 1; index < heard.length; index++) {
      expect(Math.abs((heard[index] as number) - (heard[index - 1] as number))).toBeLessThan(
        1_000 / ramp + 3,
      );
    }
    deck.write('a', 1_000, 4_000);
    expect(deck.hear(2).at(-1)).toBe(sample('a', played + 2 * quantum - 1));
  });

  it('fades out before a seek, and never mixes samples from both sides of it', () => {
    const deck = playing();
    deck.mixer.feed({ kind: 'begin', generation: 2 });
    deck.write('a', 0, 4_000, 2);
    deck.write('b', 0, 4_000, 1);
    const heard = deck.hear(1);
    expect(heard[ramp]).toBe(0);
    const after = deck.hear(2);
    expect(after.slice(ramp, 2 * quantum)).toEqual(
      Array.from({ length: 2 * quantum - ramp }, (_, index) => sample('a', ramp + index)),
    );
    expect(deck.last()).toMatchObject({ generation: 2, isReady: { a: true, b: false } });
  });

  it('ends with the side that is heard, and not with a shorter one', () => {
    const deck = playing();
    deck.mixer.feed({ kind: 'end', generation: 1, side: 'b', at: 600 });
    deck.mixer.feed({ kind: 'end', generation: 1, side: 'a', at: 1_200 });
    deck.hear(6);
    expect(deck.last().hasEnded).toBe(false);
    expect(deck.hear(4).at(-1)).toBe(0);
    expect(deck.last()).toMatchObject({ hasEnded: true, isSilent: true });
  });

  it('changes levels without a step', () => {
    const deck = playing();
    deck.mixer.order({ kind: 'level', sides: { a: 0.5, b: 1 }, volume: 0.5 });
    const heard = deck.hear(2);
    expect(heard.at(-1)).toBe(0.25 * sample('a', 4 * quantum - 1));
    expect(heard[0]).toBeGreaterThan(0.95 * sample('a', 2 * quantum));
  });

  it('says that it is silent once a pause has faded out', () => {
    const deck = playing();
    deck.mixer.order({ kind: 'run', isPlaying: false, speed: 1 });
    expect(deck.hear(1).at(-1)).toBe(0);
    expect(deck.last().isSilent).toBe(true);
    const { played } = deck.last();
    deck.hear(10);
    deck.play();
    expect(deck.hear(1).at(-1)).toBe(sample('a', played + quantum - 1));
  });
});

describe('the ring', () => {
  it('keeps the newest samples, and forgets the older ones after a gap', () => {
    const ring = new Ring(100);
    const write = (at: number, length: number) => {
      const plane = Float32Array.from({ length }, (_, index) => at + index);
      ring.write(at, plane, plane);
    };
    write(0, 70);
    write(70, 70);
    expect(ring.has(40, 140)).toBe(true);
    expect(ring.has(39, 140)).toBe(false);
    expect([ring.left(40), ring.right(139), ring.left(140)]).toEqual([40, 139, 0]);
    ring.truncate(120);
    expect(ring.has(40, 121)).toBe(false);
    write(120, 10);
    expect(ring.left(129)).toBe(129);
    write(200, 10);
    expect(ring.has(129, 130)).toBe(false);
    expect(ring.has(200, 210)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { Alignment } from '../../audio/difference/alignment.ts';
import { DeckClock } from '../../renderer/features/player/deck/deck-clock.ts';
import { rampSeconds } from '../../renderer/features/player/deck/mixer.ts';
import type { Side } from '../../renderer/features/player/deck/side.ts';
import { storedValue, writePcm } from '../helpers/pcm.ts';
import { type File, startDeck } from './deck-harness.ts';

const rate = 8_000;
const ramp = rampSeconds * rate;

/** Each side has its own noise, so that each frame of each side can be recognised. */
const noise = (side: Side, frame: number) => {
  const value = Math.sin(frame * 12.9898 + (side === 'a' ? 1 : 2) * 78.233) * 43_758.5453;
  return 0.9 * (value - Math.floor(value)) - 0.45;
};

const seconds = 14;
const file = (side: Side): File => {
  const samples = Array.from({ length: seconds * rate }, (_, frame) => noise(side, frame));
  return {
    bytes: writePcm('wav-16', { sampleRate: rate, channels: 1, samples }),
    mimeType: 'audio/wav',
  };
};
const files = { a: file('a'), b: file('b') };

const stored = (side: Side, from: number, length: number) =>
  Array.from({ length }, (_, index) => Math.fround(storedValue('wav-16', noise(side, from + index))));

/** Only B has the 2 s from its 4 s on; only A has the 2 s from its 8 s on. */
const alignment: Alignment = [
  { a: 0, b: 0 },
  { a: 4, b: 6 },
  { a: 10, b: 10 },
];

/** A deck with its clock, which plays from this second of A on and has faded in. */
async function playing(from: number) {
  const deck = startDeck(rate, files);
  let clock: DeckClock | null = null;
  deck.onReport((report) => clock?.take(report));
  clock = new DeckClock(
    { begin: deck.begin, change: deck.change, clock: () => 0 },
    { alignment, side: 'a', seconds: from },
  );
  clock.rate = rate;
  for (const side of ['a', 'b'] as const) deck.loads(side);
  deck.connect();
  clock.start();
  await deck.settle();
  deck.play();
  await deck.hear(1_024);
  return { deck, clock, at: from * rate + 1_024 };
}

const isSilentFor = (heard: number[]) => {
  let [longest, current] = [0, 0];
  for (const sample of heard) {
    current = Math.abs(sample) < 1e-6 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
};

/** As of the last report, which may be 25 ms old. */
function expectAt(clock: DeckClock, side: Side, frame: number): void {
  const late = frame / rate - clock.secondsOf(side, 1);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(0.03);
}

describe('the deck around a section that only one version has', () => {
  it('keeps the unheard side in step, so that a switch behind the section has no gap', async () => {
    const { deck, clock, at } = await playing(3);
    const first = await deck.hear(1.5 * rate);
    expect(first).toEqual(stored('a', at, first.length));
    deck.choose('b');
    const second = await deck.hear(2_048);
    const moment = at + first.length + 2 * rate;
    expect(second.slice(ramp)).toEqual(stored('b', moment + ramp, second.length - ramp));
    expect(isSilentFor(second)).toBeLessThan(2);
    expectAt(clock, 'b', moment + second.length);
  });

  it('plays the section after a switch before it, and is in step again behind it', async () => {
    const { deck, clock, at } = await playing(3);
    deck.choose('b');
    const section = await deck.hear(4 * rate);
    expect(section.slice(ramp)).toEqual(stored('b', at + ramp, section.length - ramp));
    deck.choose('a');
    const behind = await deck.hear(2_048);
    const moment = at + section.length - 2 * rate;
    expect(behind.slice(ramp)).toEqual(stored('a', moment + ramp, behind.length - ramp));
    expectAt(clock, 'a', moment + behind.length);
  });

  it.each([0.27, 0.2, 0.1, 0.05, 0.01])(
    'passes the section without a gap if it begins %f s after the switch',
    async (before) => {
      const { deck, clock, at } = await playing(3);
      const first = await deck.hear(Math.round((4 - before) * rate) - at);
      deck.choose('b');
      const heard = await deck.hear(rate);
      expect(isSilentFor(heard)).toBeLessThan(2);
      // Then B leads, where A is.
      const end = at + first.length + heard.length;
      expect(heard.slice(-2_000)).toEqual(stored('b', end - 2_000 + 2 * rate, 2_000));
      expectAt(clock, 'a', end);
    },
  );

  it('goes on from the section’s start when the other version is chosen inside of it', async () => {
    const { deck, clock, at } = await playing(3);
    deck.choose('b');
    const first = await deck.hear(2 * rate);
    const inside = at + first.length;
    expectAt(clock, 'b', inside);
    deck.choose('a');
    const second = await deck.hear(rate);
    // A has the join at 4 s, and goes straight on.
    expect(second.slice(ramp)).toEqual(stored('a', inside + ramp, second.length - ramp));
    // B is behind its section then.
    deck.choose('b');
    const third = await deck.hear(2_048);
    const moment = inside + second.length + 2 * rate;
    expect(third.slice(ramp)).toEqual(stored('b', moment + ramp, third.length - ramp));
  });

  it('turns an alignment that arrives late into a jump of the unheard side only', async () => {
    const { deck, clock, at } = await playing(3);
    clock.setAlignment([{ a: 0, b: 1 }]);
    const first = await deck.hear(1.5 * rate);
    expect(first).toEqual(stored('a', at, first.length));
    deck.choose('b');
    const second = await deck.hear(2_048);
    expect(second.slice(ramp)).toEqual(stored('b', at + first.length + rate + ramp, second.length - ramp));
  });

  it('repeats a loop over the section on each side with what that side has', async () => {
    const { deck, clock } = await playing(3);
    clock.setLoop('a', { from: 3, to: 5 });
    await deck.hear(3 * rate);
    deck.choose('b');
    await deck.hear(8 * rate);
    expect(clock.loopOf('b')).toEqual({ from: 3, to: 7 });
    const moment = clock.secondsOf('b', 1);
    expect(moment).toBeGreaterThanOrEqual(3);
    expect(moment).toBeLessThan(7);
    const heard = await deck.hear(4 * rate);
    expect(isSilentFor(heard)).toBeLessThan(2);
    // Each frame of the loop comes out once.
    const turn = heard.slice(0, 4 * rate).toSorted((one, other) => one - other);
    expect(turn).toEqual(stored('b', 3 * rate, 4 * rate).toSorted((one, other) => one - other));
    expect(clock.loopOf('a')).toEqual({ from: 3, to: 5 });
  });
});

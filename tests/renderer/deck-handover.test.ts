import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { latency, rate, startDeckPlayer, track } from './deck-player.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The audio element plays A at 10 s, and A and B are compared. */
async function entering(difference = {}) {
  const parts = startDeckPlayer();
  const { player, element, deck } = parts;
  player.play(track('a'), 10);
  element.arrive(60);
  deck.compare(track('a', -14), track('b', -11), difference);
  await Promise.resolve();
  await Promise.resolve();
  return parts;
}

describe('entering a comparison while a version plays', () => {
  it('lets the version go on until the deck comes out at the same moment', async () => {
    const { player, element, deck, engine } = await entering();
    const start = engine().last('run')?.at ?? 0;
    expect(start % 128).toBe(0);
    // The deck is heard later than it is mixed, and begins where the element will be by then.
    const { frame, lead } = engine().timelines[0] ?? { frame: 0, lead: 'b' };
    expect(lead).toBe('a');
    expect(frame / rate).toBeCloseTo(10 + start / rate + latency, 3);
    element.currentTime = 10.4;
    engine().report(0, { isSilent: true });
    expect(element.paused).toBe(false);
    expect(player.state.get().phase).toBe('playing');
    expect(player.time()).toBe(10.4);
    expect(deck.state.get()).toMatchObject({ sounding: 'a', sideState: { a: 'ready', b: 'loading' } });

    engine().openBoth();
    engine().reportAt(start + 128, { played: 128 });
    expect(element.paused).toBe(false);
    vi.advanceTimersByTime(1_000 * latency);
    expect(element.volume).toBeGreaterThan(0);
    vi.advanceTimersByTime(30);
    expect(element).toMatchObject({ paused: true, src: '', volume: 1 });
    expect(player.state.get()).toMatchObject({ phase: 'playing', track: { fileId: 'a' } });
    expect(deck.state.get().sideState).toEqual({ a: 'ready', b: 'ready' });
  });

  it('switches to the other version only once the deck has taken over', async () => {
    const { player, element, deck, engine } = await entering({ alignment: [{ a: 0, b: 2 }] });
    deck.switchTo('b');
    expect(player.state.get().track?.fileId).toBe('b');
    expect(player.time()).toBe(12);
    expect(engine().last('hear')?.side).toBe('a');
    expect(deck.state.get()).toMatchObject({ heard: 'b', sounding: 'a' });
    const start = engine().last('run')?.at ?? 0;
    engine().reportAt(start + 128, { played: 128 });
    vi.advanceTimersByTime(200);
    expect(element.paused).toBe(true);
    expect(engine().last('hear')?.side).toBe('b');
  });

  it('tries again, further ahead, if the deck was not ready in time', async () => {
    const { element, engine } = await entering();
    const first = engine().last('run')?.at ?? 0;
    engine().reportAt(first + 0.1 * rate, { played: 0, isSilent: true, isStarved: true });
    expect(engine().timelines).toHaveLength(2);
    const second = engine().last('run')?.at ?? 0;
    expect(second - first).toBeGreaterThan(rate);
    // It began late, so it would be apart from what is heard.
    engine().reportAt(second + 1_280, { played: 128 });
    expect(engine().timelines).toHaveLength(3);
    expect(element.paused).toBe(false);
    const third = engine().last('run')?.at ?? 0;
    engine().reportAt(third + 128, { played: 128 });
    vi.advanceTimersByTime(200);
    expect(element.paused).toBe(true);
  });

  it('is over at once with a pause, a seek or another track', async () => {
    for (const act of ['pause', 'seek', 'play'] as const) {
      const { player, element, engine } = await entering();
      if (act === 'pause') player.pause();
      else if (act === 'seek') player.seek(30);
      else player.play(track('c'));
      await Promise.resolve();
      await Promise.resolve();
      if (act === 'play') expect(element).toMatchObject({ src: 'media/c', paused: false, volume: 1 });
      else expect(element).toMatchObject({ src: '', paused: true });
      if (act === 'seek') expect(engine().timelines.at(-1)?.frame).toBe(30 * rate);
      expect(player.time()).toBe({ pause: 10, seek: 30, play: 0 }[act]);
      expect(player.state.get().phase).toBe({ pause: 'paused', seek: 'loading', play: 'playing' }[act]);
    }
  });

  it('goes on with the version if the deck can’t read it, and says why', async () => {
    const { player, element, deck, engine } = await entering();
    engine().listeners.onFeeder({ kind: 'failed', side: 'a', failure: 'unsupported' });
    await Promise.resolve();
    expect(element.paused).toBe(false);
    expect(player.state.get().phase).toBe('playing');
    expect(deck.state.get()).toMatchObject({ sideState: { a: 'failed' }, failures: { a: 'a: 4' } });
  });

  it('goes on with the version if the audio device can’t be used, and says why', async () => {
    const { player, element, deck, engine } = startDeckPlayer((made) => {
      made.start = async () => {
        made.listeners.onBroken();
        throw new Error('There is no device');
      };
    });
    player.play(track('a'), 10);
    element.arrive(60);
    deck.compare(track('a'), track('b'));
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect(element.paused).toBe(false);
    expect(player.state.get().phase).toBe('playing');
    expect(deck.state.get().failures).toEqual({ a: 'a: 4', b: 'b: 4' });
    // Without the other sound there is nothing left to hear.
    player.seek(20);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect(engine().timelines).toEqual([]);
    expect(player.state.get().phase).toBe('failed');
  });

  it('goes from one comparison to another without silence', async () => {
    const { player, deck, engine, engines } = await entering();
    const start = engine().last('run')?.at ?? 0;
    engine().reportAt(start + 128, { played: 128 });
    vi.advanceTimersByTime(200);
    deck.compare(track('a'), track('c'));
    await Promise.resolve();
    await Promise.resolve();
    expect(engines).toHaveLength(2);
    expect(engines[0]).toMatchObject({ isDisposed: false });
    expect(engines[0]?.last('run')?.isPlaying).toBe(true);
    expect(player.state.get().phase).toBe('playing');
    const next = engine().last('run')?.at ?? 0;
    engine().reportAt(next + 128, { played: 128 });
    vi.advanceTimersByTime(200);
    expect(engines[0]).toMatchObject({ isDisposed: true });
    expect(deck.state.get()).toMatchObject({ a: { fileId: 'a' }, b: { fileId: 'c' } });
    expect(player.state.get().phase).toBe('playing');
  });
});

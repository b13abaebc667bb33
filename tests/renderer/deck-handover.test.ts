import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rate, type SilentEngine, startDeckPlayer, track } from './deck-player.ts';

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

/** The sound before is so many frames ahead of the device's clock. */
const find = (engine: SilentEngine, ahead: number | null, side: 'a' | 'b' = 'a') =>
  engine.listeners.onFeeder({ kind: 'found', side, ahead });

/** The mixer has found the deck to be right, and both have cross-faded. */
function join(engine: SilentEngine, at = engine.now + rate): void {
  engine.reportAt(engine.now + 1_280, { isSilent: true, joinsAt: at });
  engine.reportAt(at + 0.1 * rate, { played: 0.1 * rate });
}

describe('entering a comparison while a version plays', () => {
  it('lets the version go on until the deck comes out at the same moment', async () => {
    const { player, element, deck, engine } = await entering();
    expect(engine().isListening).toBe(true);
    expect(engine().last('listen')).toMatchObject({ side: 'a', expected: 10 * rate });
    // The element stated a time that is 500 frames wrong.
    engine().now = 4_096;
    find(engine(), 10 * rate + 500);
    const { startsAt = 0, isChecked } = engine().last('join') ?? {};
    expect(isChecked).toBe(true);
    expect(startsAt).toBeGreaterThan(4_096);
    const { frame, lead } = engine().timelines[0] ?? { frame: 0, lead: 'b' };
    expect(lead).toBe('a');
    expect(frame).toBe(startsAt + 10 * rate + 500);

    element.currentTime = 10.4;
    engine().report(0.2, { isSilent: true });
    expect(element.paused).toBe(false);
    expect(player.state.get().phase).toBe('playing');
    expect(player.time()).toBe(10.4);
    expect(deck.state.get()).toMatchObject({ sounding: 'a', sideState: { a: 'ready', b: 'loading' } });

    engine().openBoth();
    engine().reportAt(20_000, { isSilent: true, joinsAt: 24_000 });
    expect(element.outlet.fades).toEqual([24_000 / rate]);
    engine().reportAt(24_000, { isSilent: true, joinsAt: 24_000 });
    expect(element.paused).toBe(false);
    engine().reportAt(24_000 + 0.1 * rate, { played: 0.1 * rate });
    expect(element).toMatchObject({ paused: true, src: '' });
    expect(element.outlet.fades).toHaveLength(1);
    expect(engine().isListening).toBe(false);
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
    find(engine(), 10 * rate);
    join(engine());
    expect(element.paused).toBe(true);
    expect(engine().last('hear')?.side).toBe('b');
  });

  it('goes on until then also when it is left at once, or a loop is set ahead', async () => {
    for (const act of ['leave', 'loop'] as const) {
      const { player, element, deck, engine } = startDeckPlayer();
      player.play(track('a'), 10);
      element.arrive(60);
      deck.compare(track('a'), track('b'));
      if (act === 'leave') deck.leave();
      else deck.setLoop({ from: 5, to: 20 });
      player.swap(track('b'));
      await Promise.resolve();
      await Promise.resolve();
      expect(element.paused).toBe(false);
      find(engine(), 10 * rate);
      join(engine());
      expect(element.paused).toBe(true);
      expect(engine().last('hear')?.side).toBe('b');
    }
  });

  it('listens again if the deck was found to be elsewhere, and at last takes over where it believes to be right', async () => {
    const { element, engine } = await entering();
    for (let attempt = 1; attempt <= 5; attempt++) {
      find(engine(), 10 * rate);
      expect(engine().last('join')?.isChecked).toBe(attempt < 5);
      if (attempt === 5) break;
      engine().reportAt(attempt * rate, { isSilent: true, hasMissed: true });
      engine().reportAt(attempt * rate + 1_280, { isSilent: true, hasMissed: true });
      expect(engine().orders.filter(({ kind }) => kind === 'listen')).toHaveLength(attempt + 1);
    }
    expect(element.paused).toBe(false);
    join(engine());
    expect(element.paused).toBe(true);
  });

  it('believes the element’s own time if what it gives can’t be recognised', async () => {
    const { engine } = await entering();
    find(engine(), null);
    const { startsAt = 0 } = engine().last('join') ?? {};
    expect(engine().timelines[0]?.frame).toBe(startsAt + 10 * rate);
  });

  it('is over when the version has ended before the deck was ready', async () => {
    const { element, engine } = await entering();
    element.ended = true;
    engine().reportAt(rate, { isSilent: true });
    expect(element.paused).toBe(true);
    expect(engine().isListening).toBe(false);
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

  it('takes over after all when the device’s script comes with a later attempt', async () => {
    let attempts = 0;
    const { player, element, deck, engine } = startDeckPlayer((made) => {
      made.start = async () => {
        attempts++;
        if (attempts > 1) return rate;
        made.listeners.onBroken();
        throw new Error('Its script can’t be loaded');
      };
    });
    player.play(track('a'), 10);
    element.arrive(60);
    deck.compare(track('a'), track('b'));
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    expect(deck.state.get().sideState).toEqual({ a: 'failed', b: 'failed' });
    deck.retry();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    engine().openBoth();
    find(engine(), 10 * rate);
    join(engine());
    expect(element.paused).toBe(true);
    expect(deck.state.get().sideState).toEqual({ a: 'ready', b: 'ready' });
  });

  it('goes from one comparison to another without silence', async () => {
    const { player, deck, engine, engines } = await entering();
    find(engine(), 10 * rate);
    join(engine());
    deck.compare(track('a'), track('c'));
    await Promise.resolve();
    await Promise.resolve();
    expect(engines).toHaveLength(2);
    expect(engines[0]).toMatchObject({ isDisposed: false });
    expect(engines[0]?.last('run')).toBeUndefined();
    expect(player.state.get().phase).toBe('playing');
    find(engine(), 10 * rate);
    join(engine());
    expect(engines[0]?.ownOutlet.fades).toHaveLength(1);
    expect(engines[0]).toMatchObject({ isDisposed: true });
    expect(deck.state.get()).toMatchObject({ a: { fileId: 'a' }, b: { fileId: 'c' } });
    expect(player.state.get().phase).toBe('playing');
  });
});

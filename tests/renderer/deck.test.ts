import { describe, expect, it } from 'vitest';
import { rate, startDeckPlayer, track } from './deck-player.ts';

/** Compares A and B, with A playing at this moment. */
async function comparing(difference = {}, seconds = 10) {
  const parts = startDeckPlayer();
  parts.deck.compare(track('a', -14), track('b', -11), difference);
  parts.player.seek(seconds);
  parts.engine().openBoth();
  parts.player.toggle();
  await Promise.resolve();
  parts.engine().report(0);
  return parts;
}

describe('the deck', () => {
  it('reads both versions at once, and leaves the audio device alone until it plays', async () => {
    const { player, deck, engine, element } = startDeckPlayer();
    player.cue(track('x'));
    deck.compare(track('a'), track('b'));
    expect(engine().opened).toEqual(['a media/a', 'b media/b']);
    expect(element.src).toBe('');
    expect(engine().starts).toBe(0);
    expect(player.state.get()).toMatchObject({ track: { fileId: 'a' }, phase: 'paused' });
    expect(deck.state.get().sideState).toEqual({ a: 'loading', b: 'loading' });
    engine().openBoth(61);
    expect(deck.state.get().sideState).toEqual({ a: 'ready', b: 'ready' });
    expect(player.state.get().duration).toBe(61);
    player.toggle();
    await Promise.resolve();
    expect(engine().isRunning).toBe(true);
    expect(engine().last('run')).toEqual({ kind: 'run', isPlaying: true, speed: 1 });
    expect(player.state.get().phase).toBe('loading');
    engine().report(0.1);
    expect(player.state.get().phase).toBe('playing');
    expect(player.time()).toBeCloseTo(0.1, 5);
  });

  it('takes over a version that is paused, at the same moment', () => {
    const { player, deck, engine, element } = startDeckPlayer();
    player.cue(track('b'), 12.5);
    deck.compare(track('a'), track('b'), { alignment: [{ a: 0, b: 0.5 }] });
    expect(element.src).toBe('');
    expect(engine().timelines).toEqual([]);
    expect(deck.state.get().heard).toBe('b');
    expect(player.time()).toBe(12.5);
    expect(deck.time('a')).toBe(12);
  });

  it('starts from where the playhead was put before the device ran', async () => {
    const { player, deck, engine } = startDeckPlayer();
    deck.compare(track('a'), track('b'));
    engine().openBoth();
    player.toggle();
    player.seek(20);
    expect(player.time()).toBe(20);
    expect(engine().timelines).toEqual([]);
    await Promise.resolve();
    expect(engine().timelines.at(-1)?.frame).toBe(20 * rate);
    engine().report(0.5);
    expect(player.time()).toBeCloseTo(20.5, 5);
  });

  it('switches without a seek, and shows the other version’s time', async () => {
    const { player, deck, engine } = await comparing({ alignment: [{ a: 0, b: -0.25 }] });
    const begun = engine().timelines.length;
    engine().report(2);
    deck.toggle();
    expect(engine().last('hear')).toEqual({ kind: 'hear', side: 'b' });
    expect(engine().timelines).toHaveLength(begun);
    expect(player.state.get()).toMatchObject({ track: { fileId: 'b' }, phase: 'playing' });
    expect(player.time()).toBeCloseTo(11.75, 5);
    // The key that swaps versions does the same.
    player.swap(track('a', -14));
    expect(engine().last('hear')).toEqual({ kind: 'hear', side: 'a' });
    expect(deck.state.get().heard).toBe('a');
  });

  it('says which side comes out while the chosen one loads', async () => {
    const { deck, engine } = await comparing();
    deck.switchTo('b');
    engine().report(1, { isReady: { a: true, b: false } });
    expect(deck.state.get()).toMatchObject({
      heard: 'b',
      sounding: 'a',
      sideState: { a: 'ready', b: 'loading' },
    });
    engine().report(2, { sounding: 'b' });
    expect(deck.state.get()).toMatchObject({ sounding: 'b', sideState: { a: 'ready', b: 'ready' } });
  });

  it('matches the levels by turning the louder one down', async () => {
    const { deck, engine } = await comparing();
    const amplitudes = () => engine().last('level')?.sides ?? { a: 0, b: 0 };
    expect(deck.state.get()).toMatchObject({ isMatched: true, gainDecibels: { a: 0, b: -3 } });
    expect(amplitudes().b).toBeCloseTo(10 ** (-3 / 20), 6);
    deck.setMatched(false);
    expect(deck.state.get()).toMatchObject({ matchDecibels: { a: 0, b: -3 }, gainDecibels: { a: 0, b: 0 } });
    expect(amplitudes()).toEqual({ a: 1, b: 1 });
    deck.setGain({ a: 2, b: -1 });
    expect(deck.state.get().gainDecibels).toEqual({ a: 2, b: -1 });
    deck.setGain(null);
    deck.setMatched(true);
    expect(deck.state.get().gainDecibels).toEqual({ a: 0, b: -3 });
  });

  it.each([
    [{ gainDecibels: 1.5 }, { a: 0, b: -1.5 }],
    [{ gainDecibels: -2 }, { a: -2, b: 0 }],
    [{ gainDecibels: null }, { a: 0, b: 0 }],
    [{ gainDecibels: Number.NaN }, { a: 0, b: 0 }],
  ])('takes the gain of a difference over the loudness of the files: %o', async (difference, expected) => {
    const { deck } = await comparing(difference);
    expect(deck.state.get().matchDecibels).toEqual(expected);
  });

  it('seeks both, also while it stands still', async () => {
    const { player, engine } = await comparing();
    player.seek(30);
    expect(engine().timelines.at(-1)?.frame).toBe(30 * rate);
    expect(player.time()).toBe(30);
    player.toggle();
    engine().report(0.5, { isSilent: true });
    expect(engine().isRunning).toBe(false);
    const begun = engine().timelines.length;
    player.seek(20);
    player.seek(25);
    expect(engine().timelines).toHaveLength(begun);
    player.toggle();
    await Promise.resolve();
    expect(engine().timelines).toHaveLength(begun + 1);
    expect(engine().timelines.at(-1)?.frame).toBe(25 * rate);
  });

  it('continues after a pause with what it holds', async () => {
    const { player, engine } = await comparing();
    const begun = engine().timelines.length;
    engine().report(1);
    player.toggle();
    expect(player.state.get().phase).toBe('paused');
    engine().report(1.01, { isSilent: true });
    player.toggle();
    await Promise.resolve();
    expect(engine().timelines).toHaveLength(begun);
    expect(player.time()).toBeCloseTo(11.01, 5);
  });

  it('repeats a loop of the version that is heard, without a jump where it can', async () => {
    const { deck, engine, player } = await comparing({ alignment: [{ a: 0, b: 1 }] });
    engine().report(1);
    deck.switchTo('b');
    deck.setLoop({ from: 11, to: 20 });
    expect(deck.state.get().loop).toEqual({ from: 11, to: 20 });
    // A still leads: it comes out.
    expect(engine().changes.at(-1)).toMatchObject({ lead: 'a', loop: { from: 10 * rate, to: 19 * rate } });
    engine().report(10, { sounding: 'b' });
    expect(player.time()).toBeCloseTo(12, 5);
    deck.switchTo('a');
    expect(deck.state.get().loop).toEqual({ from: 10, to: 19 });
    // The playhead is behind the end of this one.
    deck.setLoop({ from: 2, to: 4 });
    expect(engine().timelines.at(-1)).toMatchObject({
      frame: 2 * rate,
      loop: { from: 2 * rate, to: 4 * rate },
    });
    deck.setLoop(null);
    expect(deck.state.get().loop).toBeNull();
  });

  it('ends, and starts again from the beginning', async () => {
    const { player, engine } = await comparing();
    engine().report(50, { hasEnded: true, isSilent: true });
    expect(player.state.get().phase).toBe('ended');
    expect(player.time()).toBe(60);
    expect(engine().isRunning).toBe(false);
    player.toggle();
    await Promise.resolve();
    expect(engine().timelines.at(-1)?.frame).toBe(0);
  });

  it('keeps playing when the other side fails, says why, and tries again when it is chosen', async () => {
    const { player, deck, engine } = await comparing();
    engine().listeners.onFeeder({ kind: 'failed', side: 'b', failure: 'damaged' });
    await Promise.resolve();
    expect(player.state.get().phase).toBe('playing');
    expect(deck.state.get()).toMatchObject({
      sideState: { a: 'ready', b: 'failed' },
      failures: { a: null, b: 'b: 3' },
    });
    deck.switchTo('b');
    expect(engine().opened.at(-1)).toBe('b media/b');
    expect(player.state.get().phase).toBe('playing');
    expect(deck.state.get()).toMatchObject({ heard: 'b', sounding: 'a', failures: { a: null, b: null } });
  });

  it('fails when what is held is used up, and plays on when that is tried again', async () => {
    const { player, engine } = await comparing();
    engine().listeners.onFeeder({ kind: 'failed', side: 'a', failure: 'network' });
    expect(player.state.get().phase).toBe('playing');
    engine().report(9, { isStarved: true, isSilent: true });
    await Promise.resolve();
    expect(player.state.get()).toMatchObject({ phase: 'failed', failure: 'a: 2' });
    player.toggle();
    expect(engine().opened.at(-1)).toBe('a media/a');
    expect(player.state.get().phase).toBe('loading');
    expect(player.time()).toBeCloseTo(19, 5);
  });

  it('tries the heard version again too, when it is chosen or the line is back', async () => {
    for (const again of ['switchTo', 'retry'] as const) {
      const { player, deck, engine } = await comparing();
      engine().listeners.onFeeder({ kind: 'failed', side: 'a', failure: 'network' });
      engine().report(9, { isStarved: true, isSilent: true });
      expect(player.state.get().phase).toBe('failed');
      const { length } = engine().opened;
      if (again === 'retry') deck.retry();
      else deck.switchTo('a');
      expect(engine().opened.slice(length)).toEqual(['a media/a']);
      expect(player.state.get().phase).toBe('paused');
      expect(deck.state.get().failures.a).toBeNull();
      deck.retry();
      expect(engine().opened).toHaveLength(length + 1);
    }
  });

  it('feeds the parts that replace broken ones', async () => {
    const { player, deck, engine } = await comparing();
    engine().listeners.onBroken();
    expect(player.state.get().phase).toBe('playing');
    expect(deck.state.get().sideState).toEqual({ a: 'failed', b: 'failed' });
    const { length } = engine().timelines;
    deck.retry();
    expect(engine().opened.slice(-2)).toEqual(['a media/a', 'b media/b']);
    expect(engine().timelines).toHaveLength(length + 1);
    engine().openBoth();
    engine().report(0.1);
    expect(deck.state.get().sideState).toEqual({ a: 'ready', b: 'ready' });
  });

  it('goes on when it is left, and returns to the audio element at the next pause', async () => {
    const { player, deck, engine, element } = await comparing();
    deck.switchTo('b');
    deck.setLoop({ from: 5, to: 40 });
    engine().report(5, { sounding: 'b' });
    deck.leave();
    expect(engine().isDisposed).toBe(false);
    expect(player.state.get().phase).toBe('playing');
    expect(deck.state.get()).toMatchObject({ loop: null, gainDecibels: { a: 0, b: 0 } });
    engine().report(6, { sounding: 'b' });
    player.toggle();
    expect(engine().isDisposed).toBe(true);
    expect(deck.state.get()).toMatchObject({ a: null, b: null });
    expect(element).toMatchObject({ src: 'media/b', paused: true, currentTime: 16 });
    expect(player.state.get()).toMatchObject({ track: { fileId: 'b' }, phase: 'paused' });
  });

  it('is the same comparison again when the same two are compared before the pause', async () => {
    const { player, deck, engine, engines } = await comparing();
    deck.leave();
    deck.compare(track('a', -14), track('b', -11));
    expect(deck.state.get().gainDecibels).toEqual({ a: 0, b: -3 });
    player.toggle();
    engine().report(1, { isSilent: true });
    expect(engines).toHaveLength(1);
    expect(deck.state.get().b).not.toBeNull();
  });

  it('takes a difference that arrives later without an interruption', async () => {
    const { player, deck, engine, engines } = await comparing();
    engine().report(2);
    deck.setLoop({ from: 5, to: 40 });
    deck.compare(track('a', -14), track('b', -11), { alignment: [{ a: 0, b: 0.5 }], gainDecibels: -1 });
    expect(engines).toHaveLength(1);
    expect(engine().changes.at(-1)).toMatchObject({ lead: 'a', alignment: [{ a: 0, b: 0.5 * rate }] });
    expect(engine().timelines).toHaveLength(1);
    expect(deck.state.get()).toMatchObject({ gainDecibels: { a: -1, b: 0 }, loop: { from: 5, to: 40 } });
    deck.switchTo('b');
    expect(player.time()).toBeCloseTo(12.5, 5);
    engine().report(3, { sounding: 'b' });
    engine().report(3.025, { sounding: 'b' });
    // The version that is heard stays at its moment, and the other one moves.
    deck.compare(track('a'), track('b'), { alignment: [{ a: 0, b: 2 }] });
    expect(player.time()).toBeCloseTo(13.525, 5);
    expect(engine().changes.at(-1)).toMatchObject({ lead: 'b', frame: 13.525 * rate });
    expect(engine().timelines).toHaveLength(1);
    deck.switchTo('a');
    expect(player.time()).toBeCloseTo(11.525, 5);
    expect(deck.state.get().loop).toEqual({ from: 5, to: 40 });
  });

  it('is left when another track is played, or the player is closed', async () => {
    const { player, deck, element, engines } = await comparing();
    player.play(track('c'));
    expect(element.src).toBe('media/c');
    expect(deck.state.get().a).toBeNull();
    deck.compare(track('a'), track('b'));
    player.clear();
    expect(deck.state.get().a).toBeNull();
    expect(engines.map(({ isDisposed }) => isDisposed)).toEqual([true, true]);
  });

  it('plays one version alone, for other levels', () => {
    const { deck, engine } = startDeckPlayer();
    deck.compare(track('a', -14), null);
    expect(engine().opened).toEqual(['a media/a']);
    expect(deck.state.get()).toMatchObject({ b: null, gainDecibels: { a: 0, b: 0 } });
    deck.toggle();
    expect(deck.state.get().heard).toBe('a');
    deck.setGain(-2);
    expect(deck.state.get().gainDecibels).toEqual({ a: -2, b: -2 });
  });
});

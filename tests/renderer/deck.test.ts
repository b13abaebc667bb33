import { describe, expect, it } from 'vitest';
import { createDeck } from '../../renderer/features/player/deck/deck.ts';
import type { MixerOrder, MixerReport } from '../../renderer/features/player/deck/deck-messages.ts';
import type { EngineListeners } from '../../renderer/features/player/deck/engine.ts';
import type { Timeline } from '../../renderer/features/player/deck/timeline.ts';
import { createPlayer } from '../../renderer/features/player/player.ts';
import { SoundSwitch } from '../../renderer/features/player/sound-switch.ts';
import type { Track } from '../../renderer/features/player/track.ts';
import { SilentSound } from './silent-sound.ts';

const rate = 48_000;

const track = (fileId: string, loudness: number | null = null): Track => ({
  projectId: 'ep',
  cutId: 'c',
  fileId,
  cutName: 'Dune',
  vibeName: 'Dune',
  fileName: `${fileId}.wav`,
  version: 1,
  versionName: 'v1',
  versionIds: ['a', 'b', 'c'],
  duration: 60,
  loudness,
});

/** An engine that only writes down what it is told. Tests send its reports. */
class SilentEngine {
  opened: string[] = [];
  orders: MixerOrder[] = [];
  timelines: Timeline[] = [];
  changes: Timeline[] = [];
  isRunning = false;
  isDisposed = false;
  starts = 0;
  now = 0;
  listeners: EngineListeners;

  constructor(listeners: EngineListeners) {
    this.listeners = listeners;
  }
  open(side: string, address: string) {
    this.opened.push(`${side} ${address}`);
  }
  async start() {
    this.starts++;
    this.isRunning = true;
    return rate;
  }
  order(order: MixerOrder) {
    this.orders.push(order);
  }
  begin(timeline: Timeline) {
    this.timelines.push(timeline);
  }
  change(timeline: Timeline) {
    this.changes.push(timeline);
  }
  clock() {
    return this.now;
  }
  suspend() {
    this.isRunning = false;
  }
  dispose() {
    this.isDisposed = true;
  }

  last(kind: MixerOrder['kind']) {
    return this.orders.filter((order) => order.kind === kind).at(-1);
  }
  openBoth(seconds = 60) {
    for (const side of ['a', 'b'] as const) this.listeners.onFeeder({ kind: 'opened', side, seconds });
  }
  /** Reports that this many seconds were played since the last seek. */
  report(seconds: number, more: Partial<MixerReport> = {}) {
    this.now = seconds * rate;
    this.listeners.onMixer({
      generation: this.timelines.at(-1)?.generation ?? 0,
      played: seconds * rate,
      clock: this.now,
      sounding: 'a',
      isReady: { a: true, b: true },
      isStarved: false,
      hasEnded: false,
      isSilent: false,
      ...more,
    });
  }
}

function start() {
  const element = new SilentSound();
  const sound = new SoundSwitch(element);
  const explain = async (fileId: string, error: MediaError | null) => `${fileId}: ${error?.code}`;
  const { player } = createPlayer(sound, explain, () => () => {});
  const engines: SilentEngine[] = [];
  const { deck } = createDeck(
    player,
    sound,
    (listeners) => {
      engines.push(new SilentEngine(listeners));
      return engines.at(-1) as SilentEngine;
    },
    explain,
  );
  return { element, player, deck, engine: () => engines.at(-1) as SilentEngine, engines };
}

/** Compares A and B, with A playing at this moment. */
async function comparing(difference = {}, seconds = 10) {
  const parts = start();
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
    const { player, deck, engine, element } = start();
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

  it('takes over a version that plays, at the same moment', async () => {
    const { player, deck, engine, element } = start();
    player.play(track('b'), 12.5);
    element.arrive(60);
    deck.compare(track('a'), track('b'), { alignment: [{ a: 0, b: 0.5 }] });
    await Promise.resolve();
    expect(element.paused).toBe(true);
    expect(deck.state.get().heard).toBe('b');
    expect(engine().timelines.at(-1)).toMatchObject({ lead: 'b', frame: 12.5 * rate });
    expect(deck.time('a')).toBe(12);
    expect(player.time()).toBe(12.5);
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
    const amplitudes = () => (engine().last('level') as { sides: { a: number; b: number } }).sides;
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

  it('returns to the audio element when it is left, at the same moment', async () => {
    const { player, deck, engine, element } = await comparing();
    deck.switchTo('b');
    engine().report(5, { sounding: 'b' });
    deck.leave();
    expect(engine().isDisposed).toBe(true);
    expect(deck.state.get()).toMatchObject({ a: null, b: null });
    expect(element).toMatchObject({ src: 'media/b', paused: false, currentTime: 15 });
    expect(player.state.get().track?.fileId).toBe('b');
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
    const { deck, engine } = start();
    deck.compare(track('a', -14), null);
    expect(engine().opened).toEqual(['a media/a']);
    expect(deck.state.get()).toMatchObject({ b: null, gainDecibels: { a: 0, b: 0 } });
    deck.toggle();
    expect(deck.state.get().heard).toBe('a');
    deck.setGain(-2);
    expect(deck.state.get().gainDecibels).toEqual({ a: -2, b: -2 });
  });
});

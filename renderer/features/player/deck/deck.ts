import type { Alignment } from '../../../../audio/difference/alignment.ts';
import { mediaAddress } from '../../../../protocol/ipc/media-addresses.ts';
import { createStore, type Store } from '../../../platform/store.ts';
import type { Player } from '../player.ts';
import type { SoundSwitch } from '../sound-switch.ts';
import type { Track } from '../track.ts';
import type { DeckSetup } from './deck-setup.ts';
import { DeckSound } from './deck-sound.ts';
import type { EngineFactory } from './engine.ts';
import { type Levels, levelsOf, matchOf, noMatch } from './levels.ts';
import type { Loop } from './loop.ts';
import { eachSide, otherSide, type Side, type Sides, sides } from './side.ts';

/** Both tracks are null when nothing is compared. */
export type DeckState = {
  a: Track | null;
  b: Track | null;
  /** The chosen side. */
  heard: Side;
  /** The side that really comes out: the chosen one joins as soon as it is ready. */
  sounding: Side;
  sideState: Sides<'loading' | 'ready' | 'failed'>;
  /** Why a side failed, as a sentence, as soon as that is known. */
  failures: Sides<string | null>;
  /** In the heard version's time, in seconds. */
  loop: Loop | null;
} & Levels;

/** How B differs from A. */
export type DeckDifference = {
  /** In seconds. If it is left out, the same time is the same moment. */
  alignment?: Alignment;
  /** If it is left out, the integrated loudness of both files decides; null matches nothing. */
  gainDecibels?: number | null;
};

/** Compares two versions: both play in lockstep, and one is heard. The player controls what is heard. */
export type Deck = {
  state: Store<DeckState>;
  /**
   * Puts two versions into the player. If it has one of them, that one goes on at the same moment; otherwise A is cued.
   * Without B, A alone can be heard at other levels. For the same two again, only the difference is updated.
   */
  compare(a: Track, b: Track | null, difference?: DeckDifference): void;
  /** Whether a version is one of the two. */
  has(track: Track): boolean;
  switchTo(side: Side): void;
  toggle(): void;
  /** Tries again what failed. */
  retry(): void;
  setMatched(isMatched: boolean): void;
  /** Levels in place of the matched ones, in decibels; null returns to those. */
  setGain(gain: Sides<number> | number | null): void;
  setLoop(loop: Loop | null): void;
  /** The moment of the music in the time of a side, in seconds; 0 when nothing is compared. */
  time(side: Side): number;
  /** Ends the comparison: the loop and other levels at once, the rest when the player is paused, so that nothing is interrupted. */
  leave(): void;
};

const sameTimes: Alignment = [{ a: 0, b: 0 }];

const nothing: DeckState = {
  a: null,
  b: null,
  heard: 'a',
  sounding: 'a',
  sideState: { a: 'loading', b: 'loading' },
  failures: { a: null, b: null },
  loop: null,
  ...noMatch,
};

export function createDeck(
  player: Player,
  sound: SoundSwitch,
  createEngine: EngineFactory,
  explain: (fileId: string, error: MediaError | null) => Promise<string>,
): { deck: Deck; dispose(): void } {
  const state = createStore(nothing);
  let current: DeckSound | null = null;
  let isEnding = false;

  const trackOf = (side: Side) => state.get()[side];

  const follow = () => {
    const deck = current;
    if (!deck) return;
    if (isEnding && player.state.get().phase === 'paused') return end();
    state.change((known) => {
      const { track } = player.state.get();
      const heard: Side = track && track.fileId === known.b?.fileId ? 'b' : 'a';
      const sideState = eachSide((side) => deck.stateOf(side));
      const failures = eachSide((side) => (sideState[side] === 'failed' ? known.failures[side] : null));
      const { sounding, loop } = deck;
      const next = { ...known, heard, sounding, sideState, failures, loop };
      return isSame(known, next) ? known : next;
    });
    for (const side of ['a', 'b'] as const) explainFailure(deck, side);
  };

  const explained = new WeakMap<DeckSound, Partial<Record<Side, boolean>>>();
  const explainFailure = (deck: DeckSound, side: Side) => {
    const asked = explained.get(deck) ?? {};
    explained.set(deck, asked);
    const failure = deck.errorOf(side);
    const track = trackOf(side);
    if (!failure || !track) delete asked[side];
    if (!failure || !track || asked[side]) return;
    asked[side] = true;
    void explain(track.fileId, failure).then((reason) => {
      if (current !== deck || !deck.errorOf(side)) return;
      state.change((known) => ({ ...known, failures: { ...known.failures, [side]: reason } }));
    });
  };

  const stopFollowing = player.state.subscribe(follow);

  const setLevels = (change: (levels: Levels) => Partial<Levels>) => {
    state.change((known) => ({ ...known, ...levelsOf({ ...known, ...change(known) }) }));
    current?.setLevels(amplitudes(state.get().gainDecibels));
  };

  const put = (a: Track, b: Track | null, difference: DeckDifference) => {
    const { track, phase } = player.state.get();
    const isHeld = track !== null && (track.fileId === a.fileId || track.fileId === b?.fileId);
    const isPlaying = isHeld && (phase === 'playing' || phase === 'loading');
    const setup: DeckSetup = {
      addresses: { a: mediaAddress(a.fileId), b: b && mediaAddress(b.fileId) },
      heard: isHeld && track.fileId === b?.fileId ? 'b' : 'a',
      seconds: isHeld ? player.time() : 0,
      alignment: difference.alignment ?? sameTimes,
    };
    const deck = new DeckSound(setup, createEngine, follow);
    current = deck;
    sound.use(deck, () => {
      deck.dispose();
      if (current !== deck) return;
      current = null;
      state.change(() => nothing);
    });
    const matchDecibels = matchOf(a, b, difference.gainDecibels);
    state.change(() => ({ ...nothing, a, b, heard: setup.heard, matchDecibels }));
    setLevels(() => ({}));
    if (!isHeld) player.cue(a);
    if (isPlaying) player.play(track);
    follow();
  };

  /** Goes back to the audio element. */
  const end = () => {
    const { track } = player.state.get();
    const seconds = player.time();
    isEnding = false;
    sound.back();
    if (!track) return;
    sound.src = mediaAddress(track.fileId);
    sound.currentTime = seconds;
  };

  const deck: Deck = {
    state,
    compare(a, b, difference = {}) {
      isEnding = false;
      const other = b?.fileId === a.fileId ? null : b;
      const known = state.get();
      if (current && known.a?.fileId === a.fileId && known.b?.fileId === other?.fileId) {
        current.setAlignment(difference.alignment ?? sameTimes);
        setLevels(() => ({ matchDecibels: matchOf(a, other, difference.gainDecibels) }));
        follow();
      } else put(a, other, difference);
    },
    has: ({ fileId }) => sides.some((side) => trackOf(side)?.fileId === fileId),
    switchTo(side) {
      const track = trackOf(side);
      if (track) player.swap(track);
    },
    retry() {
      if (current && sides.some((side) => current?.errorOf(side))) current.load();
    },
    toggle: () => deck.switchTo(otherSide(state.get().heard)),
    setMatched: (isMatched) => setLevels(() => ({ isMatched })),
    setGain: (gain) =>
      setLevels(() => ({ ownDecibels: typeof gain === 'number' ? { a: gain, b: gain } : gain })),
    setLoop: (loop) => current?.setLoop(loop),
    time: (side) => Math.max(0, current?.secondsOf(side) ?? 0),
    leave() {
      if (!current) return;
      const { phase } = player.state.get();
      isEnding = phase === 'playing' || phase === 'loading';
      if (!isEnding) return end();
      current.setLoop(null);
      setLevels(() => ({ matchDecibels: noMatch.matchDecibels, ownDecibels: null }));
    },
  };

  return {
    deck,
    dispose() {
      stopFollowing();
      sound.back();
    },
  };
}

function amplitudes(decibels: Sides<number>): Sides<number> {
  return eachSide((side) => 10 ** (decibels[side] / 20));
}

function isSame(one: DeckState, other: DeckState): boolean {
  return JSON.stringify(changing(one)) === JSON.stringify(changing(other));
}

function changing({ heard, sounding, sideState, failures, loop }: DeckState) {
  return { heard, sounding, sideState, failures, loop };
}

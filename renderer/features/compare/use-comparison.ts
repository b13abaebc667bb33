import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { otherSide, type Side, type Track } from '../player/port.ts';
import { useDeck, useDeckState, useListening } from '../player/port.tsx';
import { useDifference } from './difference-queries.ts';
import { createMomentMap } from './moment-map.ts';

/** How long the sound waits for the difference, in milliseconds. Later, the offset joins while both play. */
const patience = 400;

/** The two are in step if they are apart by less, in seconds. */
const inStep = 0.0005;

/**
 * Puts two versions into the player while the page shows them, aligned and matched as far as their difference is known. On
 * the way out the heard one goes on.
 */
export function useComparison(a: Track, b: Track) {
  const deck = useDeck();
  const { player } = useListening();
  const state = useDeckState();
  const answer = useDifference(b.fileId, a.fileId);
  const difference = answer.data?.kind === 'ready' ? answer.data.difference : null;
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), patience);
    return () => clearTimeout(timer);
  }, []);

  const isOn = state.a?.fileId === a.fileId && state.b?.fileId === b.fileId;
  const tracks = useRef({ a, b });
  tracks.current = { a, b };
  const moments = useMemo(() => createMomentMap(difference), [difference]);
  const gainDecibels = difference?.gainDecibels;
  const offset = useRef(0);
  const put = useCallback(() => {
    const before = deck.state.get();
    const { current } = tracks;
    offset.current = moments.offsetAt(before.heard, player.time());
    deck.compare(current.a, current.b, {
      offsetSeconds: offset.current,
      ...(gainDecibels !== undefined && { gainDecibels }),
    });
    if (before.a?.fileId !== current.a.fileId || before.b?.fileId !== current.b.fileId) return;
    deck.setMatched(before.isMatched);
    if (before.loop) deck.setLoop(before.loop);
  }, [deck, player, moments, gainDecibels]);

  const isSettled = waited || !answer.isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for another pair
  useEffect(() => {
    if (isSettled) put();
  }, [isSettled, put, a.fileId, b.fileId]);
  useEffect(() => () => deck.leave(), [deck]);

  /** The user may have played something else meanwhile, or a section that only one version has. */
  const keepInStep = () => {
    const now = moments.offsetAt(deck.state.get().heard, player.time());
    if (!isOn || Math.abs(now - offset.current) > inStep) put();
  };
  const hear = (side: Side) => {
    keepInStep();
    deck.switchTo(side);
  };
  const toHeard = (side: Side, seconds: number) => moments.map(side, deck.state.get().heard, seconds);
  return {
    state,
    isOn,
    answer,
    difference,
    hear,
    toggle: () => hear(otherSide(state.heard)),
    /** The playhead in the time of a side. */
    time: useCallback(
      (side: Side) => {
        const { a: isPlaying, heard } = deck.state.get();
        return isPlaying ? moments.map(heard, side, player.time()) : 0;
      },
      [deck, player, moments],
    ),
    /** Moves the playhead to a moment in the time of a side. */
    seek(side: Side, seconds: number) {
      player.seek(toHeard(side, seconds));
      keepInStep();
    },
    /** Loops a stretch in the time of a side; null plays on. */
    loop(side: Side, stretch: { from: number; to: number } | null) {
      keepInStep();
      deck.setLoop(stretch && { from: toHeard(side, stretch.from), to: toHeard(side, stretch.to) });
    },
    /** The loop in the time of a side. */
    loopOf(side: Side) {
      const { loop, heard } = state;
      return loop && { from: moments.map(heard, side, loop.from), to: moments.map(heard, side, loop.to) };
    },
    setMatched: deck.setMatched,
  };
}

export type Comparison = ReturnType<typeof useComparison>;

import { useCallback, useEffect, useRef, useState } from 'react';
import { otherSide, type Side, type Track } from '../player/port.ts';
import { useDeck, useDeckState, useListening } from '../player/port.tsx';
import { useDifference } from './difference-queries.ts';

/** How long the sound waits for the difference, in milliseconds. Later, the offset joins while both play. */
const patience = 400;

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
  const { offsetSeconds, gainDecibels } = difference ?? {};
  const put = useCallback(() => {
    const before = deck.state.get();
    const { current } = tracks;
    deck.compare(current.a, current.b, {
      ...(offsetSeconds !== undefined && { offsetSeconds }),
      ...(gainDecibels !== undefined && { gainDecibels }),
    });
    if (before.a?.fileId !== current.a.fileId || before.b?.fileId !== current.b.fileId) return;
    deck.setMatched(before.isMatched);
    if (before.loop) deck.setLoop(before.loop);
  }, [deck, offsetSeconds, gainDecibels]);

  const isSettled = waited || !answer.isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for another pair
  useEffect(() => {
    if (isSettled) put();
  }, [isSettled, put, a.fileId, b.fileId]);
  useEffect(() => () => deck.leave(), [deck]);

  /** The user may have played something else meanwhile. */
  const hear = (side: Side) => {
    if (!isOn) put();
    deck.switchTo(side);
  };
  const offsets = { a: 0, b: offsetSeconds ?? 0 };
  return {
    state,
    isOn,
    answer,
    difference,
    hear,
    toggle: () => hear(otherSide(state.heard)),
    /** The playhead in the time of a side. */
    time: (side: Side) =>
      deck.state.get().a ? player.time() + offsets[side] - offsets[deck.state.get().heard] : 0,
    /** Moves the playhead to a moment in the time of a side. */
    seek(side: Side, seconds: number) {
      if (!isOn) put();
      player.seek(Math.max(0, seconds + offsets[deck.state.get().heard] - offsets[side]));
    },
    /** Loops a stretch in the time of a side; null plays on. */
    loop(side: Side, stretch: { from: number; to: number } | null) {
      if (!isOn) put();
      const shift = offsets[deck.state.get().heard] - offsets[side];
      deck.setLoop(stretch && { from: Math.max(0, stretch.from + shift), to: stretch.to + shift });
    },
    /** The loop in the time of a side. */
    loopOf(side: Side) {
      const shift = offsets[side] - offsets[state.heard];
      return state.loop && { from: state.loop.from + shift, to: state.loop.to + shift };
    },
    setMatched: deck.setMatched,
    offsets,
  };
}

export type Comparison = ReturnType<typeof useComparison>;

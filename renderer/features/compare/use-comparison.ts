import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Alignment, alignmentOf, carry, isAlone } from '../../../audio/difference/alignment.ts';
import { useConnection } from '../../platform/socket-context.tsx';
import { carryLoop, otherSide, type Side, type Track } from '../player/port.ts';
import { useDeck, useDeckState, useListening } from '../player/port.tsx';
import { useDifference } from './difference-queries.ts';
import { louderInLoop, useLoopLoudness } from './loop-loudness.ts';

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
  const alignment = useMemo(() => alignmentOf(difference ?? { offsetSeconds: 0, changes: [] }), [difference]);
  const loopOf = (side: Side) => {
    const { loop, heard } = state;
    return isOn && loop ? carryLoop(alignment, heard, side, loop) : null;
  };
  const loopLoudness = useLoopLoudness({ a, b }, { a: loopOf('a'), b: loopOf('b') });
  const inLoop = louderInLoop(loopLoudness);
  // In a loop only its own loudness counts: a chorus may differ by more than the song.
  const gainDecibels = inLoop ?? difference?.gainDecibels;
  const put = useCallback(() => {
    const { current } = tracks;
    deck.compare(current.a, current.b, {
      alignment,
      ...(gainDecibels !== undefined && { gainDecibels }),
    });
  }, [deck, alignment, gainDecibels]);

  const isSettled = waited || !answer.isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for another pair
  useEffect(() => {
    if (isSettled) put();
  }, [isSettled, put, a.fileId, b.fileId]);
  useEffect(() => () => deck.leave(), [deck]);
  const isReached = useConnection().kind === 'online';
  useEffect(() => {
    if (isReached) deck.retry();
  }, [deck, isReached]);

  const hear = (side: Side) => {
    // The user may have played something else meanwhile.
    if (!isOn) put();
    const hasFailed = player.state.get().phase === 'failed';
    deck.switchTo(side);
    if (hasFailed) player.toggle();
  };
  const toHeard = (side: Side, seconds: number) => carried(alignment, side, deck.state.get().heard, seconds);
  return {
    state,
    isOn,
    answer,
    difference,
    hear,
    toggle: () => hear(otherSide(state.heard)),
    /** The playhead in the time of a side. */
    time: deck.time,
    /** Where this side would go on, while the other one comes out and is in a section that this one lacks; else null. */
    lacks(side: Side) {
      const { sounding } = state;
      const isLacking = side !== sounding && isAlone(alignment, sounding, deck.time(sounding));
      return isLacking ? deck.time(side) : null;
    },
    /** Moves the playhead to a moment in the time of a side. */
    seek: (side: Side, seconds: number) => player.seek(toHeard(side, seconds)),
    /** Loops a stretch in the time of a side; null plays on. */
    loop(side: Side, stretch: { from: number; to: number } | null) {
      deck.setLoop(stretch && carryLoop(alignment, side, deck.state.get().heard, stretch));
    },
    /** The loop in the time of a side. */
    loopOf,
    /** In LUFS; null while it isn't known. */
    loopLoudness,
    /** The levels are matched by the loop. */
    isMatchedInLoop: inLoop !== null,
    setMatched: deck.setMatched,
  };
}

export type Comparison = ReturnType<typeof useComparison>;

function carried(alignment: Alignment, from: Side, to: Side, seconds: number): number {
  return from === to ? seconds : carry(alignment, from, seconds);
}

import type { Loop } from './deck/loop.ts';
import { useDeck, useDeckState, useListening } from './listening.tsx';
import { hasVersion, type Track } from './track.ts';

export type Solo = ReturnType<typeof useSolo>;

/** In seconds: a loop that is begun by key or button. */
const loopLength = 8;

/** Plays one version in a loop, or louder or quieter than it is. */
export function useSolo(track: Track) {
  const deck = useDeck();
  const { player } = useListening();
  const { a, b, loop, ownDecibels } = useDeckState();
  const isOn = a?.fileId === track.fileId && b === null;
  const begin = () => {
    if (isOn) return;
    const inPlayer = player.state.get().track;
    // The deck plays versions: one of its stems makes room at the same moment.
    if (inPlayer?.stem && hasVersion(inPlayer, track)) player.swap(track);
    deck.compare(track, null);
  };
  return {
    loop: isOn ? loop : null,
    /**
     * Plays the stretch again and again; null plays on. With `plays: false`, it doesn't start, and a play-head in the
     * stretch stays where it is.
     */
    setLoop(stretch: Loop | null, { plays } = { plays: true }) {
      if (!stretch) return ownDecibels ? deck.setLoop(null) : deck.leave();
      begin();
      deck.setLoop(stretch);
      if (plays) player.play(track, stretch.from);
    },
    /** Ends the loop, or loops the next seconds from the play-head on. */
    toggleLoop(duration: number) {
      if (isOn && loop) return this.setLoop(null);
      const now = hasVersion(player.state.get().track, track) ? player.time() : 0;
      const from = Math.max(0, Math.min(now, duration - loopLength));
      this.setLoop({ from, to: Math.min(duration, from + loopLength) }, { plays: false });
    },
    /** In decibels; null: as it is. */
    gain: isOn && ownDecibels ? ownDecibels.a : null,
    setGain(gain: number | null) {
      if (gain === null) return loop ? deck.setGain(null) : deck.leave();
      begin();
      deck.setGain(gain);
      if (player.state.get().phase !== 'playing') player.play(track);
    },
  };
}

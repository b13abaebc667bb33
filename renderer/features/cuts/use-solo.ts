import type { Loop, Track } from '../player/port.ts';
import { useDeck, useDeckState, useListening } from '../player/port.tsx';

/** Plays one version in a loop, or louder or quieter than it is. */
export function useSolo(track: Track) {
  const deck = useDeck();
  const { player } = useListening();
  const { a, b, loop, ownDecibels } = useDeckState();
  const isOn = a?.fileId === track.fileId && b === null;
  const begin = () => {
    if (!isOn) deck.compare(track, null);
  };
  return {
    loop: isOn ? loop : null,
    /** Plays the stretch again and again; null plays on. */
    setLoop(stretch: Loop | null) {
      if (!stretch) return ownDecibels ? deck.setLoop(null) : deck.leave();
      begin();
      deck.setLoop(stretch);
      player.play(track, stretch.from);
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

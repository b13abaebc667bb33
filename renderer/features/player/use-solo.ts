import { loopAt, movedLoop, resizedLoop } from './bar-loop.ts';
import type { Loop } from './deck/loop.ts';
import { useDeck, useDeckState, useListening } from './listening.tsx';
import { hasVersion, type Track } from './track.ts';

export type Solo = ReturnType<typeof useSolo>;

/** Plays one version in a loop, or louder or quieter than it is. */
export function useSolo(track: Track) {
  const deck = useDeck();
  const { player, conductor } = useListening();
  const { a, b, loop, ownDecibels } = useDeckState();
  const isOn = a?.fileId === track.fileId && b === null;
  const loopOn = isOn ? loop : null;
  const begin = () => {
    if (isOn) return;
    const inPlayer = player.state.get().track;
    // The deck plays versions: one of its stems makes room at the same moment.
    if (inPlayer?.stem && hasVersion(inPlayer, track)) player.swap(track);
    deck.compare(track, null);
  };
  return {
    loop: loopOn,
    /**
     * Plays the stretch again and again; null plays on. With `plays: false`, it doesn't start, and a play-head in the
     * stretch stays where it is.
     */
    setLoop(stretch: Loop | null, { plays } = { plays: true }) {
      const led = conductor.get();
      if (led) {
        const isHeld = hasVersion(player.state.get().track, track);
        if (stretch && plays) led.play(track, stretch.from);
        else if (stretch && !isHeld) led.cue(track, stretch.from);
        return led.setLoop(stretch);
      }
      if (!stretch) return ownDecibels ? deck.setLoop(null) : deck.leave();
      begin();
      deck.setLoop(stretch);
      if (plays) player.play(track, stretch.from);
    },
    /** Ends the loop, or loops eight bars from the one that the playhead is in. `tempo` in beats per minute. */
    toggleLoop(duration: number, tempo: number | undefined) {
      if (loopOn) return this.setLoop(null);
      const now = hasVersion(player.state.get().track, track) ? player.time() : 0;
      this.setLoop(loopAt(now, tempo, duration), { plays: false });
    },
    /** Half or double its length. */
    resizeLoop(factor: 0.5 | 2, duration: number) {
      if (loopOn) this.setLoop(resizedLoop(loopOn, factor, duration), { plays: false });
    },
    /** Moves the loop by its own length, and the playhead with it. */
    moveLoop(by: -1 | 1, duration: number) {
      if (!loopOn) return;
      const moved = movedLoop(loopOn, by, duration);
      const into = player.time() - loopOn.from;
      this.setLoop(moved, { plays: false });
      if (moved.from !== loopOn.from) player.seek(Math.min(moved.to, moved.from + Math.max(0, into)));
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

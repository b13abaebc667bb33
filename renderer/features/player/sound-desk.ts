import type { Output } from './output.ts';
import { readyStates, type Sound } from './sound.ts';

/** The sound of the player as it leaves the loudspeakers, for whoever has to keep it in step with others. */
export type SoundDesk = {
  /** The moment that is heard, in seconds: what the device still holds is not heard yet. */
  heard(): number;
  /** How long the device holds what it is given, in seconds. */
  latency(): number;
  /** Whether it can start at once. */
  isReady(): boolean;
  /** Whether it plays and moves. */
  isMoving(): boolean;
  /** Plays a little faster or slower. Only an audio element can; false otherwise. */
  setRate(rate: number): boolean;
};

/** `hasDeck`: a deck is in the player, whose mixer reads whole samples only. */
export function createSoundDesk(sound: Sound, output: Output, hasDeck: () => boolean): SoundDesk {
  const isMoving = () =>
    !sound.paused && !sound.ended && !sound.error && sound.readyState >= readyStates.haveFutureData;
  return {
    heard: () => sound.currentTime - (isMoving() ? output.latency() : 0),
    latency: output.latency,
    // A paused element that only loads its metadata never says that it has more.
    isReady: () => sound.readyState >= readyStates.haveCurrentData,
    isMoving,
    setRate(rate) {
      if (hasDeck()) return false;
      if (sound.playbackRate !== rate) sound.playbackRate = rate;
      return true;
    },
  };
}

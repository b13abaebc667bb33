import { isCopyAddress } from '../../../protocol/ipc/media-addresses.ts';
import type { Speed } from './shuttle.ts';
import { readyStates, type Sound } from './sound.ts';
import type { Track } from './track.ts';

/**
 * `loading`: it should play but has no data yet. `rewinding`: it runs backwards in silence, because no browser plays
 * backwards. `failed`: `failure` says why, as soon as that is known. Times are in seconds; `duration` is 0 while it is
 * unknown.
 */
export type PlayerState = {
  track: Track | null;
  phase: 'empty' | 'loading' | 'playing' | 'rewinding' | 'paused' | 'ended' | 'failed';
  speed: Speed;
  duration: number;
  failure: string | null;
  /** The compressed copy of the track is heard. */
  isCompressed: boolean;
};

export const emptyPlayer: PlayerState = {
  ...{ track: null, phase: 'empty', speed: 1, duration: 0, failure: null },
  isCompressed: false,
};

/** The player's state as the sound has it now. The same object if nothing changed. */
export function readState(
  known: PlayerState,
  sound: Sound,
  { isRewinding, speed }: { isRewinding: boolean; speed: Speed },
): PlayerState {
  const { track } = known;
  const phase = phaseOf(track, sound, isRewinding);
  const duration = Number.isFinite(sound.duration) ? sound.duration : (track?.duration ?? 0);
  const isCompressed = track !== null && isCopyAddress(sound.src);
  const failure = phase === 'failed' ? known.failure : null;
  return phase === known.phase &&
    speed === known.speed &&
    duration === known.duration &&
    failure === known.failure &&
    isCompressed === known.isCompressed
    ? known
    : { track, phase, speed, duration, failure, isCompressed };
}

function phaseOf(track: Track | null, sound: Sound, isRewinding: boolean): PlayerState['phase'] {
  if (!track) return 'empty';
  if (sound.error) return 'failed';
  if (isRewinding) return 'rewinding';
  if (sound.ended) return 'ended';
  if (sound.paused) return 'paused';
  return sound.readyState < readyStates.haveFutureData ? 'loading' : 'playing';
}

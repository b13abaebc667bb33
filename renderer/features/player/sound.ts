import type { Outlet } from './output.ts';

/** The parts of an audio element that the player uses, and what a comparison adds. */
export type Sound = Pick<
  HTMLAudioElement,
  | 'src'
  | 'currentTime'
  | 'duration'
  | 'paused'
  | 'ended'
  | 'playbackRate'
  | 'volume'
  | 'readyState'
  | 'error'
  | 'play'
  | 'pause'
  | 'load'
  | 'removeAttribute'
  | 'addEventListener'
  | 'removeEventListener'
> & {
  /** Continues with another address at the same moment, without a gap; false if it can't. */
  turnTo?(address: string): boolean;
  /** Where it can be listened to and faded out, while it plays; null if it can't. */
  readonly outlet?: Outlet | null;
};

/** Those of an `HTMLMediaElement`. */
export const readyStates = { haveNothing: 0, haveCurrentData: 2, haveFutureData: 3, haveEnoughData: 4 };

/** The events after which the state of a `Sound` may have changed. */
export const soundEvents = [
  'play',
  'playing',
  'pause',
  'waiting',
  'ended',
  'seeking',
  'seeked',
  'timeupdate',
  'durationchange',
  'canplay',
  'emptied',
  'error',
] as const;

/** The element multiplies each sample. The ear perceives a square as much more even. */
export const amplitudeOf = (volume: number) => Math.min(1, Math.max(0, volume)) ** 2;

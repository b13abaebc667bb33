import type { Side, Sides } from './side.ts';
import type { Timeline } from './timeline.ts';

/** From the page to the mixer. */
export type MixerOrder =
  | { kind: 'run'; isPlaying: boolean; speed: number }
  /**
   * Takes over from the sound that comes in: at frame `startsAt` of the context's clock the first frame is due, and from
   * then on the two are compared. If they are the same, both cross-fade. Unchecked, it always comes out.
   */
  | { kind: 'join'; generation: number; startsAt: number; isChecked: boolean }
  /** Listens to the sound that comes in, for the feeder to find it in this side. */
  | { kind: 'listen'; side: Side; expected: number }
  | { kind: 'close' }
  | { kind: 'hear'; side: Side }
  /** Amplitudes: of each side, and of both together. */
  | { kind: 'level'; sides: Sides<number>; volume: number };

/** From the feeder to the mixer, in this order for each seek: `begin`, then samples. */
export type FeedMessage =
  | { kind: 'begin'; generation: number }
  | { kind: 'samples'; generation: number; side: Side; at: number; left: Float32Array; right: Float32Array }
  /** The music of a side ends after this many played frames; null if it is in a loop. */
  | { kind: 'end'; generation: number; side: Side; at: number | null }
  /** The samples from this position on are replaced. */
  | { kind: 'truncate'; generation: number; sides: readonly Side[]; from: number };

/** From the mixer to the page and the feeder, some 40 times a second and at every change. */
export type MixerReport = {
  generation: number;
  played: number;
  /** The context's clock in frames, when `played` was true. */
  clock: number;
  /** The side that comes out. It differs from the chosen one while that one has nothing to play yet. */
  sounding: Side;
  /** The side has samples for the present moment. */
  isReady: Sides<boolean>;
  /** It should play, but waits for samples. */
  isStarved: boolean;
  hasEnded: boolean;
  /** Nothing comes out, so the device may be released. */
  isSilent: boolean;
  /** The frame of the context's clock at which it comes out, since a `join` was found right. */
  joinsAt: number | null;
  /** The sound that came in was at another moment than the `join` said. */
  hasMissed: boolean;
};

/**
 * From the mixer to the feeder: what came in from frame `clock` of the context's clock on. A side is believed to be
 * `expected` frames ahead of that clock.
 */
export type Listened = {
  kind: 'listened';
  side: Side;
  expected: number;
  clock: number;
  samples: Float32Array;
};

/**
 * From the mixer to the feeder: arrays that may be filled again. The audio thread makes so little garbage that it is
 * rarely collected, so arrays that are left there pile up.
 */
export type CopiedSamples = { copied: Float32Array[] };

/** From the page to the feeder. */
export type FeederOrder =
  | { kind: 'open'; side: Side; address: string }
  | { kind: 'connect'; rate: number; port: MessagePort }
  | { kind: 'begin'; timeline: Timeline }
  /** Of the same generation. It holds from its `played` on, and only what differs is replaced. */
  | { kind: 'change'; timeline: Timeline };

export type FailureKind = 'network' | 'damaged' | 'unsupported';

/** From the feeder to the page. */
export type FeederReport =
  /** `seconds` is null until the end of a compressed sound has been seen. */
  | { kind: 'opened'; side: Side; seconds: number | null }
  | { kind: 'failed'; side: Side; failure: FailureKind }
  /** The sound that came in is this many frames of the side ahead of the context's clock; null if it isn't there. */
  | { kind: 'found'; side: Side; ahead: number | null };

import { mediaAddress } from '../../../protocol/ipc/media.ts';
import { createStore, type Store } from '../../platform/store.ts';
import { type Speed, shuttle } from './shuttle.ts';
import type { Track } from './track.ts';

/** The parts of an audio element that the player uses. */
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
>;

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
};

export type Player = {
  state: Store<PlayerState>;
  time(): number;
  /** Calls `listener` whenever the playhead has moved, at most once a frame, until the returned function is called. */
  onTime(listener: () => void): () => void;
  /** Loads a track without starting it, at `at` seconds. If it is loaded already, only the playhead moves. */
  cue(track: Track, at?: number): void;
  play(track: Track, at?: number): void;
  /** Replaces the track by another version, at the same moment. If the track was playing, the new one plays. */
  swap(track: Track): void;
  toggle(): void;
  pause(): void;
  /** Unloads the track. */
  clear(): void;
  seek(seconds: number): void;
  nudge(seconds: number): void;
  shuttle(key: 'j' | 'k' | 'l'): void;
  /** Perceived loudness from 0 to 1: half of it sounds about half as loud. */
  setVolume(volume: number): void;
};

/** The element multiplies each sample. The ear perceives a square as much more even. */
const amplitudeOf = (volume: number) => Math.min(1, Math.max(0, volume)) ** 2;

/** How often a rewinding playhead moves, in milliseconds. */
const rewindStep = 50;
/** `HTMLMediaElement.HAVE_FUTURE_DATA`: there is enough data to continue. */
const haveFutureData = 3;

const empty: PlayerState = { track: null, phase: 'empty', speed: 1, duration: 0, failure: null };

const events = [
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

/**
 * The player of the window, which continues while the user is elsewhere. The sound streams from its address, so playback
 * starts with the first bytes. `explain` finds out why a file doesn't play. `frame` calls back at the next animation
 * frame, unless it is cancelled.
 */
export function createPlayer(
  sound: Sound,
  explain: (fileId: string, error: MediaError | null) => Promise<string>,
  frame: (callback: () => void) => () => void,
): { player: Player; dispose: () => void } {
  const state = createStore(empty);
  const listeners = new Set<() => void>();
  let speed: Speed = 1;
  let rewinding: ReturnType<typeof setInterval> | null = null;
  let cancelFrame: (() => void) | null = null;

  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  const isMoving = () => rewinding !== null || !sound.paused;
  const follow = () => {
    if (cancelFrame || !isMoving()) return;
    cancelFrame = frame(() => {
      cancelFrame = null;
      notify();
      follow();
    });
  };

  const phase = (track: Track | null): PlayerState['phase'] => {
    if (!track) return 'empty';
    if (sound.error) return 'failed';
    if (rewinding !== null) return 'rewinding';
    if (sound.ended) return 'ended';
    if (sound.paused) return 'paused';
    return sound.readyState < haveFutureData ? 'loading' : 'playing';
  };

  const sync = () => {
    state.change((known) => {
      const { track } = known;
      const duration = Number.isFinite(sound.duration) ? sound.duration : (track?.duration ?? 0);
      const next = { ...known, phase: phase(track), speed, duration };
      if (next.phase !== 'failed') next.failure = null;
      return next.phase === known.phase &&
        next.speed === known.speed &&
        next.duration === known.duration &&
        next.failure === known.failure
        ? known
        : next;
    });
    notify();
    follow();
  };

  const onEvent = (event: Event) => {
    sync();
    const { track } = state.get();
    if (event.type !== 'error' || !track) return;
    void explain(track.fileId, sound.error).then((failure) =>
      state.change((known) =>
        known.phase === 'failed' && known.track?.fileId === track.fileId ? { ...known, failure } : known,
      ),
    );
  };
  for (const name of events) sound.addEventListener(name, onEvent);

  const stopRewinding = () => {
    if (rewinding !== null) clearInterval(rewinding);
    rewinding = null;
  };

  const start = () => {
    stopRewinding();
    if (sound.error) {
      // Loading again resets the position.
      const at = sound.currentTime;
      sound.load();
      sound.currentTime = at;
    }
    sound.playbackRate = Math.max(1, speed);
    // It rejects when another track or a pause comes first, which is harmless, or along with an `error` event.
    sound.play().catch(() => undefined);
  };

  const stop = () => {
    stopRewinding();
    speed = 1;
    sound.playbackRate = 1;
    sound.pause();
    sync();
  };

  const clear = () => {
    stopRewinding();
    speed = 1;
    sound.pause();
    sound.removeAttribute('src');
    // Otherwise the element keeps its connection open.
    sound.load();
    state.change(() => empty);
    notify();
  };

  const end = () => {
    const { duration } = state.get();
    return duration > 0 ? duration : Number.POSITIVE_INFINITY;
  };
  const seek = (seconds: number) => {
    sound.currentTime = Math.min(end(), Math.max(0, seconds));
    sync();
  };

  /** Sets the address only for another file: setting the same one would restart it. */
  const put = (track: Track, at: number | undefined) => {
    const isOther = state.get().track?.fileId !== track.fileId;
    if (isOther) {
      stopRewinding();
      speed = 1;
      sound.src = mediaAddress(track.fileId);
      state.change(() => ({ ...empty, track, phase: 'paused', duration: track.duration ?? 0 }));
    }
    if (at !== undefined) sound.currentTime = at;
    sync();
  };

  const rewind = () => {
    sound.pause();
    if (rewinding !== null) return;
    rewinding = setInterval(() => {
      if (sound.currentTime <= 0) stop();
      else seek(sound.currentTime + speed * (rewindStep / 1000));
    }, rewindStep);
  };

  const player: Player = {
    state,
    time: () => sound.currentTime,
    onTime(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cue: put,
    play(track, at) {
      put(track, at);
      start();
    },
    swap(track) {
      const wasPlaying = isMoving();
      put(track, sound.currentTime);
      if (wasPlaying) start();
    },
    toggle() {
      if (!state.get().track) return;
      if (isMoving()) stop();
      else start();
    },
    pause: stop,
    clear,
    seek,
    nudge: (seconds) => seek(sound.currentTime + seconds),
    shuttle(key) {
      if (!state.get().track) return;
      speed = shuttle(isMoving() ? speed : 0, key) || 1;
      if (key === 'k') stop();
      else if (speed < 0) rewind();
      else start();
      sync();
    },
    setVolume(volume) {
      sound.volume = amplitudeOf(volume);
    },
  };

  return {
    player,
    dispose() {
      cancelFrame?.();
      for (const name of events) sound.removeEventListener(name, onEvent);
      listeners.clear();
      clear();
    },
  };
}

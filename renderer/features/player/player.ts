import { isCopyAddress, mediaAddress } from '../../../protocol/ipc/media-addresses.ts';
import { createStore, type Store } from '../../platform/store.ts';
import { emptyPlayer, type PlayerState, readState } from './player-state.ts';
import { type Speed, shuttle } from './shuttle.ts';
import { amplitudeOf, type Sound, soundEvents } from './sound.ts';
import { createTimeReports, type RequestFrame } from './time-reports.ts';
import type { Track } from './track.ts';
import { createTrackAddresses, type TrackAddress } from './track-address.ts';

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
  /** Changes from the compressed copy of the track to its file, at the same moment, and stays there. */
  hearLossless(): void;
  /** Perceived loudness from 0 to 1: half of it sounds about half as loud. */
  setVolume(volume: number): void;
};

/** How often a rewinding playhead moves, in milliseconds. */
const rewindStep = 50;

/**
 * The player of the window, which continues while the user is elsewhere. The sound streams from its address, so playback
 * starts with the first bytes. `explain` finds out why a file doesn't play. `addressOf`: the sound of a track;
 * `losslessOf`: its file. A compressed copy that doesn't play gives way to that.
 */
export function createPlayer(
  sound: Sound,
  explain: (fileId: string, error: MediaError | null) => Promise<string>,
  frame: RequestFrame,
  losslessOf: TrackAddress = ({ fileId }) => mediaAddress(fileId),
  addressOf: TrackAddress = losslessOf,
): { player: Player; dispose: () => void } {
  const state = createStore(emptyPlayer);
  const addresses = createTrackAddresses(addressOf, losslessOf);
  let speed: Speed = 1;
  let rewinding: ReturnType<typeof setInterval> | null = null;

  const isMoving = () => rewinding !== null || !sound.paused;
  const times = createTimeReports(isMoving, frame);

  const sync = () => {
    state.change((known) => readState(known, sound, { isRewinding: rewinding !== null, speed }));
    times.report();
  };

  const onEvent = (event: Event) => {
    if (event.type === 'error' && isCopyAddress(sound.src)) return leaveCopy();
    sync();
    if (event.type === 'error') explainFailure(state, sound, explain);
  };
  for (const name of soundEvents) sound.addEventListener(name, onEvent);

  const stopRewinding = () => {
    if (rewinding !== null) clearInterval(rewinding);
    rewinding = null;
  };

  const start = () => {
    stopRewinding();
    if (sound.error) reload(sound);
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

  const leaveCopy = () => {
    const { track } = state.get();
    if (!track || !isCopyAddress(sound.src)) return;
    const wasPlaying = isMoving();
    stopRewinding();
    changeAddress(sound, addresses.lossless(track));
    if (wasPlaying) start();
    sync();
  };

  const clear = () => {
    stopRewinding();
    speed = 1;
    unload(sound);
    state.change(() => emptyPlayer);
    times.report();
  };

  const seek = (seconds: number) => {
    const end = state.get().duration || Number.POSITIVE_INFINITY;
    sound.currentTime = Math.min(end, Math.max(0, seconds));
    sync();
  };

  /** Changes the track without interrupting it, if the sound can. */
  const turn = (track: Track) => {
    if (!sound.turnTo?.(addressOf(track))) return false;
    state.change((known) => ({ ...known, track, failure: null }));
    sync();
    return true;
  };

  /** Sets the address only for another file: setting the same one would restart it. */
  const put = (track: Track, at: number | undefined) => {
    const isOther = state.get().track?.fileId !== track.fileId;
    if (isOther && !turn(track)) {
      stopRewinding();
      speed = 1;
      sound.src = addresses.of(track);
      state.change(() => ({ ...emptyPlayer, track, phase: 'paused', duration: track.duration ?? 0 }));
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
    onTime: times.onTime,
    cue: put,
    play(track, at) {
      put(track, at);
      start();
    },
    swap(track) {
      if (turn(track)) return;
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
    hearLossless: leaveCopy,
    setVolume(volume) {
      sound.volume = amplitudeOf(volume);
    },
  };

  return {
    player,
    dispose() {
      times.dispose();
      for (const name of soundEvents) sound.removeEventListener(name, onEvent);
      clear();
    },
  };
}

function explainFailure(
  state: Store<PlayerState>,
  sound: Sound,
  explain: (fileId: string, error: MediaError | null) => Promise<string>,
): void {
  const { track } = state.get();
  if (!track) return;
  void explain(track.fileId, sound.error).then((failure) =>
    state.change((known) =>
      known.phase === 'failed' && known.track?.fileId === track.fileId ? { ...known, failure } : known,
    ),
  );
}

function unload(sound: Sound): void {
  sound.pause();
  sound.removeAttribute('src');
  // Otherwise the element keeps its connection open.
  sound.load();
}

/** The same sound at another address, at the same position. */
function changeAddress(sound: Sound, address: string): void {
  const at = sound.currentTime;
  sound.src = address;
  if (at > 0) sound.currentTime = at;
}

/** Loads a failed sound again, at the same position. */
function reload(sound: Sound): void {
  const at = sound.currentTime;
  sound.load();
  // Loading resets the position.
  sound.currentTime = at;
}

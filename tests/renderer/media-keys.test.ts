import { describe, expect, it } from 'vitest';
import { type Around, followMediaKeys } from '../../renderer/features/player/media-keys.ts';
import type { Player } from '../../renderer/features/player/player.ts';
import type { PlayerState } from '../../renderer/features/player/player-state.ts';
import type { Track } from '../../renderer/features/player/track.ts';
import { readVolume, turn, writeVolume } from '../../renderer/features/player/volume.ts';
import { createStore } from '../../renderer/platform/store.ts';

const track: Track = {
  projectId: 'ep',
  cutId: 'c',
  fileId: 'f',
  cutName: 'v3 rough',
  vibeName: 'Sunset Groove',
  fileName: 'v3.wav',
  versionIds: ['d', 'e', 'f'],
  version: 3,
  versionName: 'v3',
  duration: 254,
  loudness: null,
};

/** A media session without a system: it records its handlers and state, and `press` calls a handler. */
function start() {
  const handlers = new Map<MediaSessionAction, MediaSessionActionHandler>();
  const positions: (MediaPositionState | undefined)[] = [];
  const controls = {
    metadata: null as MediaMetadata | null,
    playbackState: 'none' as MediaSessionPlaybackState,
    setActionHandler(action: MediaSessionAction, handler: MediaSessionActionHandler | null) {
      if (handler) handlers.set(action, handler);
      else handlers.delete(action);
    },
    setPositionState: (position?: MediaPositionState) => void positions.push(position),
  };
  const did: string[] = [];
  const state = createStore<PlayerState>({
    track: null,
    phase: 'empty',
    speed: 1,
    duration: 0,
    failure: null,
    isCompressed: false,
  });
  const note = (word: string) => () => void did.push(word);
  const player: Player = {
    state,
    time: () => 300,
    onTime: () => () => {},
    cue: note('cue'),
    play: note('play'),
    swap: note('swap'),
    toggle: note('toggle'),
    pause: note('pause'),
    clear: note('clear'),
    seek: (seconds) => void did.push(`seek ${seconds}`),
    nudge: (seconds) => void did.push(`nudge ${seconds}`),
    shuttle: note('shuttle'),
    hearLossless: note('lossless'),
    setVolume: note('volume'),
  };
  const around = createStore<Around | null>(null);
  const stop = followMediaKeys(player, around, controls, (words) => words as MediaMetadata);
  const press = (action: MediaSessionAction, details: Partial<MediaSessionActionDetails> = {}) =>
    handlers.get(action)?.({ action, ...details });
  return { controls, handlers, positions, did, state, around, stop, press };
}

describe('media keys', () => {
  it('play, pause, skip and seek', () => {
    const { did, press, state } = start();
    press('play');
    press('pause');
    press('stop');
    press('seekbackward');
    press('seekforward');
    press('seekforward', { seekOffset: 30 });
    press('seekto', { seekTime: 42 });
    press('seekto');
    expect(did).toEqual(['toggle', 'pause', 'pause', 'nudge -5', 'nudge 5', 'nudge 30', 'seek 42']);
    state.change((known) => ({ ...known, track, phase: 'playing' }));
    press('play');
    expect(did.at(-1)).toBe('seek 42');
  });

  it('show the track and its position', () => {
    const { controls, positions, state } = start();
    state.change((known) => ({ ...known, track, phase: 'loading', duration: 254 }));
    expect(controls.metadata).toMatchObject({ title: 'v3 rough, v3', artist: 'Sunset Groove' });
    expect(controls.playbackState).toBe('playing');
    // Never past the end, which the system refuses.
    expect(positions.at(-1)).toEqual({ duration: 254, position: 254, playbackRate: 1 });
    state.change((known) => ({ ...known, phase: 'paused' }));
    expect(controls.playbackState).toBe('paused');
    state.change((known) => ({ ...known, track: null, phase: 'empty', duration: 0 }));
    expect([controls.metadata, controls.playbackState]).toEqual([null, 'none']);
  });

  it('go to the songs around, which only exist where there are some, and show a picture', () => {
    const { controls, handlers, did, state, around, press } = start();
    state.change((known) => ({ ...known, track, phase: 'playing' }));
    expect([handlers.has('previoustrack'), handlers.has('nexttrack')]).toEqual([false, false]);
    const artwork = [{ src: 'https://band.example/media/pictures/1' }];
    around.change(() => ({ fileId: 'f', previous: null, next: { ...track, fileId: 'g' }, artwork }));
    expect([handlers.has('previoustrack'), handlers.has('nexttrack')]).toEqual([false, true]);
    expect(controls.metadata).toMatchObject({ artwork });
    press('nexttrack');
    state.change((known) => ({ ...known, phase: 'paused' }));
    press('nexttrack');
    expect(did).toEqual(['play', 'cue']);
    // Of the song before: not of this one.
    around.change((known) => known && { ...known, fileId: 'e' });
    expect(handlers.has('nexttrack')).toBe(false);
  });

  it('are released when following stops', () => {
    const { controls, handlers, state, stop } = start();
    state.change((known) => ({ ...known, track, phase: 'playing' }));
    stop();
    expect([controls.metadata, handlers.size]).toEqual([null, 0]);
    state.change((known) => ({ ...known, phase: 'paused' }));
    expect(controls.metadata).toBe(null);
  });
});

describe('the volume', () => {
  const storage = (text: string | null) => ({ getItem: () => text });

  it('is restored, and full if the stored one is missing or invalid', () => {
    const kept: string[] = [];
    writeVolume({ setItem: (_key, value) => void kept.push(value) }, { level: 0.3, isMuted: true });
    expect(readVolume(storage(kept[0] ?? null))).toEqual({ level: 0.3, isMuted: true });
    for (const text of [null, '', '{', '{"level":7,"isMuted":false}', '[]'])
      expect(readVolume(storage(text))).toEqual({ level: 1, isMuted: false });
  });

  it('changes in steps between its limits, and unmutes when it changes', () => {
    expect(turn({ level: 0.1, isMuted: true }, 0.05)).toEqual({ level: 0.15, isMuted: false });
    expect(turn({ level: 0.98, isMuted: false }, 0.05).level).toBe(1);
    expect(turn({ level: 0.02, isMuted: false }, -1).level).toBe(0);
  });
});

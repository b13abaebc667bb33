import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SharedSong, SharedVersion } from '../../../protocol/wire/share.ts';
import { createStore, type Store } from '../../platform/store.ts';
import { sharedPageText } from '../../text/shared-page.ts';
import {
  type Around,
  type ConnectionFacts,
  createPlayer,
  followMediaKeys,
  hearsCompressed,
  type Player,
  type PlayerState,
  type Track,
} from '../player/port.ts';
import type { SharedLink } from './shared-link.ts';

/** A version of a song as the player knows it. */
export function trackOf(song: SharedSong, version: SharedVersion): Track {
  const { fileId, name: fileName, label: versionName, durationSeconds: duration, compressedSize } = version;
  return {
    ...{ projectId: '', vibeName: '', cutId: song.id, cutName: song.name, fileId, fileName, versionName },
    ...{ version: 1, versionIds: [fileId], duration, loudness: null },
    ...(compressedSize !== undefined && { compressedSize }),
  };
}

/**
 * The app's player over the sounds of a link, with the system's media keys, which also lead to the songs `around`. It loads
 * nothing before it plays, and stops with the page.
 */
export function useSharedPlayer(link: SharedLink): { player: Player; around: Store<Around | null> } | null {
  const [made, setMade] = useState<{ player: Player; around: Store<Around | null> } | null>(null);
  useEffect(() => {
    const element = new Audio();
    element.preload = 'none';
    const playsOpus = element.canPlayType('audio/ogg; codecs="opus"') !== '';
    const { player, dispose } = createPlayer(
      element,
      async () => sharedPageText.cantPlay,
      (callback) => {
        const id = requestAnimationFrame(callback);
        return () => cancelAnimationFrame(id);
      },
      link.soundAddress,
      (track) => {
        const { connection } = navigator as { connection?: ConnectionFacts };
        return hearsCompressed(track, { quality: 'automatic', connection, playsOpus })
          ? link.copyAddress(track)
          : link.soundAddress(track);
      },
    );
    const around = createStore<Around | null>(null);
    const unfollow =
      'mediaSession' in navigator
        ? followMediaKeys(player, around, navigator.mediaSession, (fields) => new MediaMetadata(fields))
        : () => {};
    setMade({ player, around });
    return () => {
      unfollow();
      dispose();
    };
  }, [link]);
  return made;
}

/** Tells the system's media keys which songs are before and after a track. */
export function useAround(
  store: Store<Around | null>,
  { fileId, previous, next }: { fileId: string; previous: Track | null; next: Track | null },
): void {
  useEffect(() => {
    const artwork = [{ src: new URL('/icon-512.png', location.href).href }];
    store.change(() => ({ fileId, previous, next, artwork }));
  }, [store, fileId, previous, next]);
}

export function usePlayerState(player: Player): PlayerState {
  return useSyncExternalStore(player.state.subscribe, player.state.get);
}

/** The playhead in whole seconds, so that only those draw the page again. */
export function useSeconds(player: Player): number {
  return useSyncExternalStore(player.onTime, () => Math.floor(player.time()));
}

export const isSounding = ({ phase }: PlayerState) =>
  phase === 'playing' || phase === 'loading' || phase === 'rewinding';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SharedSong, SharedVersion } from '../../../protocol/wire/share.ts';
import { sharedPageText } from '../../text/shared-page.ts';
import { createPlayer, type Player, type PlayerState, type Track } from '../player/port.ts';
import type { SharedLink } from './shared-link.ts';

/** A version of a song as the player knows it. */
export function trackOf(song: SharedSong, version: SharedVersion): Track {
  const { fileId, name: fileName, label: versionName, durationSeconds: duration } = version;
  return {
    ...{ projectId: '', vibeName: '', cutId: song.id, cutName: song.name, fileId, fileName, versionName },
    ...{ version: 1, versionIds: [fileId], duration, loudness: null },
  };
}

/** The app's player over the sounds of a link. It loads nothing before it plays, and stops with the page. */
export function useSharedPlayer(link: SharedLink): Player | null {
  const [player, setPlayer] = useState<Player | null>(null);
  useEffect(() => {
    const element = new Audio();
    element.preload = 'none';
    const made = createPlayer(
      element,
      async () => sharedPageText.cantPlay,
      (callback) => {
        const id = requestAnimationFrame(callback);
        return () => cancelAnimationFrame(id);
      },
      link.soundAddress,
    );
    setPlayer(made.player);
    return made.dispose;
  }, [link]);
  return player;
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

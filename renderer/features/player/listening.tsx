import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { createStore, type Store, useStore } from '../../platform/store.ts';
import { followMediaKeys } from './media-keys.ts';
import { createPlayer, type Player, type PlayerState } from './player.ts';
import { explainSilence } from './read-media.ts';
import type { Track } from './track.ts';
import { readVolume, type Volume, writeVolume } from './volume.ts';

/** What the window plays, and what could be played where the user looks. */
export type Listening = {
  player: Player;
  /** The versions of the cut that is open, and the one of them that is shown. */
  open: Store<{ tracks: readonly Track[]; track: Track } | null>;
  /** The version that was chosen of each cut; of those not named it is the newest. */
  chosen: Store<ReadonlyMap<string, string>>;
  /** The version that each cut showed before the one it shows: what a comparison goes back to. */
  compared: Store<ReadonlyMap<string, string>>;
  /** How loud it plays, from 0 to 1; `isMuted` keeps it for later. */
  volume: Store<Volume>;
  /** The cut that was open last in each project, until its list has shown it again. */
  lastCuts: Map<string, string>;
};

const ListeningContext = createContext<Listening | null>(null);

/** The player lives from sign-in to sign-out, whatever is on screen. */
export function ListeningProvider({ children }: { children: ReactNode }) {
  const [listening, setListening] = useState<Listening | null>(null);
  useEffect(() => {
    const sound = new Audio();
    sound.preload = 'auto';
    const { player, dispose } = createPlayer(sound, explainSilence, (callback) => {
      const id = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(id);
    });
    const unfollow =
      'mediaSession' in navigator
        ? followMediaKeys(player, navigator.mediaSession, (words) => new MediaMetadata(words))
        : () => {};
    const volume = createStore(readVolume(localStorage));
    const follow = () => {
      const { level, isMuted } = volume.get();
      player.setVolume(isMuted ? 0 : level);
      writeVolume(localStorage, volume.get());
    };
    follow();
    volume.subscribe(follow);
    setListening({
      player,
      volume,
      open: createStore<ReturnType<Listening['open']['get']>>(null),
      chosen: createStore(new Map()),
      compared: createStore(new Map()),
      lastCuts: new Map(),
    });
    return () => {
      unfollow();
      dispose();
    };
  }, []);
  return listening && <ListeningContext value={listening}>{children}</ListeningContext>;
}

export function useListening(): Listening {
  const listening = useContext(ListeningContext);
  if (!listening) throw new Error('No ListeningProvider above this component');
  return listening;
}

export function usePlayerState(): PlayerState {
  return useStore(useListening().player.state);
}

/** The playhead in seconds, rounded down to `step`, so that it is drawn again only when that changes. */
export function usePlayTime(step: number): number {
  const { player } = useListening();
  const read = useCallback(() => Math.floor(player.time() / step + 1e-6) * step, [player, step]);
  return useSyncExternalStore(player.onTime, read);
}

/** Shows another version of a cut; if this cut is on, the sound changes with it, at the same moment. */
export function useChooseTrack(): (track: Track) => void {
  const { player, open, chosen, compared } = useListening();
  return useCallback(
    (track) => {
      const before = open.get()?.track;
      if (before?.cutId === track.cutId && before.fileId !== track.fileId)
        compared.change((known) => new Map(known).set(track.cutId, before.fileId));
      chosen.change((known) => new Map(known).set(track.cutId, track.fileId));
      if (player.state.get().track?.cutId === track.cutId) player.swap(track);
    },
    [player, open, chosen, compared],
  );
}

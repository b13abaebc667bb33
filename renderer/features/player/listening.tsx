import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Alignment } from '../../../audio/difference/alignment.ts';
import { copyAddress, mediaAddress } from '../../../protocol/ipc/media-addresses.ts';
import { useSession } from '../../platform/session-context.tsx';
import { createStore, type Store, useStore } from '../../platform/store.ts';
import { type Conductor, conductedDeck, conductedPlayer } from './conductor.ts';
import { createEngine } from './deck/browser-engine.ts';
import { createDeck, type Deck, type DeckState } from './deck/deck.ts';
import { routeElement } from './element-sound.ts';
import { type Around, followMediaKeys } from './media-keys.ts';
import { createOutput } from './output.ts';
import { createOutputChoice, type OutputChoice } from './output-device.ts';
import { createPlayer, type Player } from './player.ts';
import type { PlayerState } from './player-state.ts';
import { explainSilence } from './read-media.ts';
import { type Selections, select, selectWhatPlays } from './selection.ts';
import { createSoundDesk, type SoundDesk } from './sound-desk.ts';
import { type ConnectionFacts, hearsCompressed, readSoundQuality, soundQuality } from './sound-quality.ts';
import { SoundSwitch } from './sound-switch.ts';
import type { Track } from './track.ts';
import { readVolume, type Volume, writeVolume } from './volume.ts';

/** The track that the window plays, and those that the open page could play. */
export type Listening = {
  player: Player;
  /** Plays two versions in lockstep while they are compared. */
  deck: Deck;
  /** The versions of the open cut, and the one that is shown. */
  open: Store<{ tracks: readonly Track[]; track: Track } | null>;
  /** Which version each cut shows. Playing a version selects it, so what is heard stays shown when a newer one arrives. */
  selections: Store<Selections>;
  /** The version that each cut showed before, which a comparison goes back to. By the cut's id. */
  compared: Store<ReadonlyMap<string, string>>;
  /** The mix that was chosen on another mix’s page. Its own page puts the focus there. */
  chosenMix: Store<string | null>;
  /** In a blind test: nothing in the window may show which version is heard. */
  blind: Store<boolean>;
  /** The volume, from 0 to 1. Muting keeps the level. */
  volume: Store<Volume>;
  output: OutputChoice;
  /** The songs around the track, for the keys of the system. */
  around: Store<Around | null>;
  /** The cut that was open last in each project, until its list has scrolled back to it. */
  lastCuts: Map<string, string>;
  /** The same moments of two versions, as far as they have been compared. */
  alignmentOf: (older: Track, newer: Track) => Alignment | null;
  /** Takes all orders to player and deck while several people listen together; null: they do what they are asked. */
  conductor: Store<Conductor | null>;
  /** The player and deck themselves, which only a conductor uses. */
  direct: {
    player: Player;
    deck: Deck;
    desk: SoundDesk;
    /** As `swap`, without a gap also if the deck has to read the version first. */
    switchVersion(track: Track): void;
  };
};

const ListeningContext = createContext<Listening | null>(null);

/** The player lives from sign-in to sign-out, on every page. */
export function ListeningProvider({
  alignmentOf,
  children,
}: {
  alignmentOf: Listening['alignmentOf'];
  children: ReactNode;
}) {
  const mayCompress = useSession().facts.capabilities.hearsCompressed;
  const [listening, setListening] = useState<Listening | null>(null);
  const latest = useRef(alignmentOf);
  latest.current = alignmentOf;
  useEffect(() => {
    const element = new Audio();
    // Otherwise Chromium opens the audio device for a track that nobody plays.
    element.preload = 'metadata';
    const choice = createOutputChoice(navigator.mediaDevices, localStorage, (id) => output.setDevice(id));
    const output = createOutput(choice.current);
    const sound = new SoundSwitch(routeElement(element, output));
    const playsOpus = element.canPlayType('audio/ogg; codecs="opus"') !== '';
    soundQuality.change(() => readSoundQuality(localStorage));
    const addressOf = (track: Track) => {
      const { connection } = navigator as { connection?: ConnectionFacts };
      const facts = { quality: soundQuality.get(), connection, playsOpus };
      return mayCompress && hearsCompressed(track, facts)
        ? copyAddress(track.fileId)
        : mediaAddress(track.fileId);
    };
    const { player, dispose } = createPlayer(sound, explainSilence, requestFrame, undefined, addressOf);
    const around = createStore<Around | null>(null);
    const { deck, dispose: disposeDeck } = createDeck(
      player,
      sound,
      (listeners) => createEngine(output, listeners),
      explainSilence,
    );
    const conductor = createStore<Conductor | null>(null);
    const conducted = conductedPlayer(player, conductor);
    const alignmentFor: Listening['alignmentOf'] = (older, newer) => latest.current(older, newer);
    const unfollow =
      'mediaSession' in navigator
        ? followMediaKeys(conducted, around, navigator.mediaSession, (fields) => new MediaMetadata(fields))
        : () => {};
    const volume = createStore(readVolume(localStorage));
    const follow = () => {
      const { level, isMuted } = volume.get();
      player.setVolume(isMuted ? 0 : level);
      writeVolume(localStorage, volume.get());
    };
    follow();
    volume.subscribe(follow);
    const selections = createStore<Selections>(new Map());
    const stopSelecting = selectWhatPlays(player, selections);
    setListening({
      player: conducted,
      deck: conductedDeck(deck, player, conductor),
      conductor,
      direct: {
        ...{ player, deck },
        desk: createSoundDesk(sound, output, () => deck.state.get().a !== null),
        switchVersion: (track) => switchTo(track, player, deck, alignmentFor),
      },
      volume,
      output: choice,
      open: createStore<ReturnType<Listening['open']['get']>>(null),
      selections,
      compared: createStore(new Map()),
      chosenMix: createStore<string | null>(null),
      blind: createStore(false),
      around,
      lastCuts: new Map(),
      alignmentOf: alignmentFor,
    });
    return () => {
      stopSelecting();
      unfollow();
      disposeDeck();
      dispose();
      choice.dispose();
      output.dispose();
    };
  }, [mayCompress]);
  return listening && <ListeningContext value={listening}>{children}</ListeningContext>;
}

function requestFrame(callback: () => void): () => void {
  const id = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(id);
}

export function useListening(): Listening {
  const listening = useContext(ListeningContext);
  if (!listening) throw new Error('No ListeningProvider above this component');
  return listening;
}

export function usePlayerState(): PlayerState {
  return useStore(useListening().player.state);
}

export function useDeck(): Deck {
  return useListening().deck;
}

export function useDeckState(): DeckState {
  return useStore(useDeck().state);
}

/** The playhead in seconds, rounded down to `step`, so that components render only when it has changed. */
export function usePlayTime(step: number): number {
  const { player } = useListening();
  const read = useCallback(() => Math.floor(player.time() / step + 1e-6) * step, [player, step]);
  return useSyncExternalStore(player.onTime, read);
}

/** Shows another version of a cut. If the cut is in the player, playback switches at the same moment. */
export function useChooseTrack(): (track: Track) => void {
  const { player, conductor, direct, open, selections, compared } = useListening();
  return useCallback(
    (track) => {
      const before = open.get()?.track;
      if (before?.cutId === track.cutId && before.fileId !== track.fileId)
        compared.change((known) => new Map(known).set(track.cutId, before.fileId));
      selections.change((known) => select(known, track));
      if (player.state.get().track?.cutId !== track.cutId) return;
      if (conductor.get()) player.swap(track);
      else direct.switchVersion(track);
    },
    [player, conductor, direct, open, selections, compared],
  );
}

/** A version that plays goes on until the deck has the other one, so that there is no gap. */
function switchTo(track: Track, player: Player, deck: Deck, alignmentOf: Listening['alignmentOf']): void {
  const { track: on, phase, isCompressed } = player.state.get();
  const isVersion = on !== null && !on.stem && on.fileId !== track.fileId;
  // Over a thin connection two files would take longer than the gap.
  if (isVersion && phase === 'playing' && !isCompressed && !deck.has(track)) {
    const [older, newer] = on.version < track.version ? [on, track] : [track, on];
    const alignment = alignmentOf(older, newer);
    deck.compare(older, newer, { gainDecibels: null, ...(alignment && { alignment }) });
    deck.leave();
  }
  player.swap(track);
}

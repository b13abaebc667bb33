import type { Store } from '../../platform/store.ts';
import { playerText } from '../../text/player.ts';
import type { Player } from './player.ts';
import type { Track } from './track.ts';

/** The parts of the system's media controls that are used. */
type Controls = Pick<MediaSession, 'metadata' | 'playbackState' | 'setActionHandler' | 'setPositionState'>;

/** The songs before and after a track, and the addresses of pictures for it. */
export type Around = {
  fileId: string;
  previous: Track | null;
  next: Track | null;
  artwork: MediaImage[];
};

/** How far the system's skip keys go by default, in seconds. */
const skip = 5;

/**
 * Connects the player to the media keys of keyboards, headphones and lock screens, until the returned function is called.
 * `toMetadata` creates what the system shows for a track.
 */
export function followMediaKeys(
  player: Player,
  around: Store<Around | null>,
  controls: Controls,
  toMetadata: (fields: MediaMetadataInit) => MediaMetadata,
): () => void {
  const goTo = (track: Track | null | undefined) => {
    if (!track) return;
    if (player.state.get().phase === 'playing') player.play(track, 0);
    else player.cue(track, 0);
  };
  const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: () => player.state.get().phase === 'playing' || player.toggle(),
    pause: () => player.pause(),
    stop: () => player.pause(),
    seekbackward: ({ seekOffset }) => player.nudge(-(seekOffset ?? skip)),
    seekforward: ({ seekOffset }) => player.nudge(seekOffset ?? skip),
    seekto: ({ seekTime }) => seekTime !== undefined && player.seek(seekTime),
  };
  const actions = Object.keys(handlers) as MediaSessionAction[];
  for (const action of actions) controls.setActionHandler(action, handlers[action] ?? null);

  /** The system draws its controls again at each new metadata. */
  let shown = '';
  const show = () => {
    const { track, phase, duration, speed } = player.state.get();
    const here = around.get()?.fileId === track?.fileId ? around.get() : null;
    const facts = track && {
      title: playerText.trackTitle(track.cutName, track.versionName),
      artist: track.vibeName,
      artwork: here?.artwork ?? [],
    };
    if (JSON.stringify(facts) !== shown) {
      shown = JSON.stringify(facts);
      controls.metadata = facts && toMetadata(facts);
    }
    // A key that leads nowhere isn't shown.
    controls.setActionHandler('previoustrack', here?.previous ? () => goTo(here.previous) : null);
    controls.setActionHandler('nexttrack', here?.next ? () => goTo(here.next) : null);
    controls.playbackState =
      phase === 'playing' || phase === 'loading' ? 'playing' : phase === 'empty' ? 'none' : 'paused';
    if (duration > 0) {
      const position = Math.min(duration, player.time());
      controls.setPositionState({ duration, position, playbackRate: Math.max(1, speed) });
    }
  };
  const unsubscribes = [player.state.subscribe(show), around.subscribe(show)];
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
    for (const action of [...actions, 'previoustrack', 'nexttrack'] as const)
      controls.setActionHandler(action, null);
    controls.metadata = null;
  };
}

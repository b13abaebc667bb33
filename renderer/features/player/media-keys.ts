import { playerText } from '../../text/player.ts';
import type { Player } from './player.ts';

/** The parts of the system's media controls that are used. */
type Controls = Pick<MediaSession, 'metadata' | 'playbackState' | 'setActionHandler' | 'setPositionState'>;

/** How far the system's skip keys go by default, in seconds. */
const skip = 5;

/**
 * Connects the player to the media keys of keyboards, headphones and lock screens, until the returned function is called.
 * `toMetadata` creates what the system shows for a track.
 */
export function followMediaKeys(
  player: Player,
  controls: Controls,
  toMetadata: (fields: MediaMetadataInit) => MediaMetadata,
): () => void {
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

  const show = () => {
    const { track, phase, duration } = player.state.get();
    controls.metadata = track
      ? toMetadata({ title: playerText.trackTitle(track.cutName, track.version), artist: track.vibeName })
      : null;
    controls.playbackState =
      phase === 'playing' || phase === 'loading' ? 'playing' : phase === 'empty' ? 'none' : 'paused';
    if (duration > 0) controls.setPositionState({ duration, position: Math.min(duration, player.time()) });
  };
  const unsubscribe = player.state.subscribe(show);
  return () => {
    unsubscribe();
    for (const action of actions) controls.setActionHandler(action, null);
    controls.metadata = null;
  };
}

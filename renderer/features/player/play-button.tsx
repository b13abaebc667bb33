import { Pause, Play } from 'lucide-react';
import { playerText } from '../../text/player.ts';
import { IconButton } from '../../ui/button.tsx';
import { useListening, usePlayerState } from './listening.tsx';
import type { PlayerState } from './player-state.ts';
import type { Track } from './track.ts';

export function isSounding({ phase }: PlayerState): boolean {
  return phase === 'playing' || phase === 'loading' || phase === 'rewinding';
}

/** Plays or pauses a track. With `anyVersion`, it also controls any other version of the same cut. */
export function PlayButton({
  track,
  name,
  anyVersion = false,
  ...rest
}: {
  track: Track;
  name: string;
  anyVersion?: boolean;
  tabIndex?: number;
  className?: string;
  keys?: string;
}) {
  const { player } = useListening();
  const state = usePlayerState();
  const isOn =
    state.track !== null &&
    (anyVersion ? state.track.cutId === track.cutId : state.track.fileId === track.fileId);
  const sounds = isOn && isSounding(state);
  return (
    <IconButton
      {...rest}
      label={sounds ? playerText.pause(name) : playerText.play(name)}
      icon={sounds ? Pause : Play}
      data-on={isOn || undefined}
      onClick={() => (isOn ? player.toggle() : player.play(track))}
    />
  );
}

import { useContext, useMemo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { ListPaintedContext } from '../../ui/list-painted.tsx';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import type { Track } from '../player/port.ts';
import { SmallWave, useListening, usePlayerState } from '../player/port.tsx';

/** The waveform of a row, which fills the width. A click moves the play-head there; it never starts to play. */
export function RowWave({ track, className }: { track: Track | null; className: string }) {
  const isDrawn = useContext(ListPaintedContext);
  const { player } = useListening();
  const isOn = usePlayerState().track?.fileId === track?.fileId;
  const playhead = useMemo(
    () => (isOn ? { time: player.time, onTime: player.onTime } : null),
    [player, isOn],
  );
  if (!track) return <span className={className} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the row's keys play it, and the player's slider seeks
    // biome-ignore lint/a11y/useKeyWithClickEvents: same
    <span
      data-wave
      onClick={(event) => {
        if (track.duration === null) return;
        event.stopPropagation();
        const { left, width } = event.currentTarget.getBoundingClientRect();
        const at = Math.min(1, Math.max(0, (event.clientX - left) / width)) * track.duration;
        if (isOn) player.seek(at);
        else player.cue(track, at);
      }}
      className={classNames('relative block', className)}
    >
      {isDrawn && <SmallWave fileId={track.fileId} playhead={playhead} className="size-full" />}
      {playhead && <PlayheadLine playhead={playhead} duration={track.duration ?? 0} />}
    </span>
  );
}

import { RotateCw, X } from 'lucide-react';
import { useMemo } from 'react';
import { formatRoute } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { commonText } from '../../text/common.ts';
import { formatDuration } from '../../text/format.ts';
import { playerText } from '../../text/player.ts';
import { IconButton } from '../../ui/button.tsx';
import { useListening, usePlayerState, usePlayTime } from './listening.tsx';
import { PlayButton } from './play-button.tsx';
import type { Player } from './player.ts';
import { SeekSlider } from './seek-slider.tsx';
import type { Track } from './track.ts';
import { VolumeControl } from './volume-control.tsx';
import { SmallWave } from './wave/wave.tsx';

/** The player. It stays wherever the user goes, until they close it. */
export function PlayerBar({ track }: { track: Track }) {
  const { player, blind } = useListening();
  const isBlind = useStore(blind);
  const { phase, failure, speed } = usePlayerState();
  const { projectId, cutId, cutName, vibeName, stem } = track;
  const place = stem ? `${track.versionName} · ${stem.name}` : track.versionName;
  return (
    <section aria-label={playerText.label} className="flex min-h-9 min-w-0 flex-1 items-center gap-2 pl-2">
      <PlayButton track={track} name={isBlind ? vibeName : cutName} keys="Space" />
      <a
        href={formatRoute({ name: 'project', projectId, cutId })}
        title={isBlind ? undefined : `${cutName}, ${place}, ${vibeName}`}
        className="min-w-0 max-w-72 shrink truncate rounded-sm hover:underline"
      >
        <span className="font-medium">{isBlind ? vibeName : cutName}</span>
        {!isBlind && (
          <span className="text-dim">
            <span className="mx-1.5 rounded border border-line-strong px-1 text-meta">{place}</span>
            <span className="max-[760px]:hidden">{vibeName}</span>
          </span>
        )}
      </a>
      {phase === 'failed' ? (
        <>
          <p
            role="alert"
            title={failure ?? undefined}
            className="min-w-0 flex-1 truncate text-over max-[760px]:text-meta max-[760px]:whitespace-normal"
          >
            {failure ?? playerText.silence.unknown}
          </p>
          <IconButton label={commonText.tryAgain} icon={RotateCw} onClick={() => player.toggle()} />
        </>
      ) : (
        <>
          {isBlind ? (
            <span className="flex-1" />
          ) : (
            <ThinWave key={track.fileId} player={player} track={track} />
          )}
          {speed !== 1 && (
            <span className="shrink-0 text-meta text-hot tabular-nums">
              {speed < 0 ? `◂ ${-speed}×` : `${speed}×`}
            </span>
          )}
          <Clock isBlind={isBlind} />
        </>
      )}
      <VolumeControl />
      <IconButton label={playerText.close} icon={X} onClick={() => player.clear()} />
    </section>
  );
}

/** The length would tell two versions apart. */
function Clock({ isBlind }: { isBlind: boolean }) {
  const { duration } = usePlayerState();
  const time = usePlayTime(1);
  return (
    <span className="shrink-0 text-meta text-dim tabular-nums">
      <span className="text-text">{formatDuration(time)}</span>
      {!isBlind && <span className="max-[480px]:hidden">{` / ${formatDuration(duration)}`}</span>}
    </span>
  );
}

function ThinWave({ player, track }: { player: Player; track: Track }) {
  const { duration } = usePlayerState();
  const time = usePlayTime(1);
  const playhead = useMemo(() => ({ time: player.time, onTime: player.onTime }), [player]);
  return (
    <SeekSlider
      label={playerText.position(track.cutName)}
      time={time}
      duration={duration}
      onSeek={player.seek}
      onNudge={player.nudge}
      className="h-6 min-w-8 flex-1 rounded-sm bg-well"
    >
      <SmallWave fileId={track.fileId} playhead={playhead} className="size-full" />
    </SeekSlider>
  );
}

import { Download, Headphones, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { useNarrowerThan, widths } from '../../platform/media.ts';
import { formatBytes, formatDuration } from '../../text/format.ts';
import { stemsText } from '../../text/stems.ts';
import { toDawText } from '../../text/to-daw.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import { Wave } from '../../ui/wave/wave.tsx';
import { type Playhead, peaksDuration, stemTrack, type Track, type View } from '../player/port.ts';
import { useListening, usePeaks, usePlayerState } from '../player/port.tsx';
import { DragHandle } from '../to-daw/port.tsx';
import { ArchiveRow } from './archive-row.tsx';
import { useStemDownload } from './stem-downloads.ts';
import { byStemName, isArchive, stemName } from './stem-names.ts';

/** So many lanes show at first, and so many on a wide screen. */
const fewLanes = 6;
const manyLanes = 16;

/** The waveform above, whose scale and margin the lanes take: one moment is one place. */
type Scale = { duration: number; view: View; playhead: Playhead };

/** The stems of a version, each with its waveform, under that of the version. One of them can be heard alone. */
export function StemLanes({
  stems,
  track,
  menuOf,
  onSeek,
  ...scale
}: Scale & {
  menuOf: (stem: File, className: string) => ReactNode;
  stems: readonly File[];
  /** The version. */
  track: Track;
  onSeek: (seconds: number) => void;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const most = useNarrowerThan(widths.wide) ? fewLanes : manyLanes;
  const sorted = useMemo(() => byStemName(stems), [stems]);
  const sounds = sorted.filter((stem) => !isArchive(stem));
  const archives = sorted.filter(isArchive);
  if (stems.length === 0) return null;
  const bytes = stems.reduce((sum, { size }) => sum + size, 0);
  const list = stemsText.list(track.versionName);
  return (
    <section aria-label={list}>
      <header className="flex h-8 items-center gap-3">
        <h3 className="min-w-0 truncate font-semibold">{list}</h3>
        <span className="shrink-0 text-dim tabular-nums">{stemsText.group(stems.length, bytes)}</span>
        <span className="flex-1" />
        {sounds.length > 0 && (
          <DragHandle
            what={{ kind: 'stems', versionId: track.fileId }}
            label={toDawText.drag.stems(track.versionName)}
            className="relative"
          />
        )}
        <DownloadStems track={track} />
      </header>
      <div className="relative mt-1">
        <ul aria-label={list} className="flex flex-col gap-0.5">
          {sounds.slice(0, showsAll ? undefined : most).map((stem) => (
            <Lane key={stem.id} stem={stem} track={track} menuOf={menuOf} onSeek={onSeek} {...scale} />
          ))}
        </ul>
        <span className="pointer-events-none absolute inset-y-0 right-0 left-10 max-[480px]:left-0">
          <PlayheadLine {...scale} />
        </span>
      </div>
      {sounds.length > most && (
        <Button
          tone="quiet"
          aria-expanded={showsAll}
          className="mt-1 ml-8 max-[480px]:ml-0"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? stemsText.fewer : stemsText.all(sounds.length)}
        </Button>
      )}
      {archives.map((stem) => (
        <ArchiveRow key={stem.id} stem={stem} />
      ))}
    </section>
  );
}

function Lane({
  stem,
  track,
  duration,
  view,
  playhead,
  menuOf,
  onSeek,
}: Scale & {
  stem: File;
  track: Track;
  menuOf: (stem: File, className: string) => ReactNode;
  onSeek: (seconds: number) => void;
}) {
  const { player } = useListening();
  const { track: on, phase } = usePlayerState();
  const answer = usePeaks(stem.id).data;
  const peaks = answer?.kind === 'ready' ? answer.peaks : null;
  const name = stemName(stem);
  const isAlone = on?.fileId === stem.id;
  const span = peaks ? peaksDuration(peaks) : 0;
  const hearAlone = () => {
    const alone = stemTrack(track, stem, name);
    if (isAlone) return player.swap(track);
    if (on?.cutId === track.cutId) player.swap(alone);
    else player.cue(alone, playhead.time());
    if (phase !== 'playing') player.play(alone);
  };
  return (
    <li className="relative ml-10 h-8 rounded-sm bg-well max-[480px]:ml-0 min-[2000px]:h-10">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the slider above seeks by keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the slider above seeks by keyboard */}
      <div
        data-lane={stem.id}
        onClick={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          const share = (event.clientX - left) / Math.max(1, width);
          onSeek((view.from + share * (view.to - view.from)) * duration);
        }}
        className="absolute inset-0"
      >
        {peaks && span > 0 && duration > 0 ? (
          <Wave
            peaks={peaks}
            view={{ from: (view.from * duration) / span, to: (view.to * duration) / span }}
            playhead={playhead}
            className="animate-appear"
          />
        ) : (
          <span className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
        )}
      </div>
      <IconButton
        label={stemsText.alone(name, track.versionName)}
        icon={Headphones}
        aria-pressed={isAlone}
        className="absolute! top-0.5 right-full mr-1.5 aria-pressed:bg-chosen aria-pressed:text-text max-[480px]:right-auto max-[480px]:left-0.5"
        onClick={hearAlone}
      />
      <span
        title={`${stem.name} · ${stem.audio ? `${formatDuration(stem.audio.durationSeconds)} · ` : ''}${formatBytes(stem.size)}`}
        className="absolute top-1 left-1 max-w-1/2 truncate rounded-sm bg-ground/80 px-1.5 text-meta font-medium max-[480px]:left-9"
      >
        {name}
      </span>
      {menuOf(stem, 'absolute! top-0.5 right-0.5 bg-ground/80')}
    </li>
  );
}

function DownloadStems({ track }: { track: Track }) {
  const { isSaving, percent, save, cancel } = useStemDownload(track.fileId);
  if (!isSaving) {
    return (
      <IconButton
        label={stemsText.downloadOf(track.versionName)}
        icon={Download}
        className="relative"
        onClick={() => void save()}
      />
    );
  }
  return (
    <span className="relative flex items-center gap-2">
      <span className="text-meta text-dim tabular-nums">
        {percent === null ? stemsText.starting : stemsText.saving(percent)}
      </span>
      <progress
        aria-label={stemsText.downloadOf(track.versionName)}
        max={100}
        value={percent ?? undefined}
        className="h-1 w-16 overflow-hidden rounded-full bg-line accent-accent @max-md:hidden"
      />
      <IconButton label={stemsText.cancel} icon={X} onClick={cancel} />
    </span>
  );
}

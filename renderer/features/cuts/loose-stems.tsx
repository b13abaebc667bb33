import { Layers } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { formatBytes, formatDuration } from '../../text/format.ts';
import { stemsText } from '../../text/stems.ts';
import { StemMenu } from '../corrections/port.tsx';
import { stemTrack, type Track } from '../player/port.ts';
import { PlayButton, SmallWave } from '../player/port.tsx';
import { stemName } from '../stems/port.ts';
import { DownloadButton } from './download-button.tsx';

const fact = 'shrink-0 text-right text-meta text-dim tabular-nums';

/** The stems of a song that belong to none of its versions. `track`: the shown version; null if the song has none. */
export function LooseStems({ cut, stems, track }: { cut: Cut; stems: readonly File[]; track: Track | null }) {
  if (stems.length === 0) return null;
  return (
    <section aria-label={stemsText.loose}>
      <h3 className="pb-1 font-semibold">{stemsText.loose}</h3>
      <ul>
        {stems.map((stem) => (
          <li key={stem.id} className="flex h-9 items-center gap-2 rounded-md px-2 hover:bg-hover">
            <Sound stem={stem} track={track} />
            <span title={stem.name} className="min-w-0 flex-1 truncate">
              {stemName(stem)}
              {stem.part && <span className="ml-2 text-meta text-faint @max-2xl:hidden">{stem.name}</span>}
            </span>
            <span className={`${fact} w-11`}>
              {stem.audio ? formatDuration(stem.audio.durationSeconds) : ''}
            </span>
            <span className={`${fact} w-16 @max-md:hidden`}>{formatBytes(stem.size)}</span>
            <DownloadButton file={stem} />
            <StemMenu cut={cut} stem={stem} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sound({ stem, track }: { stem: File; track: Track | null }) {
  if (!track || !stem.audio) return <Layers size={14} aria-hidden className="mx-[7px] shrink-0 text-faint" />;
  const name = stemName(stem);
  return (
    <>
      <PlayButton
        track={stemTrack({ ...track, versionName: stemsText.noVersion }, stem, name)}
        name={stemsText.looseStem(name)}
        className="data-on:text-accent"
      />
      <SmallWave fileId={stem.id} className="h-5 w-24 shrink-0 @max-xl:w-12" />
    </>
  );
}

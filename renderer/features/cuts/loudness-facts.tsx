import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { File, Loudness } from '../../../protocol/wire/file.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatBytes, formatDuration, formatKind } from '../../text/format.ts';
import { formatLevel } from '../../text/level.ts';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import type { Track } from '../player/port.ts';
import { HowItWillPlay } from './how-it-will-play.tsx';

const facts = [
  ['integrated', 'LUFS'],
  ['range', 'LU'],
  ['maximumShortTerm', 'LUFS'],
  ['maximumMomentary', 'LUFS'],
  ['truePeak', 'dBTP'],
] as const satisfies readonly (readonly [keyof Loudness, string])[];

/** The loudness and format of the shown version in one line; opened, all figures and how streaming services play it. */
export function LoudnessFacts({ file, track }: { file: File; track: Track }) {
  const [isOpen, setOpen] = useState(false);
  const panel = useId();
  const { loudness } = file;
  const line = [loudness && formatLevel(loudness.integrated, 'LUFS'), formatKind(file)]
    .filter(Boolean)
    .join(' · ');
  return (
    <section aria-label={cutsText.loudness.title} className="flex flex-col items-end pb-1">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panel : undefined}
        {...tooltip(cutsText.loudness.show)}
        onClick={() => setOpen(!isOpen)}
        className="-mr-2 flex h-7 items-center gap-1 rounded-md px-2 text-dim tabular-nums hover:bg-hover hover:text-text"
      >
        {line}
        <ChevronDown size={14} aria-hidden className={classNames(isOpen && 'rotate-180')} />
      </button>
      {isOpen && (
        <div id={panel} className="w-full pt-1 pb-2 pl-10 max-[480px]:pl-0">
          <p className="pb-2 text-meta break-words text-dim tabular-nums">
            {[file.name, file.audio && formatDuration(file.audio.durationSeconds), formatBytes(file.size)]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {loudness && (
            <>
              <Figures loudness={loudness} />
              <h3 className="pt-3 font-semibold">{cutsText.howItWillPlay.title}</h3>
              <HowItWillPlay track={track} loudness={loudness} />
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Figures({ loudness }: { loudness: Loudness }) {
  return (
    <dl className="flex min-w-0 flex-wrap gap-x-6 gap-y-2">
      {facts.map(([fact, unit]) => (
        <div key={fact} {...tooltip(cutsText.loudness.hints[fact])} className="flex flex-col-reverse">
          <dt className="text-meta text-faint">{cutsText.loudness[fact]}</dt>
          <dd
            className={classNames(
              'tabular-nums',
              fact === 'integrated' && 'font-semibold',
              // Red as on a mixer: it clips.
              fact === 'truePeak' && (loudness.truePeak ?? 0) > 0 && 'text-over',
            )}
          >
            {formatLevel(loudness[fact], unit)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

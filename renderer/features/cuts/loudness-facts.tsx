import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { File, Loudness } from '../../../protocol/wire/file.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatLevel } from '../../text/level.ts';
import { Button } from '../../ui/button.tsx';
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

/** The loudness of the shown version, and how streaming services will play it. */
export function LoudnessFacts({ file, track }: { file: File; track: Track }) {
  const [isOpen, setOpen] = useState(false);
  const { loudness } = file;
  if (!loudness) return null;
  return (
    <section aria-label={cutsText.loudness.title} className="shrink-0 px-4 pb-3 max-[480px]:px-2">
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
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
        <Button tone="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="-ml-2.5">
          {cutsText.howItWillPlay.title}
          <ChevronDown size={14} aria-hidden className={classNames(isOpen && 'rotate-180')} />
        </Button>
      </div>
      {isOpen && <HowItWillPlay track={track} loudness={loudness} />}
    </section>
  );
}

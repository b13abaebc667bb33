import { useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { StillWave } from '../../ui/wave/still-wave.tsx';
import { Wave } from '../../ui/wave/wave.tsx';
import type { Playhead } from '../../ui/wave/wave-canvas.ts';
import { usePeaks } from './peaks-queries.ts';

/** The waveform of a file at the height of a row. A hairline takes its place until it is loaded. */
export function SmallWave({
  fileId,
  playhead = null,
  className,
}: {
  fileId: string | null;
  playhead?: Playhead | null;
  className?: string | undefined;
}) {
  const answer = usePeaks(fileId).data;
  // In a list that scrolls, every row would fade in.
  const [wasThere] = useState(answer?.kind === 'ready');
  return (
    <span aria-hidden className={classNames('relative block', className)}>
      {answer?.kind === 'ready' ? (
        playhead ? (
          <Wave bars peaks={answer.peaks} playhead={playhead} className="absolute inset-0" />
        ) : (
          <StillWave
            peaks={answer.peaks}
            className={classNames('absolute inset-0', !wasThere && 'animate-appear')}
          />
        )
      ) : (
        fileId !== null && <span className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
      )}
    </span>
  );
}

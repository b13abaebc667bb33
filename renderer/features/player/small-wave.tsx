import type { Peaks } from '../../../audio/peak-meter.ts';
import { classNames } from '../../ui/class-names.ts';
import { barsPath, columnsOf } from './columns.ts';
import { usePeaks } from './peaks-queries.ts';

/** Outlines that were drawn before, so that a row that scrolls back into view draws at once. */
const drawn = new WeakMap<Peaks, Map<number, string>>();

function outline(peaks: Peaks, columns: number): string {
  const known = drawn.get(peaks) ?? new Map<number, string>();
  drawn.set(peaks, known);
  const path = known.get(columns) ?? barsPath(columnsOf(peaks, columns));
  known.set(columns, path);
  return path;
}

/** A small waveform in the text colour. It takes the same space before it is loaded. */
export function SmallWave({
  fileId,
  columns,
  className,
}: {
  fileId: string | null;
  columns: number;
  className?: string | undefined;
}) {
  const answer = usePeaks(fileId).data;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${columns} 2`}
      preserveAspectRatio="none"
      className={classNames('block', className)}
    >
      {answer?.kind === 'ready' ? (
        <path d={outline(answer.peaks, columns)} fill="currentColor" className="animate-appear" />
      ) : (
        fileId !== null && <rect y={0.96} width={columns} height={0.08} fill="currentColor" opacity={0.5} />
      )}
    </svg>
  );
}

import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { classNames } from '../../ui/class-names.ts';
import { arrivalShare, arrivalTone } from './arriving.ts';

const heads = { working: 'bg-good', busy: 'bg-accent', held: 'bg-hot', trouble: 'bg-over' } as const;

/** In place of a waveform nobody has yet: what has arrived is a line, the rest is dashed. */
export function ArrivalLine({ transfer, className }: { transfer: Transfer; className: string }) {
  const tone = arrivalTone(transfer);
  return (
    <span aria-hidden className={classNames('flex items-center', className)}>
      <span
        className="h-0.5 shrink-0 rounded-full bg-wave-rms transition-[width] duration-100"
        style={{ width: `${100 * arrivalShare(transfer)}%` }}
      />
      <span
        className={classNames('h-3/4 w-0.5 shrink-0', tone in heads && heads[tone as keyof typeof heads])}
      />
      <span className="min-w-0 flex-1 border-t border-dashed border-line-strong" />
    </span>
  );
}

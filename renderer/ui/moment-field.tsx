import { useId, useState } from 'react';
import { formatMoment, parseMoment } from '../text/moment.ts';
import { classNames } from './class-names.ts';

/** A moment to read and to set: `1:03.4`. What can't be read as one is left where it was on the way out. */
export function MomentField({
  label,
  seconds,
  follows = false,
  onSet,
}: {
  label: string;
  seconds: number;
  /** It is the playhead's for now, and moves with it. */
  follows?: boolean;
  onSet: (seconds: number) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isUnreadable = typed !== null && parseMoment(typed) === null;
  return (
    <span className="flex items-center gap-1">
      <input
        type="text"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={isUnreadable || undefined}
        aria-describedby={isUnreadable ? id : undefined}
        spellCheck={false}
        autoComplete="off"
        value={typed ?? formatMoment(seconds)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          const read = parseMoment(event.target.value);
          if (read !== null) onSet(read);
        }}
        onBlur={() => setTyped(null)}
        className={classNames(
          'h-6 w-18 rounded-md border border-line-strong bg-sunken px-1.5 text-meta tabular-nums aria-invalid:border-over',
          follows ? 'text-faint' : 'text-text',
        )}
      />
      {isUnreadable && (
        <span id={id} role="alert" className="text-meta text-over">
          Write it as 1:03.4
        </span>
      )}
    </span>
  );
}

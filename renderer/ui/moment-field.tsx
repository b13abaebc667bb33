import { useId, useState } from 'react';
import { formatMoment, momentHint, parseMoment } from '../text/moment.ts';
import { classNames } from './class-names.ts';

/** A field for a time in the music, like `1:03.4`. Unreadable input is dropped when the field loses the focus. */
export function MomentField({
  label,
  seconds,
  follows = false,
  onSet,
}: {
  label: string;
  seconds: number;
  /** It follows the playhead for now. */
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
          'h-6 w-18 rounded-md border border-line-strong bg-well px-1.5 text-meta tabular-nums aria-invalid:border-over',
          follows ? 'text-faint' : 'text-text',
        )}
      />
      {isUnreadable && (
        <span id={id} role="alert" className="text-meta text-over">
          {momentHint}
        </span>
      )}
    </span>
  );
}

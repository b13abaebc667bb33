import type { Change, Difference } from '../../../protocol/wire/difference.ts';
import { compareText } from '../../text/compare.ts';
import { classNames } from '../../ui/class-names.ts';

const text = compareText.whatChanged;

/** Each change as a button, and the colours of the strip. */
export function ChangeChips({
  difference: { changes },
  isLooped,
  onChoose,
}: {
  difference: Difference;
  isLooped: (change: Change) => boolean;
  onChoose: (change: Change) => void;
}) {
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5 pt-2">
      <ul
        aria-label={text.list}
        className="relative flex min-w-0 flex-1 basis-80 flex-wrap gap-1.5 @max-lg:flex-nowrap @max-lg:overflow-x-auto @max-lg:p-0.5"
      >
        {changes.map((change) => (
          <li className="shrink-0" key={`${change.kind} ${change.from} ${change.band?.from}`}>
            <button
              type="button"
              aria-pressed={isLooped(change)}
              onClick={() => onChoose(change)}
              className={classNames(
                'flex h-6 items-center gap-1.5 rounded-md px-2 text-meta',
                isLooped(change) ? 'bg-chosen ring-1 ring-line-strong' : 'bg-hover hover:bg-chosen',
              )}
            >
              <span className="sr-only">{text.hear}</span>
              <span className="font-medium text-accent tabular-nums">{text.place(change)}</span>
              <span className="tabular-nums">{text.change(change)}</span>
              <span className="text-dim tabular-nums @max-xl:hidden">{text.range(change)}</span>
            </button>
          </li>
        ))}
      </ul>
      <span aria-hidden className="flex h-6 shrink-0 items-center gap-3 text-meta text-dim">
        {(['louder', 'quieter'] as const).map((kind) => (
          <span key={kind} className="flex items-center gap-1.5">
            <span
              className={classNames('h-1.5 w-3 rounded-xs', kind === 'louder' ? 'bg-louder' : 'bg-quieter')}
            />
            {text[kind]}
          </span>
        ))}
      </span>
    </div>
  );
}

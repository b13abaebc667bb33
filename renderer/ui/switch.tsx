import { classNames } from './class-names.ts';
import { tooltip } from './tooltips.tsx';

/** Turns something on or off at once. `keys` is the shortcut that does the same. */
export function Switch({
  label,
  hint,
  keys,
  isOn,
  isDisabled = false,
  onChange,
}: {
  label: string;
  hint?: string;
  keys?: string;
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      disabled={isDisabled}
      onClick={() => onChange(!isOn)}
      {...tooltip(hint ?? label, keys)}
      className="group inline-flex h-7 shrink-0 items-center gap-2 rounded-md pr-1 font-medium disabled:opacity-50"
    >
      <span
        aria-hidden
        className={classNames(
          'flex h-4 w-7 items-center rounded-full p-0.5 transition-colors duration-100',
          isOn ? 'bg-accent' : 'bg-line-strong group-hover:bg-faint',
        )}
      >
        <span
          className={classNames(
            'size-3 rounded-full transition-transform duration-100',
            isOn ? 'translate-x-3 bg-on-accent' : 'bg-text',
          )}
        />
      </span>
      {label}
    </button>
  );
}

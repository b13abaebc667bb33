import { Search } from 'lucide-react';
import type { KeyboardEvent } from 'react';

/**
 * A field above a list of options (`Option`). The focus stays in it: the arrows move through the list, Enter chooses.
 * `list` and `active` are the ids of the list and of its active option; absent without options.
 */
export function PickerField({
  label,
  placeholder,
  maxLength,
  value,
  list,
  active,
  onType,
  onMove,
  onEnter,
}: {
  label: string;
  placeholder: string;
  maxLength: number;
  value: string;
  list: string | undefined;
  active: string | undefined;
  onType: (text: string) => void;
  onMove: (by: 1 | -1) => void;
  onEnter: () => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends the composition of a character in an input method.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') onMove(1);
    else if (event.key === 'ArrowUp') onMove(-1);
    else if (event.key === 'Enter') onEnter();
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative shrink-0">
      <Search size={15} aria-hidden className="absolute top-2.5 left-3 text-faint" />
      <input
        role="combobox"
        aria-label={label}
        aria-expanded={list !== undefined}
        aria-controls={list}
        aria-activedescendant={active}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-9 w-full min-w-0 rounded-md border border-line-strong bg-well pr-3 pl-9 text-text placeholder:text-faint"
      />
    </div>
  );
}

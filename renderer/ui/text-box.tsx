import { type KeyboardEvent, type Ref, useId } from 'react';
import { classNames } from './class-names.ts';

/** A text field of several lines: Enter sends, Shift+Enter adds a line, Escape leaves. It grows with its text. */
export function TextBox({
  label,
  value,
  placeholder,
  maxLength,
  error,
  ref,
  onValue,
  onSend,
  onLeave,
  onKey,
  suggestion,
  bare = false,
  onCaret,
}: {
  label: string;
  value: string;
  placeholder?: string;
  maxLength?: number;
  error?: string | null;
  ref?: Ref<HTMLTextAreaElement>;
  onValue: (value: string) => void;
  onSend: () => void;
  onLeave?: () => void;
  /** Drawn without a frame, inside of one; `line`: in a frame of one line. */
  bare?: boolean | 'line';
  /** The caret has moved. */
  onCaret?: (position: number) => void;
  /** Sees each key first. Returns whether it has used it. */
  onKey?: (event: KeyboardEvent) => boolean;
  /** The chosen entry of an open list that completes the text. */
  suggestion?: { listId: string; optionId: string } | undefined;
}) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.nativeEvent.isComposing) return;
    if (onKey?.(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === 'Escape' && onLeave) {
      event.stopPropagation();
      onLeave();
    }
  };
  return (
    <>
      <textarea
        ref={ref}
        aria-label={label}
        {...(suggestion && {
          'aria-autocomplete': 'list',
          'aria-haspopup': 'listbox',
          'aria-controls': suggestion.listId,
          'aria-activedescendant': suggestion.optionId,
        })}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        rows={1}
        value={value}
        placeholder={placeholder}
        maxLength={maxLength}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={onKeyDown}
        onSelect={onCaret && ((event) => onCaret(event.currentTarget.selectionStart))}
        className={classNames(
          'field-sizing-content max-h-40 w-full resize-none break-words placeholder:text-faint',
          bare
            ? classNames('bg-transparent px-1 outline-none', bare === 'line' ? 'block min-h-5' : 'min-h-10')
            : 'min-h-8 rounded-md border border-line-strong bg-well px-2.5 py-1 aria-invalid:border-over',
        )}
      />
      {error && (
        <p id={id} role="alert" className={classNames('text-meta break-words text-over', bare && 'px-1')}>
          {error}
        </p>
      )}
    </>
  );
}

import { type KeyboardEvent, type Ref, useId } from 'react';

/** A text field of several lines: Enter sends, Shift+Enter adds a line, Escape leaves. It grows with its text. */
export function TextBox({
  label,
  value,
  placeholder,
  error,
  ref,
  onValue,
  onSend,
  onLeave,
}: {
  label: string;
  value: string;
  placeholder?: string;
  error?: string | null;
  ref?: Ref<HTMLTextAreaElement>;
  onValue: (value: string) => void;
  onSend: () => void;
  onLeave?: () => void;
}) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.nativeEvent.isComposing) return;
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
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        rows={1}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-md border border-line-strong bg-well px-2.5 py-1 break-words placeholder:text-faint aria-invalid:border-over"
      />
      {error && (
        <p id={id} role="alert" className="text-meta break-words text-over">
          {error}
        </p>
      )}
    </>
  );
}

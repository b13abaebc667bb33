import { Pencil, SquarePen } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { commonText } from '../text/common.ts';
import { Button, IconButton } from './button.tsx';
import { type Done, useAction } from './dialog.tsx';
import { ErrorLine } from './notice.tsx';

/** The longest note that the server accepts, in characters. */
const longest = 200;

/** A short note that can be written in its place: Enter saves, Escape leaves. Without a note, a button offers to write one. */
export function NoteLine({
  note,
  shown = note,
  labels,
  onSave,
}: {
  note: string | null;
  /** The note as it is drawn, with its links. */
  shown?: ReactNode;
  labels: { add: string; edit: string; field: string; placeholder: string };
  /** Null takes the note away. */
  onSave: (note: string | null) => Promise<Done>;
}) {
  const [text, setText] = useState<string | null>(null);
  const button = useRef<HTMLDivElement>(null);
  const leave = () => {
    setText(null);
    // Once the button is back.
    requestAnimationFrame(() => button.current?.querySelector<HTMLElement>('button:last-of-type')?.focus());
  };
  if (text !== null)
    return <NoteField text={text} labels={labels} onText={setText} onSave={onSave} onClose={leave} />;
  const begin = () => setText(note ?? '');
  return (
    <div ref={button} className="flex min-w-0 items-start gap-1">
      {note === null ? (
        <Button tone="quiet" icon={SquarePen} className="-ml-2 h-6 text-meta" onClick={begin}>
          {labels.add}
        </Button>
      ) : (
        <>
          <span className="min-w-0 break-words" data-selectable>
            {shown}
          </span>
          <IconButton label={labels.edit} icon={Pencil} className="size-5.5" onClick={begin} />
        </>
      )}
    </div>
  );
}

function NoteField({
  text,
  labels,
  onText,
  onSave,
  onClose,
}: {
  text: string;
  labels: { field: string; placeholder: string };
  onText: (text: string) => void;
  onSave: (note: string | null) => Promise<Done>;
  onClose: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  // The user has just chosen to write.
  useEffect(() => field.current?.focus(), []);
  const { busy, error, run } = useAction(onClose);
  return (
    <form
      noValidate
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => onSave(text.trim() === '' ? null : text.trim()));
      }}
    >
      <span className="flex items-center gap-1.5">
        <input
          ref={field}
          type="text"
          aria-label={labels.field}
          placeholder={labels.placeholder}
          maxLength={longest}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onClose();
          }}
          className="h-7 min-w-0 flex-1 rounded-md border border-line-strong bg-well px-2 placeholder:text-faint"
        />
        <Button type="submit" tone="primary" busy={busy}>
          {commonText.save}
        </Button>
      </span>
      {error && <ErrorLine>{error}</ErrorLine>}
    </form>
  );
}

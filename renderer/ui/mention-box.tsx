import { type ComponentProps, type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { classNames } from './class-names.ts';
import { Face } from './face.tsx';
import { TextBox } from './text-box.tsx';

type Candidate = { id: string; name: string };

/** An `@` and what follows it before the caret. */
const asking = /(?:^|[^\p{L}\p{N}_])@([^@\n]{0,40})$/u;

/** A text box that offers people after an `@`: arrow keys choose, Enter or Tab inserts the name, Escape closes. */
export function MentionBox({
  people,
  listLabel,
  onMention,
  ref,
  value,
  onValue,
  ...box
}: Omit<ComponentProps<typeof TextBox>, 'ref' | 'suggestion'> & {
  ref: RefObject<HTMLTextAreaElement | null>;
  people: readonly Candidate[];
  listLabel: string;
  /** Somebody was chosen. Their name is in the text then. */
  onMention: (userId: string) => void;
}) {
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const closedAt = useRef<number | null>(null);
  const query = caret === null ? null : (asking.exec(value.slice(0, caret))?.[1] ?? null);
  const start = query === null || caret === null ? null : caret - query.length;
  const wanted = query?.toLowerCase();
  const found =
    wanted === undefined || start === closedAt.current
      ? []
      : people.filter(({ name }) => fits(name.toLowerCase(), wanted)).slice(0, 6);
  const current = found[Math.min(chosen, found.length - 1)];

  const pick = ({ id, name }: Candidate) => {
    if (start === null || caret === null) return;
    const after = start + name.length + 1;
    // At once: a caret that is placed a frame later would jump back over what was typed meanwhile.
    flushSync(() => {
      onValue(`${value.slice(0, start)}${name} ${value.slice(caret)}`);
      setCaret(null);
    });
    ref.current?.setSelectionRange(after, after);
    onMention(id);
  };
  /** Returns whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!current) return false;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) setChosen((found.indexOf(current) + by + found.length) % found.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(current);
    else if (event.key === 'Escape') {
      closedAt.current = start;
      setCaret(null);
    } else return false;
    return true;
  };
  return (
    <span className="relative flex flex-col">
      {current && (
        <div
          role="listbox"
          id={listId}
          aria-label={listLabel}
          className="absolute bottom-full left-0 z-20 mb-1 w-full max-w-70 rounded-card bg-raised p-1 shadow-lift"
        >
          {found.map((person) => (
            <div
              key={person.id}
              id={`${listId}-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person === current}
              onMouseDown={(event) => {
                // The field keeps the focus.
                event.preventDefault();
                pick(person);
              }}
              className={classNames(
                'flex h-8 cursor-default items-center gap-2 rounded-md px-2',
                person === current ? 'bg-chosen' : 'hover:bg-hover',
              )}
            >
              <Face userId={person.id} name={person.name} size={20} />
              <span className="truncate">{person.name}</span>
            </div>
          ))}
        </div>
      )}
      <TextBox
        {...box}
        ref={ref}
        value={value}
        onValue={(next) => {
          const at = ref.current?.selectionStart ?? null;
          if (!next.slice(0, at ?? 0).includes('@')) closedAt.current = null;
          setCaret(at);
          setChosen(0);
          onValue(next);
        }}
        onKey={onKey}
        onCaret={setCaret}
        suggestion={current && { listId, optionId: `${listId}-${current.id}` }}
      />
    </span>
  );
}

function fits(name: string, query: string): boolean {
  return name.startsWith(query) || (query !== '' && name.split(/\s+/).some((word) => word.startsWith(query)));
}

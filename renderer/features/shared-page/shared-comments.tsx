import { X } from 'lucide-react';
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { givenName, isGuest, longestGuestName } from '../../../common/guest.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { formatAgo } from '../../text/format.ts';
import { formatMoment, formatRange } from '../../text/moment.ts';
import { sharedPageText } from '../../text/shared-page.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { TextField } from '../../ui/field.tsx';
import { GuestBadge } from '../../ui/guest-badge.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { TextBox } from '../../ui/text-box.tsx';
import { keepGuest, readGuest } from './guest.ts';
import type { SharedLink } from './shared-link.ts';

const text = sharedPageText.comments;

type Range = { from: number; to: number } | null;

type Props = {
  link: SharedLink;
  fileId: string;
  comments: readonly Comment[];
  add: (comment: Comment) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  /** The part of the waveform that was chosen. */
  range: Range;
  onRange: (range: Range) => void;
  /** The playhead, in seconds. */
  time: () => number;
  seek: (seconds: number) => void;
  marked: string | null;
};

/** The comments on a version, and a guest's own. */
export function SharedComments({ comments, seek, marked, ...composer }: Props) {
  return (
    <section aria-label={text.title} className="mt-5 border-t border-line pt-4">
      <Composer {...composer} />
      {comments.length === 0 ? (
        <p className="py-4 text-dim">{text.none}</p>
      ) : (
        <ul className="flex flex-col">
          {comments.map((comment) => (
            <CommentItem
              key={comment.id}
              comment={comment}
              isMarked={comment.id === marked}
              onSeek={() => seek(comment.timestamp)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function CommentItem({
  comment,
  isMarked,
  onSeek,
}: {
  comment: Comment;
  isMarked: boolean;
  onSeek: () => void;
}) {
  const { id, user, timestamp, endTimestamp, createdAt, resolvedAt, replies } = comment;
  const moment = formatRange(timestamp, endTimestamp ?? null);
  return (
    <li
      id={`comment-${id}`}
      tabIndex={-1}
      className={classNames(
        'flex gap-3 rounded-md px-2 py-3 [li+&]:border-t [li+&]:border-line',
        isMarked && 'bg-hover',
        resolvedAt && 'opacity-80',
      )}
    >
      <Face userId={user.id} name={givenName(user.name)} size={28} />
      <div className="min-w-0 flex-1">
        <Author user={user}>
          <button
            type="button"
            aria-label={text.goTo(moment)}
            onClick={onSeek}
            className="rounded px-1 font-semibold text-accent tabular-nums hover:bg-hover pointer-coarse:py-2"
          >
            {moment}
          </button>
          <span className="text-meta text-dim">{formatAgo(Date.parse(createdAt), Date.now())}</span>
          {resolvedAt && <span className="text-meta text-good">{text.resolved}</span>}
        </Author>
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {comment.text}
        </p>
        {replies.length > 0 && (
          <ul className="mt-2 flex flex-col gap-2 border-l border-line pl-3">
            {replies.map((reply) => (
              <li key={reply.id}>
                <Author user={reply.user}>
                  <span className="text-meta text-dim">
                    {formatAgo(Date.parse(reply.createdAt), Date.now())}
                  </span>
                </Author>
                <p dir="auto" className="break-words whitespace-pre-wrap">
                  {reply.text}
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function Author({ user, children }: { user: Person; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2">
      <bdi className="min-w-0 truncate font-semibold">{givenName(user.name)}</bdi>
      {isGuest(user) && <GuestBadge />}
      {children}
    </div>
  );
}

/** Writes a comment at the playhead, where it was at the first letter, or about the chosen range. */
function Composer({
  link,
  fileId,
  add,
  field,
  range,
  onRange,
  time,
}: Omit<Props, 'comments' | 'seek' | 'marked'>) {
  const [guest, setGuest] = useState(() => readGuest(localStorage));
  const [name, setName] = useState(guest?.name ?? '');
  const [asksName, setAsksName] = useState(false);
  const [draft, setDraft] = useState('');
  const [pinned, setPinned] = useState<number | null>(null);
  const [problem, setProblem] = useState<{ of: 'name' | 'text'; message: string } | null>(null);
  const [state, setState] = useState<'idle' | 'sending' | 'sent'>('idle');
  const operation = useRef<string | null>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const isWriting = draft !== '' || range !== null;
  const showsName = isWriting && (guest === null || asksName);
  const at = range?.from ?? pinned;
  useEffect(() => {
    if (asksName) nameField.current?.focus();
  }, [asksName]);

  const send = async () => {
    if (state === 'sending' || draft.trim() === '') return;
    if (name.trim() === '') {
      setProblem({ of: 'name', message: text.nameMissing });
      return nameField.current?.focus();
    }
    setState('sending');
    const me = { key: guest?.key ?? crypto.randomUUID(), name: name.trim() };
    operation.current ??= crypto.randomUUID();
    const answer = await link.sendComment({
      ...{ ...me, id: operation.current, fileId, text: draft, timestamp: at ?? time() },
      ...(range && { endTimestamp: range.to }),
    });
    setState(answer.ok ? 'sent' : 'idle');
    if (!answer.ok) return setProblem({ of: 'text', message: answer.message });
    // Sending the same again has changed nothing; the next one is another comment.
    operation.current = null;
    keepGuest(localStorage, me);
    setGuest(me);
    setAsksName(false);
    setProblem(null);
    setDraft('');
    setPinned(null);
    onRange(null);
    add(answer.data);
  };
  const onValue = (value: string) => {
    if (draft === '' && value !== '') setPinned(time());
    setDraft(value);
    setState('idle');
    setProblem(null);
  };
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
      className="flex flex-col gap-2 rounded-md border border-line-strong bg-well p-2 focus-within:border-accent"
    >
      {isWriting && at !== null && (
        <div className="flex items-center gap-1 px-1">
          <span className="font-semibold text-accent tabular-nums">
            {range ? formatRange(range.from, range.to) : formatMoment(at)}
          </span>
          {range && <IconButton label={text.noRange} icon={X} onClick={() => onRange(null)} />}
        </div>
      )}
      <TextBox
        ref={field}
        bare
        label={text.field}
        placeholder={text.placeholder}
        maxLength={5000}
        value={draft}
        error={null}
        onValue={onValue}
        onSend={() => void send()}
        onLeave={() => field.current?.blur()}
      />
      {showsName && (
        <TextField
          ref={nameField}
          label={text.name}
          hint={text.nameHint}
          error={problem?.of === 'name' ? problem.message : undefined}
          autoComplete="nickname"
          maxLength={longestGuestName}
          value={name}
          onChange={({ target }) => {
            setName(target.value);
            setProblem(null);
          }}
        />
      )}
      {problem?.of === 'text' && <ErrorLine>{problem.message}</ErrorLine>}
      {isWriting && (
        <div className="flex items-center justify-end gap-2">
          {guest && !asksName && (
            <Button
              tone="quiet"
              aria-label={text.changeName}
              className="min-w-0 pointer-coarse:h-11"
              onClick={() => setAsksName(true)}
            >
              <span className="truncate">{text.as(guest.name)}</span>
            </Button>
          )}
          <Button
            type="submit"
            tone="primary"
            aria-label={text.send}
            busy={state === 'sending'}
            className="pointer-coarse:h-11"
          >
            {text.sendShort}
          </Button>
        </div>
      )}
      <span role="status" className="sr-only">
        {state === 'sent' ? text.sent : ''}
      </span>
    </form>
  );
}

import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import { firstWords } from '../../../common/first-words.ts';
import { givenName, isGuest } from '../../../common/guest.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { useConnection } from '../../platform/socket-context.tsx';
import { commentsText } from '../../text/comments.ts';
import { formatAgo } from '../../text/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { GuestBadge } from '../../ui/guest-badge.tsx';
import { AfterListPaint } from '../../ui/list-painted.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { operationState, operationText, type PendingBadge, type RefusedOperation } from '../pending/port.ts';
import { OperationActions } from '../pending/port.tsx';

/** A comment or a reply: author, time, text and, until it is confirmed, its state. */
export function CommentBody({
  user,
  createdAt,
  text,
  kind,
  now,
  isUnseen,
  badge,
  facts,
  editedAt,
  shown,
  tick,
  actions,
  below,
  onEdit,
  onDelete,
  children,
}: {
  user: Person;
  createdAt: string;
  text: string;
  kind: 'comment' | 'reply';
  now: number;
  isUnseen: boolean;
  badge: PendingBadge | undefined;
  /** Shown beside the name: the time in the music, the version. */
  facts?: ReactNode;
  editedAt?: string | undefined;
  /** The text as it is drawn, with its links. */
  shown: ReactNode;
  /** At the end of the first line. */
  tick?: ReactNode;
  /** Before the menu. */
  actions?: ReactNode;
  /** In a row below the text. */
  below?: ReactNode;
  onEdit?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
  /** Shown in place of the text. */
  children?: ReactNode;
}) {
  const entries: MenuEntry[] = [];
  if (onEdit) entries.push({ kind: 'item', label: commentsText.edit, icon: Pencil, onChoose: onEdit });
  if (onDelete)
    entries.push({
      kind: 'item',
      label: commentsText.delete,
      icon: Trash2,
      danger: true,
      onChoose: onDelete,
    });
  return (
    <div className="group/comment">
      <div className="flex min-h-7 items-center gap-x-2">
        <Face userId={user.id} name={user.name} size={20} />
        <span
          title={user.name}
          className={classNames('min-w-0 truncate', isUnseen ? 'font-semibold' : 'font-medium')}
        >
          {isGuest(user) ? givenName(user.name) : user.name}
        </span>
        {isGuest(user) && <GuestBadge />}
        {isUnseen && (
          <span className="size-1.5 shrink-0 rounded-full bg-text">
            <span className="sr-only">{commentsText.isNew}</span>
          </span>
        )}
        {facts}
        <span className="flex-1" />
        <span className="relative flex min-h-7 shrink-0 items-center pointer-coarse:gap-x-2">
          <time
            dateTime={createdAt}
            className={classNames(
              'text-meta text-faint tabular-nums',
              entries.length > 0 &&
                'group-focus-within/comment:pointer-fine:opacity-0 group-hover/comment:pointer-fine:opacity-0',
            )}
          >
            {formatAgo(Date.parse(createdAt), now)}
            {editedAt !== undefined && (
              <span title={formatAgo(Date.parse(editedAt), now)}> · {commentsText.edited}</span>
            )}
          </time>
          {entries.length > 0 && (
            <AfterListPaint>
              <ActionMenu
                trigger={
                  <IconButton
                    label={commentsText.options(kind, user.name, text)}
                    icon={MoreHorizontal}
                    // Where a pointer can hover, it takes the place of the time.
                    className="opacity-0 pointer-fine:absolute pointer-fine:-right-1 pointer-coarse:-mr-1 pointer-coarse:opacity-100 group-focus-within/comment:opacity-100 group-hover/comment:opacity-100 focus-visible:opacity-100 data-popup-open:opacity-100"
                  />
                }
                entries={entries}
              />
            </AfterListPaint>
          )}
        </span>
        {actions}
        {tick}
      </div>
      {children ?? (
        <p data-selectable className="break-words whitespace-pre-wrap">
          {shown}
        </p>
      )}
      {below && <div className="flex flex-wrap items-center gap-1">{below}</div>}
      {badge && <BadgeLine badge={badge} summary={firstWords(text)} />}
    </div>
  );
}

function BadgeLine({ badge, summary }: { badge: PendingBadge; summary: string }) {
  const isOnline = useConnection().kind === 'online';
  if (badge.kind === 'pending')
    return (
      <p className={classNames('animate-appear-late text-meta', isOnline ? 'text-dim' : 'text-hot')}>
        {isOnline ? commentsText.sending : commentsText.notSent}
      </p>
    );
  return (
    <>
      {badge.operations.map((operation) => (
        <div key={operation.operationId} className="flex flex-wrap items-center gap-x-1 text-meta">
          <p className="min-w-0 flex-1 basis-full break-words text-over" data-selectable>
            {refusedText(operation)}
          </p>
          <span className="-ml-2">
            <OperationActions operation={operation} sentence={summary} small withCopy />
          </span>
        </div>
      ))}
    </>
  );
}

/** A refused text is shown above. For a refused edit or deletion, the sentence says what it was. */
function refusedText(operation: RefusedOperation): string {
  const command = readCommand(operation);
  return command && descriptorOf(command.kind).creates
    ? operationState(operation)
    : `${operationText(operation).sentence}. ${operationState(operation)}`;
}

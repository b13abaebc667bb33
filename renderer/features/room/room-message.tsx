import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { RoomMessage as Message } from '../../../protocol/wire/room-message.ts';
import { useSession } from '../../platform/session-context.tsx';
import { chatText } from '../../text/chat.ts';
import { classNames } from '../../ui/class-names.ts';
import { Face, useHue } from '../../ui/face.tsx';
import { useContacts } from '../chat/port.tsx';
import { MomentText } from '../comments/port.tsx';
import type { PendingBadge } from '../pending/port.ts';
import { ChangeBadge } from '../pending/port.tsx';

/** One message, without a bubble: everybody reads it. Only the first of a group has face, name and time. */
export function RoomMessage({
  message,
  project,
  isFirst,
  isMarked,
  badge,
}: {
  message: Message;
  project: ProjectSnapshot;
  isFirst: boolean;
  /** A link led to it. */
  isMarked: boolean;
  badge: PendingBadge | undefined;
}) {
  const { account } = useSession();
  const { contacts } = useContacts();
  const { sender, text, mentions, createdAt } = message;
  const isMine = sender.id === account.id;
  const isHere = isMine || contacts.some((one) => one.userId === sender.id && one.presence === 'online');
  const hue = useHue(sender.id);
  const clock = new Date(createdAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return (
    <article
      aria-label={chatText.messageLabel(isMine ? chatText.you : sender.name, clock)}
      aria-current={isMarked ? true : undefined}
      className={classNames(
        'mx-1 grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 rounded-card px-3 py-0.5 hover:bg-hover',
        isFirst && 'mt-1.5 pt-1',
        isMarked && 'bg-chosen',
      )}
    >
      {isFirst ? (
        <Face userId={sender.id} name={sender.name} size={28} away={!isHere} className="mt-0.5" />
      ) : (
        <span />
      )}
      <div className="min-w-0">
        {isFirst && (
          <p className="flex items-baseline gap-2">
            <bdi data-hue={hue} className="min-w-0 truncate font-semibold text-ink">
              {sender.name}
            </bdi>
            <time dateTime={createdAt} className="shrink-0 text-meta text-faint tabular-nums">
              {clock}
            </time>
          </p>
        )}
        <p className="max-w-160 leading-5.5 wrap-anywhere whitespace-pre-wrap" dir="auto" data-selectable>
          <MomentText text={text} project={project} mentions={mentions} />
        </p>
        <ChangeBadge badge={badge} />
      </div>
    </article>
  );
}

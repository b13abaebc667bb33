import { ListChecks } from 'lucide-react';
import type { ReactionKind } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { RoomMessage as Message } from '../../../protocol/wire/room-message.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useSession } from '../../platform/session-context.tsx';
import { chatText } from '../../text/chat.ts';
import { commentsText } from '../../text/comments.ts';
import { roomText } from '../../text/room.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face, useHue } from '../../ui/face.tsx';
import { useContacts } from '../chat/port.tsx';
import { MomentText, ReactButton, Reactions, useTrackAtHand } from '../comments/port.tsx';
import type { PendingBadge } from '../pending/port.ts';
import { ChangeBadge } from '../pending/port.tsx';
import { MessagePoint } from './message-point.tsx';

/** One message, without a bubble: everybody reads it. Only the first of a group has face, name and time. */
export function RoomMessage({
  message,
  project,
  isFirst,
  isMarked,
  badge,
  onPoint,
}: {
  message: Message;
  project: ProjectSnapshot;
  isFirst: boolean;
  /** A link led to it. */
  isMarked: boolean;
  badge: PendingBadge | undefined;
  /** Makes an open point of it. */
  onPoint: () => void;
}) {
  const { account } = useSession();
  const { contacts } = useContacts();
  const run = useRunCommand();
  const { id, sender, text, mentions, createdAt, reactions, point } = message;
  const isMine = sender.id === account.id;
  const isHere = isMine || contacts.some((one) => one.userId === sender.id && one.presence === 'online');
  const hue = useHue(sender.id);
  const track = useTrackAtHand(project);
  const clock = new Date(createdAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const nameOf = (userId: string) =>
    project.members.find(({ user }) => user.id === userId)?.user.name ?? commentsText.someone;
  const reacting = {
    ...{ reactions, myId: account.id },
    onReact: (given: { reaction: ReactionKind; isGiven: boolean }) =>
      run('room.react', { id, projectId: project.id, ...given }),
  };
  return (
    <article
      aria-label={chatText.messageLabel(isMine ? chatText.you : sender.name, clock)}
      aria-current={isMarked ? true : undefined}
      className={classNames(
        'group/message relative mx-1 grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 rounded-card px-3 py-0.5 hover:bg-hover',
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
        <p className="max-w-160 leading-6 wrap-anywhere whitespace-pre-wrap" dir="auto" data-selectable>
          <MomentText withWaves text={text} project={project} track={track} mentions={mentions} />
        </p>
        {(reactions || point) && (
          <div className="flex flex-wrap items-center gap-1 py-0.5">
            <Reactions {...reacting} nameOf={nameOf} />
            {point && <MessagePoint point={point} project={project} />}
          </div>
        )}
        <ChangeBadge badge={badge} />
      </div>
      {badge?.kind !== 'refused' && (
        <div className="absolute -top-3 right-2 flex rounded-md bg-raised p-0.5 opacity-0 pointer-coarse:opacity-100 shadow-lift group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-popup-open:opacity-100">
          <ReactButton {...reacting} to={sender.name} className="size-7" />
          <IconButton label={roomText.makePoint} icon={ListChecks} onClick={onPoint} />
        </div>
      )}
    </article>
  );
}

import {
  AtSign,
  BadgeCheck,
  Ban,
  Bell,
  Check,
  ChevronRight,
  type LucideIcon,
  MessageSquare,
  Music,
  Reply,
  UserCog,
  UserPlus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { groupTitle } from '../../../common/news-sentence.ts';
import type { NotificationGroup } from '../../../protocol/state/notification-groups.ts';
import type { Notification, NotificationType } from '../../../protocol/wire/notification.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { blocksText } from '../../text/blocks.ts';
import { formatAgo } from '../../text/format.ts';
import { notificationsText } from '../../text/notifications.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { notificationKind } from './notification-facts.ts';

const icons: Record<NotificationType, LucideIcon> = {
  comment_added: MessageSquare,
  reply_added: Reply,
  cut_created: Music,
  file_uploaded: Music,
  member_joined: UserPlus,
  invited: UserPlus,
  mentioned: AtSign,
  file_approved: BadgeCheck,
  file_noted: Music,
  role_changed: UserCog,
};

export function Item({
  notification,
  isInGroup,
  now,
  onOpen,
  onRead,
  onBlock,
}: {
  notification: Notification;
  isInGroup: boolean;
  now: number;
  onOpen: () => void;
  onRead: () => void;
  onBlock: (person: Person) => void;
}) {
  const { type, title, message, isRead, actor } = notification;
  return (
    <Row
      notification={notification}
      {...{ title, now, isRead, isInGroup }}
      detail={message}
      onPress={onOpen}
      onRead={onRead}
      // Somebody who isn't a bandmate has no other place here.
      more={
        type === 'invited' &&
        actor && <IconButton label={blocksText.block(actor.name)} icon={Ban} onClick={() => onBlock(actor)} />
      }
      announced={notificationsText.announced(notificationKind(type), isRead)}
    />
  );
}

/** Several notifications of a burst as one, which unfolds. */
export function GroupItem({
  group,
  isOpen,
  now,
  onToggle,
  onRead,
}: {
  group: NotificationGroup;
  isOpen: boolean;
  now: number;
  onToggle: () => void;
  onRead: () => void;
}) {
  const { notifications, songs } = group;
  const [newest] = notifications;
  const { type, isRead, projectName = '' } = newest;
  return (
    <Row
      notification={newest}
      {...{ now, isRead }}
      title={groupTitle(group)}
      detail={songs.length > 1 ? songs.join(', ') : projectName}
      isOpen={isOpen}
      onPress={onToggle}
      onRead={onRead}
      announced={notificationsText.announced(notificationKind(type), isRead)}
    />
  );
}

function Row({
  notification: { type, createdAt },
  title,
  detail,
  isRead,
  isInGroup = false,
  isOpen,
  announced,
  now,
  onPress,
  onRead,
  more,
}: {
  /** Its newest, if there are several. */
  notification: Notification;
  title: string;
  detail: string;
  isRead: boolean;
  isInGroup?: boolean;
  /** Whether a group is unfolded. */
  isOpen?: boolean;
  announced: ReactNode;
  now: number;
  onPress: () => void;
  onRead: () => void;
  /** Another button at its end. */
  more?: ReactNode;
}) {
  const Icon = forWord(icons, type) ?? Bell;
  return (
    <div
      className={classNames('group flex items-start pr-2 hover:bg-hover', !isOpen && 'border-b border-line')}
    >
      <button
        type="button"
        onClick={onPress}
        aria-expanded={isOpen}
        className={classNames(
          'flex min-w-0 flex-1 items-start gap-3 text-left focus-visible:-outline-offset-2',
          isInGroup ? 'py-1.5 pr-4 pl-10.75' : 'px-4 py-2',
        )}
      >
        {!isInGroup && (
          <Icon
            size={15}
            aria-hidden
            className={classNames('mt-0.5 shrink-0', isRead ? 'text-faint' : 'text-text')}
          />
        )}
        <span className="min-w-0 flex-1">
          <span className="sr-only">{announced}</span>
          <span className={classNames('line-clamp-2 wrap-anywhere', !isRead && 'font-medium')}>
            <bdi>{title}</bdi>
          </span>{' '}
          {detail && (
            <span className="line-clamp-2 text-dim wrap-anywhere">
              <bdi>{detail}</bdi>
            </span>
          )}
        </span>
        <time
          dateTime={createdAt}
          className="shrink-0 text-meta leading-5 text-faint tabular-nums group-hover:text-dim"
        >
          {formatAgo(Date.parse(createdAt), now)}
        </time>
        {isOpen !== undefined && (
          <ChevronRight
            size={15}
            aria-hidden
            className={classNames('mt-0.5 shrink-0 text-faint', isOpen && 'rotate-90')}
          />
        )}
      </button>
      {more && <span className="size-7 shrink-0 pt-1.5">{more}</span>}
      <span className="size-7 shrink-0 pt-1.5">
        {!isRead && (
          <IconButton
            label={notificationsText.markOneAsRead(title)}
            {...tooltip(notificationsText.markAsRead)}
            icon={Check}
            onClick={(event) => {
              moveFocus(event.currentTarget.closest('li')?.querySelector('button'));
              onRead();
            }}
          />
        )}
      </span>
    </div>
  );
}

export function moveFocus(element: Element | null | undefined): void {
  if (element instanceof HTMLElement) element.focus();
}

import { Popover } from '@base-ui/react/popover';
import {
  AtSign,
  BadgeCheck,
  Bell,
  BellOff,
  Check,
  CheckCheck,
  MessageSquare,
  Music,
  Reply,
  Settings2,
  UserPlus,
} from 'lucide-react';
import type { Notification, NotificationType } from '../../../protocol/wire/notification.ts';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatAgo } from '../../text/format.ts';
import { notificationsText } from '../../text/notifications.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { countUnread, notificationKind } from './notification-facts.ts';
import { useNotifications, useSettings } from './notification-queries.ts';
import { useOpenNotification } from './use-open.ts';

/** The bell with the number of unread notifications, and the list. */
export function NotificationCentre({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const unread = countUnread(useNotifications().data ?? []);
  const isQuiet = useSettings().data?.isQuiet ?? false;
  const Icon = isQuiet ? BellOff : Bell;
  const name = [
    notificationsText.heading,
    unread > 0 && notificationsText.unreadCount(unread),
    isQuiet && notificationsText.quietMode,
  ].filter(Boolean);
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger
        aria-label={name.join(', ')}
        title={notificationsText.heading}
        className="relative inline-flex size-7 shrink-0 items-center justify-center rounded-md text-dim hover:bg-hover hover:text-text data-popup-open:bg-chosen data-popup-open:text-text"
      >
        <Icon size={15} aria-hidden />
        {unread > 0 && (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-1 rounded-full bg-accent px-1 text-[10px] leading-4 font-semibold text-on-accent tabular-nums"
          >
            {unread > 99 ? notificationsText.tooMany : unread}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={8} className="z-30">
          <Popover.Popup className="flex h-120 max-h-[calc(100dvh-80px)] w-90 max-w-[calc(100vw-16px)] animate-appear flex-col rounded-md bg-raised shadow-lift focus-visible:outline-none">
            <NotificationList onDone={() => onOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function NotificationList({ onDone }: { onDone: () => void }) {
  const bridge = useBridge();
  const say = useSay();
  const { ask } = useFrame();
  const notifications = useNotifications();
  const now = useNow();
  const open = useOpenNotification();
  const unread = countUnread(notifications.data ?? []);
  const readAll = async () => {
    const answer = await bridge.invoke('notifications.readAll', null);
    if (!answer.ok) say.failed(notificationsText.readAllFailed, failureSentence(answer));
  };
  const readOne = async (id: string) => {
    const answer = await bridge.invoke('notifications.read', { id });
    if (!answer.ok) say.failed(notificationsText.readFailed, failureSentence(answer));
  };
  return (
    <>
      <header className="flex h-11 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4">
        <Popover.Title className="flex-1 text-head font-semibold">{notificationsText.heading}</Popover.Title>
        {unread > 0 && (
          <Button
            tone="quiet"
            icon={CheckCheck}
            onClick={(event) => {
              // The button disappears once everything is read, and must not take the focus with it.
              moveFocus(event.currentTarget.nextElementSibling);
              void readAll();
            }}
          >
            {notificationsText.readAll}
          </Button>
        )}
        <IconButton
          label={notificationsText.settings}
          icon={Settings2}
          onClick={() => {
            onDone();
            ask({ kind: 'settings' });
          }}
        />
      </header>
      {notifications.isPending ? (
        <Skeleton rows={5} label={notificationsText.loading} />
      ) : notifications.error ? (
        <div className="flex flex-col items-start gap-2 p-4">
          <ErrorLine>{notifications.error.message}</ErrorLine>
          <Button onClick={() => void notifications.refetch()}>{commonText.tryAgain}</Button>
        </div>
      ) : notifications.data.length === 0 ? (
        <p className="px-4 py-3 text-faint">{notificationsText.empty}</p>
      ) : (
        <VirtualList
          label={notificationsText.list}
          items={notifications.data}
          keyOf={({ id }) => id}
          estimate={() => 64}
        >
          {(notification) => (
            <Item
              notification={notification}
              now={now}
              onOpen={() => {
                onDone();
                open(notification);
              }}
              onRead={() => void readOne(notification.id)}
            />
          )}
        </VirtualList>
      )}
    </>
  );
}

const icons: Record<NotificationType, typeof Bell> = {
  comment_added: MessageSquare,
  reply_added: Reply,
  cut_created: Music,
  file_uploaded: Music,
  member_joined: UserPlus,
  invited: UserPlus,
  mentioned: AtSign,
  file_approved: BadgeCheck,
  file_noted: Music,
};

function Item({
  notification,
  now,
  onOpen,
  onRead,
}: {
  notification: Notification;
  now: number;
  onOpen: () => void;
  onRead: () => void;
}) {
  const { type, title, message, isRead, createdAt } = notification;
  const Icon = forWord(icons, type) ?? Bell;
  return (
    <div className="flex items-start border-b border-line pr-2 hover:bg-hover">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-w-0 flex-1 items-start gap-3 px-4 py-2 text-left focus-visible:-outline-offset-2"
      >
        <Icon
          size={15}
          aria-hidden
          className={classNames('mt-0.5 shrink-0', isRead ? 'text-faint' : 'text-accent')}
        />
        <span className="min-w-0 flex-1">
          <span className="sr-only">{notificationsText.announced(notificationKind(type), isRead)}</span>
          <span className={classNames('line-clamp-2 wrap-anywhere', !isRead && 'font-medium')}>
            <bdi>{title}</bdi>
          </span>{' '}
          {message && (
            <span className="line-clamp-2 text-dim wrap-anywhere">
              <bdi>{message}</bdi>
            </span>
          )}
        </span>
        <time dateTime={createdAt} className="shrink-0 text-meta leading-5 text-faint tabular-nums">
          {formatAgo(Date.parse(createdAt), now)}
        </time>
      </button>
      <span className="size-7 shrink-0 pt-1.5">
        {!isRead && (
          <IconButton
            label={notificationsText.markOneAsRead(title)}
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

function moveFocus(element: Element | null | undefined): void {
  if (element instanceof HTMLElement) element.focus();
}

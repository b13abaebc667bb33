import { Popover } from '@base-ui/react/popover';
import { Bell, BellOff, CheckCheck, Settings2 } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { toggled } from '../../platform/toggled.ts';
import { useNow } from '../../platform/use-now.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { notificationsText } from '../../text/notifications.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { Empty, ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { countUnread, type NotificationRow, notificationRows } from './notification-facts.ts';
import { GroupItem, Item, moveFocus } from './notification-item.tsx';
import { useNotifications, useSettings } from './notification-queries.ts';
import { useOpenNotification } from './use-open.ts';

/** The bell with the number of unread notifications, and the list. */
export const NotificationCentre = memo(function NotificationCentre({
  open,
  onOpen,
}: {
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
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
            className="absolute -top-0.5 -right-1 rounded-full pointer-coarse:top-1.5 pointer-coarse:right-1 bg-text px-1 text-[10px] leading-4 font-semibold text-ground tabular-nums"
          >
            {unread > 99 ? notificationsText.tooMany : unread}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={8} className="z-30">
          <Popover.Popup className="flex max-h-[min(480px,calc(100dvh-80px))] w-90 max-w-[calc(100vw-16px)] animate-appear flex-col rounded-md bg-raised shadow-lift focus-visible:outline-none">
            <NotificationList onDone={() => onOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
});

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
  const read = async (ids: readonly string[]) => {
    const answers = await Promise.all(ids.map((id) => bridge.invoke('notifications.read', { id })));
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) say.failed(notificationsText.readFailed, failureSentence(failed));
  };
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const { data } = notifications;
  const rows = useMemo(() => notificationRows(data ?? [], unfolded), [data, unfolded]);
  const openOne = (notification: Notification) => {
    onDone();
    open(notification);
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
            ask({ kind: 'settings', page: 'notifications' });
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
        <Empty picture="days" title={notificationsText.emptyTitle}>
          {notificationsText.empty}
        </Empty>
      ) : (
        <VirtualList
          label={notificationsText.list}
          items={rows}
          keyOf={({ key }) => key}
          estimate={(row) => (row.kind === 'one' && row.isInGroup ? 36 : 64)}
          className="flex-1"
        >
          {(row: NotificationRow) =>
            row.kind === 'group' ? (
              <GroupItem
                group={row.group}
                isOpen={row.isOpen}
                now={now}
                onToggle={() => setUnfolded((known) => toggled(known, row.group.key))}
                onRead={() => void read(row.group.notifications.map(({ id }) => id))}
              />
            ) : (
              <Item
                notification={row.notification}
                isInGroup={row.isInGroup}
                now={now}
                onOpen={() => openOne(row.notification)}
                onRead={() => void read([row.notification.id])}
                onBlock={(person) => {
                  onDone();
                  ask({ kind: 'block', person });
                }}
              />
            )
          }
        </VirtualList>
      )}
    </>
  );
}

import type { Notification, NotificationType } from '../wire/notification.ts';
import { forWord } from '../wire/open-enum.ts';
import { groupBursts } from './bursts.ts';

type Kind = 'bounces' | 'comments' | 'replies' | 'mentions' | 'approvals';

/** News of one kind that one person made in one project within a while, newest first. A single one is a group too. */
export type NotificationGroup = {
  /** The id of its oldest, so that it stays the same while more follow. */
  key: string;
  kind: Kind | null;
  notifications: readonly [Notification, ...Notification[]];
  /** The names of the songs that they are about, newest first. */
  songs: readonly string[];
};

const kinds: Record<NotificationType, Kind | null> = {
  file_uploaded: 'bounces',
  comment_added: 'comments',
  reply_added: 'replies',
  mentioned: 'mentions',
  file_approved: 'approvals',
  cut_created: null,
  file_noted: null,
  member_joined: null,
  invited: null,
  role_changed: null,
};

/** Groups notifications that are newest first. Read and unread ones are apart, so what was read isn't counted again. */
export function groupNotifications(notifications: readonly Notification[]): NotificationGroup[] {
  const bursts = groupBursts(notifications, {
    keyOf: burstOf,
    timeOf: ({ createdAt }) => Date.parse(createdAt),
  });
  return bursts.map((burst) => ({
    key: (burst.at(-1) ?? burst[0]).id,
    kind: kindOf(burst[0]),
    notifications: burst,
    songs: songsOf(burst),
  }));
}

function burstOf(notification: Notification): string | null {
  const kind = kindOf(notification);
  const { actor, link, isRead } = notification;
  return kind && actor ? [kind, actor.id, link.projectId, isRead].join(' ') : null;
}

/** A file that isn't a version, such as a ZIP of stems, says more alone. */
function kindOf({ type, versionNumber }: Notification): Kind | null {
  return type === 'file_uploaded' && versionNumber === undefined ? null : (forWord(kinds, type) ?? null);
}

function songsOf(notifications: readonly Notification[]): string[] {
  const names = new Map<string, string>();
  for (const { link, cutName } of notifications) {
    const id = link.cutId ?? '';
    if (cutName !== undefined && !names.has(id)) names.set(id, cutName);
  }
  return [...names.values()];
}

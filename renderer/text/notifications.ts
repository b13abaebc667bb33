import type { MailLevel } from '../../protocol/wire/attention.ts';
import type { NotificationType } from '../../protocol/wire/notification.ts';

export const notificationsText = {
  heading: 'Notifications',
  unreadCount: (notifications: number) => `${notifications} unread`,
  quietMode: 'quiet mode',
  tooMany: '99+',
  list: 'List of notifications',
  loading: 'Loading notifications',
  emptyTitle: 'No notifications yet',
  empty: 'Comments on your songs, replies and new work in your projects appear here.',
  readAll: 'Mark all as read',
  settings: 'Notification settings',
  markAsRead: 'Mark as read',
  markOneAsRead: (title: string) => `Mark as read: ${title}`,
  readFailed: 'Couldn’t mark it as read',
  readAllFailed: 'Couldn’t mark them as read',
  /** Read out before the title. */
  announced: (kind: string, isRead: boolean) => (isRead ? `${kind}: ` : `${kind}, unread: `),

  kinds: {
    comment_added: 'Comment',
    reply_added: 'Reply',
    cut_created: 'New song',
    file_uploaded: 'New version',
    member_joined: 'New bandmate',
    invited: 'Invitation',
    mentioned: 'Mention',
    file_approved: 'Approval',
    file_noted: 'Version note',
    role_changed: 'New role',
  } satisfies Record<NotificationType, string>,
  /** A kind of notification that only a newer version knows. */
  unknownKind: 'Notification',
};

export const settingsText = {
  loading: 'Loading settings',
  quietMode: 'Quiet mode',
  quietModeHint: 'For recording: no pop-ups, here or over other windows. Badges still update.',
  projects: 'Notify me about',
  levelOf: (project: string) => `Notify me about ${project}`,
  levels: { everything: 'Everything', mentions: 'Mentions and versions', nothing: 'Nothing' },
  quietHours: 'Quiet hours',
  quietHoursHint:
    'No notifications over other windows at these hours, on all your computers. Mail waits until they end.',
  from: 'From',
  until: 'Until',
  mail: {
    heading: 'Mail me about',
    of: (project: string) => `Mail me about ${project}`,
    hint: 'A few minutes later, and only about what you haven’t seen in the app.',
    unconfirmed: 'Mail begins once you have confirmed your email.',
    silenced: 'No mail while you’re notified about nothing.',
    levels: { off: 'Nothing', mentions: 'Mentions', versions: 'Mentions and versions' } satisfies Record<
      MailLevel,
      string
    >,
  },
  saveFailed: 'Couldn’t save the setting',
  alerts: {
    ask: 'You don’t see notifications while you’re in another window or tab.',
    allow: 'Allow browser notifications…',
    blocked:
      'Browser notifications are off. They need HTTPS, and permission for this page in the browser’s settings.',
  },
};

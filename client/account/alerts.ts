import { type Clock, systemClock } from '../../common/clock.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { AccountSettings } from '../../protocol/ipc/settings.ts';
import type { Conversation } from '../../protocol/wire/chat.ts';
import type { Notification } from '../../protocol/wire/notification.ts';

/** Something to show over other windows. `target`: where a click leads. */
export type Alert = { title: string; body: string; target: OpenTarget };

export type AlertsDependencies = {
  userId: string;
  settings(): AccountSettings;
  notifications(): readonly Notification[];
  conversations(): readonly Conversation[];
  notify(alert: Alert): void;
  /** How long happenings are gathered before they are shown. */
  gatherMilliseconds?: number;
  clock?: Clock;
};

/** Decides what is shown over other windows. Whether ours is in front already is for who shows it. */
export type Alerts = {
  /** An event that was applied. */
  heard(event: RealtimeEvent): void;
  stop(): void;
};

/** More at once than this become one: someone who was offline for a day wants no wall of them. */
const mostAtOnce = 3;
const longestBody = 200;

/**
 * What came to the person is gathered for a moment, because a catch-up brings news together with the marks that say it
 * was read elsewhere: only what is still unread then is shown. Nothing while it is quiet, or about a muted project.
 */
export function createAlerts(dependencies: AlertsDependencies): Alerts {
  const { userId, settings, notify, gatherMilliseconds = 300, clock = systemClock } = dependencies;
  let gathered: Candidate[] = [];
  let cancelShow: (() => void) | undefined;

  function show(): void {
    cancelShow = undefined;
    const unread = gathered.filter((candidate) => isUnread(candidate, dependencies));
    gathered = [];
    for (const alert of summarise(unread)) notify(alert);
  }

  return {
    heard(event) {
      const candidate = toCandidate(event, userId);
      if (!candidate || isSilenced(candidate, settings())) return;
      gathered.push(candidate);
      cancelShow ??= clock.later(gatherMilliseconds, show);
    },
    stop() {
      cancelShow?.();
    },
  };
}

/** `about`: the notification or conversation that says whether it is still unread. */
type Candidate = Alert & { about: string; projectId: string | null };

function toCandidate(event: RealtimeEvent, ownUserId: string): Candidate | null {
  if (event.name === 'notification:new') {
    const { id, type, title, message, link, isRead } = event.payload;
    if (isRead) return null;
    // One isn't in the project that one is invited to: there is nothing to see there.
    const target: OpenTarget = type === 'invited' ? { kind: 'notifications' } : { kind: 'place', link };
    return { about: id, title, body: shorten(message), target, projectId: link.projectId };
  }
  if (event.name === 'chat:message') {
    const { conversationId, sender, text } = event.payload;
    if (sender.id === ownUserId) return null;
    const target = { kind: 'conversation', conversationId } as const;
    return { about: conversationId, title: sender.name, body: shorten(text), target, projectId: null };
  }
  return null;
}

function isSilenced({ projectId }: Candidate, { isQuiet, mutedProjectIds }: AccountSettings): boolean {
  return isQuiet || (projectId !== null && mutedProjectIds.includes(projectId));
}

/** What is not held (any more, or yet) says nothing against it. */
function isUnread(
  { about, target }: Candidate,
  { notifications, conversations }: Pick<AlertsDependencies, 'notifications' | 'conversations'>,
): boolean {
  return target.kind === 'conversation'
    ? conversations().find(({ id }) => id === about)?.unreadCount !== 0
    : notifications().find(({ id }) => id === about)?.isRead !== true;
}

/** One for each, or one for all when they are many. */
export function summarise(alerts: readonly Alert[]): Alert[] {
  if (alerts.length <= mostAtOnce) return alerts.map(({ title, body, target }) => ({ title, body, target }));
  const last = alerts.at(-1);
  return [
    {
      title: `${alerts.length} new for you`,
      body: last ? shorten(`Last: ${last.title}`) : '',
      target: { kind: 'notifications' },
    },
  ];
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longestBody ? `${line.slice(0, longestBody - 1)}…` : line;
}

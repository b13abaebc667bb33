import type { Clock } from '../../common/clock.ts';
import { isQuietAt } from '../../common/quiet-hours.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { AccountSettings } from '../../protocol/ipc/settings.ts';
import type { QuietHours } from '../../protocol/wire/attention.ts';
import type { Conversation } from '../../protocol/wire/chat.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import { clientText } from '../text.ts';

/** A system notification. `target`: where a click leads. */
export type Alert = { title: string; body: string; target: OpenTarget };

export type AlertsDependencies = {
  userId: string;
  settings(): AccountSettings;
  notifications(): readonly Notification[];
  conversations(): readonly Conversation[];
  quietHours(): QuietHours | null;
  notify(alert: Alert): void;
  /** How long candidates are collected before they are shown. */
  gatherMilliseconds?: number;
  clock: Clock;
};

/** Decides what is shown as a system notification. `notify` checks whether our window is in front. */
export type Alerts = {
  /** Takes an event, after the cache has applied it. */
  receive(event: RealtimeEvent): void;
  stop(): void;
};

/** More at once are shown as one: nobody wants a wall of notifications after a day offline. */
const mostAtOnce = 3;
const longestBody = 200;

/**
 * Candidates are collected for a moment, because a catch-up brings messages together with the events that say they were
 * read elsewhere: only what is still unread afterwards is shown. Nothing in quiet mode or in
 * quiet hours, or about a muted project.
 */
export function createAlerts(dependencies: AlertsDependencies): Alerts {
  const { userId, settings, notify, gatherMilliseconds = 300, clock } = dependencies;
  let gathered: Candidate[] = [];
  let cancelShow: (() => void) | undefined;

  function show(): void {
    cancelShow = undefined;
    const unread = gathered.filter((candidate) => isUnread(candidate, dependencies));
    gathered = [];
    for (const alert of summarise(unread)) notify(alert);
  }

  /** Only this computer knows what time it is where its user is. */
  function areQuietHours(): boolean {
    const hours = dependencies.quietHours();
    const now = new Date(clock.now());
    return hours !== null && isQuietAt(hours, now.getHours() * 60 + now.getMinutes());
  }

  return {
    receive(event) {
      const candidate = toCandidate(event, userId);
      if (!candidate || isSilenced(candidate, settings()) || areQuietHours()) return;
      gathered.push(candidate);
      cancelShow ??= clock.later(gatherMilliseconds, show);
    },
    stop() {
      cancelShow?.();
    },
  };
}

/** `about`: the notification or conversation that shows whether it is still unread. */
type Candidate = Alert & { about: string; projectId: string | null };

function toCandidate(event: RealtimeEvent, ownUserId: string): Candidate | null {
  if (event.name === 'notification:new') {
    const { id, type, title, message, link, isRead } = event.payload;
    if (isRead) return null;
    // An invited person is not in the project yet, so there is nothing to see there.
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

/** An entry that is not cached (any more, or yet) counts as unread. */
function isUnread(
  { about, target }: Candidate,
  { notifications, conversations }: Pick<AlertsDependencies, 'notifications' | 'conversations'>,
): boolean {
  return target.kind === 'conversation'
    ? conversations().find(({ id }) => id === about)?.unreadCount !== 0
    : notifications().find(({ id }) => id === about)?.isRead !== true;
}

/** One for each, or one for all if there are many. */
export function summarise(alerts: readonly Alert[]): Alert[] {
  if (alerts.length <= mostAtOnce) return alerts.map(({ title, body, target }) => ({ title, body, target }));
  const last = alerts.at(-1);
  return [
    {
      title: clientText.manyAlerts(alerts.length),
      body: last ? shorten(clientText.latestAlert(last.title)) : '',
      target: { kind: 'notifications' },
    },
  ];
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longestBody ? `${line.slice(0, longestBody - 1)}…` : line;
}

import type { Clock } from '../../common/clock.ts';
import { groupTitle } from '../../common/news-sentence.ts';
import { absenceMilliseconds, type News, placeOfNews } from '../../common/place-of-news.ts';
import { isQuietAt } from '../../common/quiet-hours.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { AccountSettings } from '../../protocol/ipc/settings.ts';
import { groupNotifications, type NotificationGroup } from '../../protocol/state/notification-groups.ts';
import type { QuietHours } from '../../protocol/wire/attention.ts';
import type { Conversation } from '../../protocol/wire/chat.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import { clientText } from '../text.ts';

/**
 * A system notification. `target`: where a click leads. It replaces an earlier one with the same `tag`, without a sound if
 * `isSilent`.
 */
export type Alert = {
  news: News;
  title: string;
  body: string;
  target: OpenTarget;
  tag: string;
  isSilent: boolean;
};

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

/** Decides what is shown as a system notification. `notify` checks whether our window is in front (`placeOfNews`). */
export type Alerts = {
  /** Takes an event, after the cache has applied it. */
  receive(event: RealtimeEvent): void;
  stop(): void;
};

/** More at once are shown as one: nobody wants a wall of notifications after a day offline. */
const mostAtOnce = 3;
const longestBody = 200;

/** More news of a burst that is on the desktop is collected for this long, and then replaces it silently. */
const updateMilliseconds = 5_000;

/** A burst makes a sound again once it has been silent for this long. */
const soundMilliseconds = 10 * 60_000;

/** `about`: the notification or conversation that shows whether it is still unread. */
type Candidate = {
  about: string;
  projectId: string | null;
  createdAt: string;
  news: Notification | null;
  alert: Alert;
};

/**
 * Candidates are collected for a moment, because a catch-up brings messages together with the events that say they were
 * read elsewhere: only what is still unread afterwards is shown, a burst as one that counts. Nothing in quiet mode or in
 * quiet hours, about a muted project, or of an absence.
 */
export function createAlerts(dependencies: AlertsDependencies): Alerts {
  const { userId, settings, notify, gatherMilliseconds = 300, clock } = dependencies;
  let gathered: Candidate[] = [];
  let next: { at: number; cancel: () => void } | undefined;
  /** When each burst was shown last, by its tag. */
  const shownAt = new Map<string, number>();

  function showAfter(milliseconds: number): void {
    const at = clock.monotonic() + milliseconds;
    if (next && next.at <= at) return;
    next?.cancel();
    next = { at, cancel: clock.later(milliseconds, show) };
  }

  function show(): void {
    next = undefined;
    const now = clock.monotonic();
    for (const [tag, at] of shownAt) if (now - at > soundMilliseconds) shownAt.delete(tag);
    const unread = gathered.filter((candidate) => isUnread(candidate, dependencies));
    const groups = groupNotifications(unreadNews(unread, dependencies.notifications()));
    const isEarly = ({ news }: Candidate) => {
      const group = news && groupOf(groups, news);
      return group !== null && now - (shownAt.get(group.key) ?? -updateMilliseconds) < updateMilliseconds;
    };
    gathered = unread.filter(isEarly);
    const alerts = joinBursts(
      unread.filter((one) => !isEarly(one)),
      groups,
    ).map((alert) => ({ ...alert, isSilent: shownAt.has(alert.tag) }));
    for (const { tag } of alerts) shownAt.set(tag, now);
    for (const alert of summarise(alerts)) notify(alert);
    if (gathered.length > 0) showAfter(updateMilliseconds);
  }

  /** Only this computer knows what time it is where its user is. */
  function areQuietHours(): boolean {
    const hours = dependencies.quietHours();
    const now = new Date(clock.now());
    return hours !== null && isQuietAt(hours, now.getHours() * 60 + now.getMinutes());
  }

  function belongsOnDesktop({ alert, createdAt, projectId }: Candidate): boolean {
    const isMissed = clock.now() - Date.parse(createdAt) >= absenceMilliseconds;
    const isQuiet = isSilenced(projectId, settings()) || areQuietHours();
    return placeOfNews(alert.news, isMissed ? 'away' : 'background', isQuiet) === 'desktop';
  }

  return {
    receive(event) {
      const candidate = toCandidate(event, userId);
      if (!candidate || !belongsOnDesktop(candidate)) return;
      gathered.push(candidate);
      showAfter(gatherMilliseconds);
    },
    stop() {
      next?.cancel();
    },
  };
}

/** All unread notifications, newest first: those of candidates that aren't cached (any more, or yet) count as unread. */
function unreadNews(candidates: readonly Candidate[], known: readonly Notification[]): Notification[] {
  const all = new Map(known.map((one) => [one.id, one]));
  for (const { news } of candidates) if (news && !all.has(news.id)) all.set(news.id, news);
  return [...all.values()].filter(({ isRead }) => !isRead).sort((a, b) => (a.id > b.id ? -1 : 1));
}

function groupOf(groups: readonly NotificationGroup[], { id }: Notification): NotificationGroup | null {
  return groups.find(({ notifications }) => notifications.some((one) => one.id === id)) ?? null;
}

/** One alert for the candidates of each burst. It leads to the newest, or to the list if it is about several songs. */
function joinBursts(candidates: readonly Candidate[], groups: readonly NotificationGroup[]): Alert[] {
  const alerts = new Map<string, Alert>();
  for (const { news, alert } of candidates) {
    const group = news && groupOf(groups, news);
    const isBurst = group !== null && group.notifications.length > 1;
    const tag = group?.key ?? alert.tag;
    alerts.set(tag, { ...(isBurst ? burstAlert(group) : alert), tag });
  }
  return [...alerts.values()];
}

function burstAlert(group: NotificationGroup): Alert {
  const { key, kind, songs, notifications } = group;
  const [newest] = notifications;
  const place = songs.length > 1 ? songs.join(', ') : newest.projectName;
  const body = kind === 'bounces' || songs.length > 1 ? (place ?? '') : newest.message;
  return {
    title: groupTitle(group),
    body: shorten(body),
    target: songs.length > 1 ? { kind: 'notifications' } : { kind: 'place', link: newest.link },
    ...{ news: 'project', tag: key, isSilent: false },
  };
}

function toCandidate(event: RealtimeEvent, ownUserId: string): Candidate | null {
  if (event.name === 'notification:new') {
    const news = event.payload;
    const { id, type, title, message, link, isRead, createdAt } = news;
    if (isRead) return null;
    // An invited person is not in the project yet, so there is nothing to see there.
    const target: OpenTarget = type === 'invited' ? { kind: 'notifications' } : { kind: 'place', link };
    const alert: Alert = {
      news: type === 'invited' ? 'invitation' : 'project',
      ...{ title, body: shorten(message), target, tag: id, isSilent: false },
    };
    return { about: id, projectId: link.projectId, createdAt, news, alert };
  }
  if (event.name === 'chat:message') {
    const { id, conversationId, sender, text, createdAt } = event.payload;
    if (sender.id === ownUserId) return null;
    const target = { kind: 'conversation', conversationId } as const;
    const alert: Alert = {
      ...{ news: 'direct', title: sender.name, body: shorten(text), target, tag: id, isSilent: false },
    };
    return { about: conversationId, projectId: null, createdAt, news: null, alert };
  }
  return null;
}

function isSilenced(projectId: string | null, { isQuiet, mutedProjectIds }: AccountSettings): boolean {
  return isQuiet || (projectId !== null && mutedProjectIds.includes(projectId));
}

/** An entry that is not cached (any more, or yet) counts as unread. */
function isUnread(
  { about, news }: Candidate,
  { notifications, conversations }: Pick<AlertsDependencies, 'notifications' | 'conversations'>,
): boolean {
  return news === null
    ? conversations().find(({ id }) => id === about)?.unreadCount !== 0
    : notifications().find(({ id }) => id === about)?.isRead !== true;
}

/** One for each, or one for all if there are many. */
export function summarise(alerts: readonly Alert[]): readonly Alert[] {
  if (alerts.length <= mostAtOnce) return alerts;
  const last = alerts.at(-1);
  return [
    {
      news: 'project',
      title: clientText.manyAlerts(alerts.length),
      body: last ? shorten(clientText.latestAlert(last.title)) : '',
      target: { kind: 'notifications' },
      ...{ tag: 'many', isSilent: alerts.every(({ isSilent }) => isSilent) },
    },
  ];
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longestBody ? `${line.slice(0, longestBody - 1)}…` : line;
}

import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import type { Route } from '../../platform/route.ts';
import { isInSight, isTold } from './notification-words.ts';

/** How long news is gathered before it is shown: a catch-up brings it together with what was read of it elsewhere. */
const gatherMilliseconds = 300;

/** More at once than this become one: who comes back after a day wants no wall of them. */
const mostAtOnce = 3;

/** What is shown of the news that came together: each of it, or one for all. */
export type ShownNews = { kind: 'each'; news: readonly Notification[] } | { kind: 'many'; count: number };

/** `held` is the list by now: what is not held (any more, or yet) says nothing against it. */
export function newsToShow(
  gathered: readonly Notification[],
  {
    held,
    route,
    settings,
  }: {
    held: readonly Notification[];
    route: Route;
    settings: Pick<AccountSettings, 'isQuiet' | 'mutedProjectIds'>;
  },
): ShownNews {
  const read = new Set(held.filter(({ isRead }) => isRead).map(({ id }) => id));
  const news = gathered.filter(
    ({ id, link }) => !read.has(id) && !isInSight(link, route) && isTold(link, settings),
  );
  return news.length > mostAtOnce ? { kind: 'many', count: news.length } : { kind: 'each', news };
}

/** Hands on what came within a moment, together. */
export function gatherNews(show: (gathered: readonly Notification[]) => void): {
  heard(notification: Notification): void;
  stop(): void;
} {
  let gathered: Notification[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    heard(notification) {
      gathered.push(notification);
      timer ??= setTimeout(() => {
        const together = gathered;
        gathered = [];
        timer = undefined;
        show(together);
      }, gatherMilliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type Activity, mostDismissed } from '../../../protocol/wire/activity.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { plural } from '../../text/format.ts';
import { useSay } from '../../ui/messages.tsx';
import { withActivity, withoutActivities } from './activity-feed.ts';
import { activityKeys, changeFeed, type FeedId } from './activity-queries.ts';

/** Takes activities off the person's own feed, at once on screen; with a message that takes it back. */
export function useDismiss() {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();

  const undo = async (ids: readonly string[], activities: readonly Activity[]) => {
    putBack(client, activities);
    const answers = await Promise.all(
      portions(ids).map((portion) => bridge.invoke('activities.undismiss', { ids: portion })),
    );
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) say.failed('Not all came back', failureSentence(failed));
    // Those that were never held here come back too.
    void client.invalidateQueries({ queryKey: activityKeys.all });
  };
  const offer = (title: string, ids: readonly string[], activities: readonly Activity[]) =>
    say.told(title, { action: { label: 'Undo', onChoose: () => void undo(ids, activities) } });

  return {
    /** What one row stands for goes at once, with one message. */
    async dismiss(activities: readonly Activity[]) {
      takeAway(client, activities);
      const ids = activities.map(({ id }) => id);
      const answer = await bridge.invoke('activities.dismiss', { ids });
      if (answer.ok) return offer('Dismissed', ids, activities);
      putBack(client, activities);
      say.failed('It could not be dismissed', failureSentence(answer));
    },
    async dismissAll(projectId: FeedId) {
      const activities = held(client, projectId);
      takeAway(client, activities);
      const answer = await bridge.invoke('activities.dismissAll', { projectId });
      if (!answer.ok) {
        putBack(client, activities);
        say.failed('They could not be dismissed', failureSentence(answer));
        return;
      }
      const { dismissed } = answer.data;
      offer(`${plural(dismissed.length, 'activity', 'activities')} dismissed`, dismissed, activities);
    },
  };
}

function portions(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / mostDismissed);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * mostDismissed, (index + 1) * mostDismissed),
  );
}

function held(client: QueryClient, projectId: FeedId): readonly Activity[] {
  return client.getQueryData<readonly Activity[]>(activityKeys.feed(projectId)) ?? [];
}

function takeAway(client: QueryClient, activities: readonly Activity[]): void {
  const ids = new Set(activities.map(({ id }) => id));
  for (const feed of feedsOf(activities)) changeFeed(client, feed, (list) => withoutActivities(list, ids));
}

function putBack(client: QueryClient, activities: readonly Activity[]): void {
  for (const feed of feedsOf(activities))
    changeFeed(client, feed, (list) =>
      activities.reduce(
        (known, activity) =>
          feed === null || activity.projectId === feed ? withActivity(known, activity) : known,
        list,
      ),
    );
}

function feedsOf(activities: readonly Activity[]): FeedId[] {
  return [null, ...new Set(activities.map(({ projectId }) => projectId))];
}

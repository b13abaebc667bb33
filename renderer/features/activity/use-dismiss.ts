import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type Activity, mostDismissed } from '../../../protocol/wire/activity.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { activityText } from '../../text/activity.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';
import { withActivity, withoutActivities } from './activity-feed.ts';
import { activityKeys, changeFeed, type FeedId } from './activity-queries.ts';

/** Removes activities from the user's own feed, on screen at once. A message offers to undo it. */
export function useDismiss() {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();

  const undo = async (ids: readonly string[], activities: readonly Activity[]) => {
    restore(client, activities);
    const answers = await Promise.all(
      batches(ids).map((batch) => bridge.invoke('activities.undismiss', { ids: batch })),
    );
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) say.failed(activityText.undoFailed, failureSentence(failed));
    // Also restores the activities that were never loaded here.
    void client.invalidateQueries({ queryKey: activityKeys.all });
  };
  const offer = (title: string, ids: readonly string[], activities: readonly Activity[]) =>
    say.inform(title, { action: { label: commonText.undo, onChoose: () => void undo(ids, activities) } });

  return {
    /** Dismisses all activities of one row together. */
    async dismiss(activities: readonly Activity[]) {
      removeFromFeeds(client, activities);
      const ids = activities.map(({ id }) => id);
      const answer = await bridge.invoke('activities.dismiss', { ids });
      if (answer.ok) return offer(activityText.dismissed, ids, activities);
      restore(client, activities);
      say.failed(activityText.dismissFailed, failureSentence(answer));
    },
    async dismissAll(projectId: FeedId) {
      const activities = loaded(client, projectId);
      removeFromFeeds(client, activities);
      const answer = await bridge.invoke('activities.dismissAll', { projectId });
      if (!answer.ok) {
        restore(client, activities);
        say.failed(activityText.dismissAllFailed, failureSentence(answer));
        return;
      }
      const { dismissed } = answer.data;
      offer(activityText.dismissedMany(dismissed.length), dismissed, activities);
    },
  };
}

function batches(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / mostDismissed);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * mostDismissed, (index + 1) * mostDismissed),
  );
}

function loaded(client: QueryClient, projectId: FeedId): readonly Activity[] {
  return client.getQueryData<readonly Activity[]>(activityKeys.feed(projectId)) ?? [];
}

function removeFromFeeds(client: QueryClient, activities: readonly Activity[]): void {
  const ids = new Set(activities.map(({ id }) => id));
  for (const feed of feedsOf(activities)) changeFeed(client, feed, (list) => withoutActivities(list, ids));
}

function restore(client: QueryClient, activities: readonly Activity[]): void {
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

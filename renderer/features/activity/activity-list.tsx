import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { Activity } from '../../../protocol/wire/activity.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { keys, useProjects } from '../../platform/queries.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { toggled } from '../../platform/toggled.ts';
import { useNow } from '../../platform/use-now.ts';
import { activityText } from '../../text/activity.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { useShownProject } from '../pending/port.tsx';
import { withEarlier } from './activity-feed.ts';
import { ActivityItem, BurstItem } from './activity-item.tsx';
import { activityPage, changeFeed, type FeedId, useActivities } from './activity-queries.ts';
import { activityRows } from './activity-rows.ts';
import { placeText } from './activity-text.ts';
import { useDismiss } from './use-dismiss.ts';

/** The band's activity in this project or, with null, in all projects. Newest first. */
export const ActivityList = memo(function ActivityList({ projectId }: { projectId: FeedId }) {
  const activities = useActivities(projectId);
  const opened = useShownProject(projectId).project;
  const projects = useProjects().data;
  const client = useQueryClient();
  const now = useNow();
  const { loadEarlier, problem } = useEarlier(projectId, activities.data);
  const { dismiss, dismissAll } = useDismiss();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const rows = activityRows(activities.data ?? [], now, unfolded);
  const projectName = (one: Activity) =>
    projectId === null ? projects?.find(({ id }) => id === one.projectId)?.name : undefined;
  if (activities.isPending) return <Skeleton rows={6} label={activityText.loading} />;
  if (activities.error)
    return (
      <div className="flex flex-col items-start gap-2 p-4">
        <ReadProblem error={activities.error} />
        <Button onClick={() => void activities.refetch()}>{commonText.tryAgain}</Button>
      </div>
    );
  if (rows.length === 0)
    return (
      <Empty picture="days" title={activityText.emptyTitle}>
        {projectId === null ? activityText.allEmpty : activityText.empty}
      </Empty>
    );
  return (
    <>
      <h2 className="sr-only">{activityText.heading}</h2>
      <div className="flex shrink-0 justify-end px-2 pt-1">
        <Button tone="quiet" icon={CheckCheck} onClick={() => void dismissAll(projectId)}>
          {activityText.dismissAll}
        </Button>
      </div>
      <VirtualList
        label={projectId === null ? activityText.allList : activityText.list}
        items={rows}
        keyOf={(row) => row.key}
        estimate={(row) => (row.kind === 'day' ? 32 : 52)}
        onNearEnd={loadEarlier}
      >
        {(row) =>
          row.kind === 'day' ? (
            <h3 className="px-4 pt-3 pb-1 text-meta font-semibold text-faint">{row.day}</h3>
          ) : row.kind === 'burst' ? (
            <BurstItem
              entries={row.entries}
              songs={row.songs}
              isOpen={row.isOpen}
              now={now}
              project={projectName(row.entries[0].activity)}
              onToggle={() => setUnfolded((known) => toggled(known, row.key))}
              onDismiss={() =>
                void dismiss(row.entries.flatMap(({ activity, created }) => [activity, ...created]))
              }
            />
          ) : (
            <ActivityItem
              activity={row.activity}
              cutName={namesOf(client, row.activity).cutName}
              place={placeText(row.activity, row.created, namesOf(client, row.activity).vibeName)}
              now={now}
              project={projectName(row.activity)}
              opened={opened}
              isInBurst={row.isInBurst}
              onDismiss={() => void dismiss([row.activity, ...row.created])}
            />
          )
        }
      </VirtualList>
      {problem && (
        <p role="status" className="shrink-0 border-t border-line px-4 py-2 text-meta break-words text-dim">
          {activityText.earlierFailed(problem)}
        </p>
      )}
    </>
  );
});

/**
 * Loads the activities before the last one, once per last one: the end of the feed isn't requested again, and a failed
 * page only after the connection has changed.
 */
function useEarlier(projectId: FeedId, list: readonly Activity[] | undefined) {
  const bridge = useBridge();
  const client = useQueryClient();
  const asked = useRef<string>(undefined);
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const connection = useConnection().kind;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a connection change triggers another try
  useEffect(() => {
    asked.current = undefined;
    setProblem(null);
  }, [connection]);
  const loadEarlier = () => {
    const last = list?.at(-1)?.id;
    if (!last || !list || list.length < activityPage || isReading || asked.current === last) return;
    asked.current = last;
    setReading(true);
    void bridge
      .invoke('activities.list', { projectId, before: last, limit: activityPage })
      .then((answer) => {
        if (answer.ok) changeFeed(client, projectId, (known) => withEarlier(known, answer.data));
        setProblem(answer.ok ? null : failureSentence(answer));
      })
      .finally(() => setReading(false));
  };
  return { loadEarlier, problem };
}

/** The names of the activity's vibe and cut, if its project is in the query cache. */
function namesOf(client: QueryClient, { projectId, link }: Activity) {
  const project = client.getQueryData<ProjectSnapshot>(keys.project(projectId));
  const vibe = project?.vibes.find(({ id }) => id === link.vibeId);
  const cut = project?.vibes.flatMap(({ cuts }) => cuts).find(({ id }) => id === link.cutId);
  return { vibeName: vibe?.name ?? null, cutName: cut?.name ?? null };
}

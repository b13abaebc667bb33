import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Activity } from '../../../protocol/wire/activity.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { keys, useProjects } from '../../platform/queries.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { formatRoute, routeOf } from '../../platform/route.ts';
import { useConnection } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { activityText } from '../../text/activity.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatAgo } from '../../text/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { withEarlier } from './activity-feed.ts';
import { activityPage, changeFeed, type FeedId, useActivities } from './activity-queries.ts';
import { activityRows } from './activity-rows.ts';
import { activityParts, createdText } from './activity-text.ts';
import { useDismiss } from './use-dismiss.ts';

/** The band's activity in this project or, with null, in all projects. Newest first. */
export function ActivityList({ projectId }: { projectId: FeedId }) {
  const activities = useActivities(projectId);
  const projects = useProjects().data;
  const client = useQueryClient();
  const now = useNow();
  const { loadEarlier, problem } = useEarlier(projectId, activities.data);
  const { dismiss, dismissAll } = useDismiss();
  const rows = activityRows(activities.data ?? [], now);
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
      <p className="px-4 py-3 text-faint">
        {projectId === null ? activityText.allEmpty : activityText.empty}
      </p>
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
          ) : (
            <ActivityItem
              activity={row.activity}
              created={createdText(row.created, vibeNameOf(client, row.activity))}
              now={now}
              project={
                projectId === null
                  ? projects?.find(({ id }) => id === row.activity.projectId)?.name
                  : undefined
              }
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
}

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

/** The name of the activity's vibe, if its project is in the query cache. */
function vibeNameOf(client: QueryClient, { projectId, link }: Activity): string | null {
  const project = client.getQueryData<ProjectSnapshot>(keys.project(projectId));
  return project?.vibes.find(({ id }) => id === link.vibeId)?.name ?? null;
}

function ActivityItem({
  activity,
  created,
  now,
  project,
  onDismiss,
}: {
  activity: Activity;
  /** The vibe or cut that a bounce created besides the file, as text. */
  created: string;
  now: number;
  /** The project's name, in a list of several projects. */
  project: string | undefined;
  onDismiss: () => void;
}) {
  const parts = activityParts(activity);
  const { before, name } = parts;
  const after = [parts.after, created].filter(Boolean).join(' ');
  const leads = activity.link.cutId !== undefined || project !== undefined;
  const title = [activity.actor.name, before, name, after].filter(Boolean).join(' ');
  return (
    <article className="group flex gap-2 py-1.5 pr-2 pl-4 hover:bg-hover" aria-label={title}>
      <p className="line-clamp-3 min-w-0 flex-1 wrap-anywhere">
        <bdi className="font-medium">{activity.actor.name}</bdi> <span className="text-dim">{before}</span>
        {name && ' '}
        {name && leads ? (
          <a
            href={formatRoute(routeOf(activity.link))}
            className="rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-accent"
          >
            <bdi>{name}</bdi>
          </a>
        ) : (
          <bdi>{name}</bdi>
        )}
        {after && <span className="text-dim"> {after}</span>}
        {project && (
          <span className="text-faint">
            {' '}
            · <bdi>{project}</bdi>
          </span>
        )}
      </p>
      <time dateTime={activity.createdAt} className="shrink-0 text-meta leading-5 text-faint tabular-nums">
        {formatAgo(Date.parse(activity.createdAt), now)}
      </time>
      <IconButton
        label={activityText.dismiss(title)}
        icon={X}
        onClick={(event) => {
          focusNext(event.currentTarget);
          onDismiss();
        }}
        className="-my-1 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
      />
    </article>
  );
}

/** The row is about to disappear. Keyboard users continue on the next one, or on the one before. */
function focusNext(button: HTMLElement): void {
  const buttons = [...(button.closest('ul')?.querySelectorAll<HTMLElement>('article button') ?? [])];
  const index = buttons.indexOf(button);
  (buttons[index + 1] ?? buttons[index - 1] ?? button.closest<HTMLElement>('section'))?.focus();
}

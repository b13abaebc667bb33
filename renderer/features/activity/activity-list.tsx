import type { Activity } from '../../../protocol/wire/activity.ts';
import { useNow } from '../../app/clock.ts';
import { formatRoute } from '../../app/route.ts';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { formatAgo } from '../../words/format.ts';
import { useActivities } from './activity-queries.ts';
import { activityRows, activityWords } from './activity-words.ts';

/** What the band did in this project, newest first. */
export function ActivityList({ projectId }: { projectId: string }) {
  const activities = useActivities(projectId);
  const now = useNow();
  const rows = activityRows(activities.data ?? [], now);
  if (activities.isPending) return <Skeleton rows={6} label="Loading activity" />;
  if (activities.error)
    return (
      <div className="p-4">
        <ErrorLine>{activities.error.message}</ErrorLine>
      </div>
    );
  if (rows.length === 0)
    return <p className="px-4 py-3 text-faint">Nothing yet. What the band does here shows up by itself.</p>;
  return (
    <VirtualList
      label="Activity of the project"
      items={rows}
      keyOf={(row) => row.key}
      estimate={(row) => (row.kind === 'day' ? 32 : 52)}
    >
      {(row) =>
        row.kind === 'day' ? (
          <h3 className="px-4 pt-3 pb-1 text-meta font-semibold text-faint">{row.day}</h3>
        ) : (
          <ActivityItem activity={row.activity} now={now} />
        )
      }
    </VirtualList>
  );
}

function ActivityItem({ activity, now }: { activity: Activity; now: number }) {
  const { before, name, after } = activityWords(activity);
  const { projectId, cutId } = activity.link;
  const words = (
    <>
      <span className="font-medium">{activity.actor.name}</span> <span className="text-dim">{before}</span>
      {name && (
        <>
          {' '}
          {cutId ? (
            <a
              href={formatRoute({ name: 'project', projectId, cutId })}
              className="rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-accent"
            >
              {name}
            </a>
          ) : (
            name
          )}
        </>
      )}
      {after && <span className="text-dim"> {after}</span>}
    </>
  );
  return (
    <article className="flex gap-3 px-4 py-1.5" aria-label={`${activity.actor.name} ${before} ${name}`}>
      <p className="line-clamp-3 min-w-0 flex-1 break-words">{words}</p>
      <time dateTime={activity.createdAt} className="shrink-0 text-meta leading-5 text-faint tabular-nums">
        {formatAgo(Date.parse(activity.createdAt), now)}
      </time>
    </article>
  );
}

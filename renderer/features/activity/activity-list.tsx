import { useVirtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
import type { Activity } from '../../../protocol/wire/activity.ts';
import { useNow } from '../../app/clock.ts';
import { useActivities } from '../../app/queries.ts';
import { formatRoute } from '../../app/route.ts';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { formatAgo } from '../../words/format.ts';
import { activityRows, activityWords } from './activity-words.ts';

/** What the band did in this project, newest first. */
export function ActivityList({ projectId }: { projectId: string }) {
  const activities = useActivities(projectId);
  const now = useNow();
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const rows = activityRows(activities.data ?? [], now);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => (rows[index]?.kind === 'day' ? 32 : 52),
    overscan: 8,
  });
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
    <ScrollRegion ref={setScroll} label="Activity of the project" className="flex-1">
      <div className="relative" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              ref={list.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'day' ? (
                <h3 className="px-4 pt-3 pb-1 text-meta font-semibold text-faint">{row.day}</h3>
              ) : (
                <ActivityItem activity={row.activity} now={now} />
              )}
            </div>
          );
        })}
      </div>
    </ScrollRegion>
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

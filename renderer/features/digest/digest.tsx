import { X } from 'lucide-react';
import { useMemo } from 'react';
import type { Absence } from '../../../protocol/ipc/settings.ts';
import { useProjects } from '../../platform/queries.ts';
import { formatRoute } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { digestText } from '../../text/digest.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useChangeSettings, useNotifications, useSettings } from '../notifications/port.tsx';
import { OpenPointsProvider, useOpenPoints } from '../open-points/port.tsx';
import { digestParts, type Missed, missedByProject } from './digest-parts.ts';
import { useMissed } from './missed-queries.ts';

/** The summary of an absence: of one project, or with null of all. Stays until it is dismissed. */
export function Digest({ projectId }: { projectId: string | null }) {
  const absence = useSettings().data?.absence ?? null;
  return absence && <Summary absence={absence} projectId={projectId} />;
}

function Summary({ absence, projectId }: { absence: Absence; projectId: string | null }) {
  const { account } = useSession();
  const activities = useMissed(absence);
  const notifications = useNotifications().data;
  const projects = useProjects().data;
  const change = useChangeSettings();
  const missed = useMemo(
    () => missedByProject(activities ?? [], notifications ?? [], absence, account.id),
    [activities, notifications, absence, account.id],
  );
  const shown = missed.filter(
    (one) =>
      (projectId === null || one.projectId === projectId) && projects?.some(({ id }) => id === one.projectId),
  );
  if (!activities || shown.length === 0) return null;
  return (
    <section
      aria-labelledby="digest"
      className={classNames(
        'mx-auto my-3 w-[calc(100%-32px)] shrink-0 animate-appear rounded-card border border-line bg-card py-2 pr-2 pl-4 not-has-[li]:hidden max-[480px]:w-[calc(100%-16px)]',
        projectId === null && 'max-w-180',
      )}
    >
      <div className="flex items-center gap-2">
        <h2 id="digest" className="min-w-0 flex-1 font-semibold">
          {digestText.heading}{' '}
          <span className="font-normal whitespace-nowrap text-faint">
            · {digestText.length(absence.until - absence.from)}
          </span>
        </h2>
        <IconButton label={digestText.dismiss} icon={X} onClick={() => void change({ absence: null })} />
      </div>
      <ul className="flex flex-col gap-1 pr-6 pb-1">
        {projectId === null
          ? shown.map((one) => (
              <OpenPointsProvider
                key={one.projectId}
                projectId={one.commentIds.size > 0 ? one.projectId : null}
              >
                <ProjectLine
                  missed={one}
                  name={projects?.find(({ id }) => id === one.projectId)?.name ?? null}
                />
              </OpenPointsProvider>
            ))
          : shown.map((one) => <ProjectLine key={one.projectId} missed={one} name={null} />)}
      </ul>
    </section>
  );
}

function ProjectLine({ missed, name }: { missed: Missed; name: string | null }) {
  const { commentIds } = missed;
  const { points, isReading, unread } = useOpenPoints();
  const parts = useMemo(() => {
    // While it isn't known which are still open, all are.
    const isKnown = !isReading && unread === 0;
    return digestParts(missed, isKnown ? new Set(points.map(({ comment }) => comment.id)) : commentIds);
  }, [missed, points, isReading, unread, commentIds]);
  if (parts.length === 0) return null;
  return (
    <li className="wrap-anywhere">
      {name !== null && (
        <span className="font-medium after:font-normal after:text-faint after:content-[':_']">
          <bdi>{name}</bdi>
        </span>
      )}
      {parts.map(({ key, text, to }, index) => (
        <span key={key} className="text-dim">
          {index > 0 && ', '}
          <a
            href={formatRoute(to)}
            className="rounded-sm text-text underline decoration-line-strong underline-offset-2 hover:decoration-text"
          >
            <bdi>{text}</bdi>
          </a>
        </span>
      ))}
    </li>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { LinkIcon, Plus } from 'lucide-react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { countArrivals } from '../../platform/arrivals.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { expectProject } from '../../platform/queries.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { formatRoute, useRouteFact } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { projectsText } from '../../text/projects.ts';
import { Art } from '../../ui/art.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CountBadge } from '../../ui/count-badge.tsx';
import { Name } from '../../ui/name.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChangeBadge, useShownProjects } from '../pending/port.tsx';
import { useAttention } from '../room/port.tsx';

/** The user's projects, each with the number of new songs and unread messages in it. */
export function ProjectList({ onGo }: { onGo: () => void }) {
  const { ask, arrivals } = useFrame();
  const unseen = useStore(arrivals);
  const attention = useAttention().data;
  const { projects, badges, query } = useShownProjects();
  const chosen = useRouteFact((route) => (route.name === 'project' ? route.projectId : null));
  const bridge = useBridge();
  const client = useQueryClient();
  /** A project that is not on the server yet can't be read. */
  const expect = (id: string) => {
    if (query.data?.some((project) => project.id === id)) expectProject(client, bridge, id);
  };
  return (
    <PanelSection
      title={projectsText.heading}
      actions={
        <>
          <IconButton
            label={projectsText.acceptInvitation}
            icon={LinkIcon}
            onClick={() => ask({ kind: 'join-project' })}
          />
          <IconButton
            label={projectsText.newProject}
            keys="⇧N"
            icon={Plus}
            onClick={() => ask({ kind: 'new-project' })}
          />
        </>
      }
    >
      {query.isPending && <Skeleton rows={3} label={projectsText.loadingList} />}
      {query.error && <ReadProblem error={query.error} />}
      {query.data?.length === 0 && projects.length === 0 && (
        <p className="px-2 text-meta text-faint">{projectsText.noneYet}</p>
      )}
      <ul>
        {projects.map((project) => {
          const fresh = countArrivals(unseen, project.id);
          const unread = attention?.projects.find((one) => one.projectId === project.id)?.unreadCount ?? 0;
          const news = fresh + unread;
          const badge = badges.get(project.id);
          return (
            <li
              key={project.id}
              className={classNames('flex min-w-0 items-center gap-1', placeLook(project.id === chosen))}
            >
              <a
                href={formatRoute({ name: 'project', projectId: project.id, cutId: null })}
                onClick={onGo}
                onPointerEnter={() => expect(project.id)}
                onFocus={() => expect(project.id)}
                aria-current={project.id === chosen ? 'page' : undefined}
                className={placeClass}
              >
                <Art name={project.name} picture={project.imageUrl} size={24} />
                <Name className={classNames('flex-1', news > 0 && 'font-semibold text-text')}>
                  {project.name}
                </Name>
                <CountBadge amount={news} label={projectsText.news(fresh, unread)} />
              </a>
              {badge && (
                <span className="pr-2">
                  <ChangeBadge badge={badge} size={badge.kind === 'refused' ? 'icon' : 'brief'} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </PanelSection>
  );
}

const placeClass = 'flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2';

function placeLook(isChosen: boolean): string {
  return classNames(
    'rounded-md hover:bg-hover',
    isChosen ? 'bg-chosen font-medium' : 'text-dim hover:text-text',
  );
}

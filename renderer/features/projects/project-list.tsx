import { LinkIcon, Plus } from 'lucide-react';
import { countArrivals } from '../../app/arrivals.ts';
import { useFrame } from '../../app/frame-context.tsx';
import { useOutbox, useProjects } from '../../app/queries.ts';
import { formatRoute, useRoute } from '../../app/route.ts';
import { useStore } from '../../app/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CountBadge } from '../../ui/count-badge.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { PanelSection } from '../../ui/panel-section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { count } from '../../words/format.ts';
import { readCommand } from '../waiting/overlay.ts';

/** The projects of the band; a small number says how much in each has not been looked at. */
export function ProjectList({ onGo }: { onGo: () => void }) {
  const { ask, arrivals } = useFrame();
  const unseen = useStore(arrivals);
  const projects = useProjects();
  const route = useRoute();
  const chosen = route.name === 'project' ? route.projectId : null;
  const known = new Set(projects.data?.map(({ id }) => id));
  const coming = (useOutbox().data ?? [])
    .filter((operation) => operation.state.kind !== 'refused')
    .map(readCommand)
    .filter((command) => command?.kind === 'project.create')
    .filter((command) => !known.has(command.payload.id));
  return (
    <PanelSection
      title="Projects"
      actions={
        <>
          <IconButton
            label="Accept an invitation"
            icon={LinkIcon}
            onClick={() => ask({ kind: 'join-project' })}
          />
          <IconButton
            label="New project"
            keys="⇧N"
            icon={Plus}
            onClick={() => ask({ kind: 'new-project' })}
          />
        </>
      }
    >
      {projects.isPending && <Skeleton rows={3} label="Loading projects" />}
      {projects.error && <ErrorLine>{projects.error.message}</ErrorLine>}
      <a
        href={formatRoute({ name: 'everything' })}
        onClick={onGo}
        aria-current={route.name === 'everything' ? 'page' : undefined}
        className={placeClass(route.name === 'everything')}
      >
        Everything
      </a>
      <ul>
        {projects.data?.map((project) => {
          const fresh = countArrivals(unseen, project.id);
          return (
            <li key={project.id}>
              <a
                href={formatRoute({ name: 'project', projectId: project.id, cutId: null })}
                onClick={onGo}
                aria-current={project.id === chosen ? 'page' : undefined}
                className={placeClass(project.id === chosen)}
              >
                <span title={project.name} className="min-w-0 flex-1 truncate">
                  {project.name}
                </span>
                <CountBadge amount={fresh} words={count(fresh, 'new cut')} />
              </a>
            </li>
          );
        })}
        {coming.map((command) => (
          <li key={command.payload.id} className="flex h-8 items-center gap-2 px-2 text-faint">
            <span className="min-w-0 flex-1 truncate italic">{command.payload.name}</span>
            <span className="text-meta">waiting</span>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

function placeClass(isChosen: boolean): string {
  return classNames(
    'flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover',
    isChosen ? 'bg-chosen font-medium' : 'text-dim hover:text-text',
  );
}

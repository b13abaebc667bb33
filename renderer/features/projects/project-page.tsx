import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useOutbox, useProject, useProjects } from '../../app/queries.ts';
import { useSession } from '../../app/session-context.tsx';
import { useProjectRoom } from '../../app/socket-context.tsx';
import { isGone } from '../../bridge/is-gone.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { dropTarget, intentSentence } from '../drop/drop-intent.ts';
import { useDrag } from '../drop/use-drag.ts';
import { useDropFiles } from '../drop/use-drop-files.ts';
import { FirstSteps } from '../first-run/first-steps.tsx';
import { type Marks, overlay, readCommand } from '../waiting/overlay.ts';
import { useLingering } from '../waiting/use-lingering.ts';
import { ProjectGrid, type Reveal } from './project-grid.tsx';
import type { Row } from './project-rows.ts';
import { useRowActions } from './use-row-actions.ts';

/** One project: its vibes with their cuts and files, live, and the place where things are dropped. */
export function ProjectPage({ projectId, reveal }: { projectId: string; reveal: Reveal | null }) {
  useProjectRoom(projectId);
  const project = useProject(projectId);
  const operations = useLingering(useOutbox().data ?? none);
  const listed = useProjects().data?.some(({ id }) => id === projectId) ?? false;
  const { account } = useSession();
  const shown = useMemo(
    () => project.data && overlay(project.data, operations, account),
    [project.data, operations, account],
  );
  const { isError, refetch } = project;
  useEffect(() => {
    if (listed && isError) void refetch();
  }, [listed, isError, refetch]);
  if (!project.data && operations.some((operation) => isMaking(operation, projectId)))
    return (
      <Empty title="Not made yet">
        The project is kept on this machine and made as soon as the server is reached. Then it opens here by
        itself.
      </Empty>
    );
  if (project.error && (isGone(project.error) || !project.data))
    return (
      <Empty
        title={isGone(project.error) ? 'This project is gone' : 'The project can’t be read'}
        action={!isGone(project.error) && <Button onClick={() => void project.refetch()}>Try again</Button>}
      >
        {isGone(project.error)
          ? 'It was deleted, or you are no longer in it. Your bounces on disk are untouched.'
          : project.error.message}
      </Empty>
    );
  if (!shown) return <Skeleton rows={9} label="Loading the project" />;
  return <LoadedProject project={shown.project} marks={shown.marks} reveal={reveal} />;
}

const none: PendingOperation[] = [];

function isMaking(operation: PendingOperation, projectId: string): boolean {
  const command = readCommand(operation);
  return command?.kind === 'project.create' && command.payload.id === projectId;
}

function LoadedProject({
  project,
  marks,
  reveal,
}: {
  project: ProjectSnapshot;
  marks: Marks;
  reveal: Reveal | null;
}) {
  const rows = useRef<readonly Row[]>([]);
  const onRows = useCallback((next: readonly Row[]) => {
    rows.current = next;
  }, []);
  const dropFiles = useDropFiles();
  const picker = useRef<HTMLInputElement>(null);
  const pickedFor = useRef<Row | null>(null);
  const act = useRowActions(project, (row) => {
    pickedFor.current = row;
    picker.current?.click();
  });
  const { intent, cutHandle, zone } = useDrag({
    rowOf: (element) => {
      const index = element.closest('[data-index]')?.getAttribute('data-index');
      return (index && rows.current[Number(index)]) || null;
    },
    onFiles: (files, where) => {
      const target = dropTarget(where, project.id);
      if (target) void dropFiles(files, target);
    },
    onCut: (id, vibeId) => act.move(id, vibeId),
  });
  const cuts = project.vibes.reduce((sum, vibe) => sum + vibe.cuts.length, 0);
  return (
    <section
      aria-label={`Project ${project.name}`}
      className="relative flex min-h-0 flex-1 flex-col"
      {...zone}
    >
      {cuts === 0 && (
        <FirstSteps
          project={project}
          onChooseFiles={() => {
            pickedFor.current = null;
            picker.current?.click();
          }}
        />
      )}
      {project.vibes.length > 0 && (
        <ProjectGrid
          project={project}
          marks={marks}
          reveal={reveal}
          intent={intent}
          cutHandle={cutHandle}
          onRows={onRows}
          onAction={act.run}
        />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Choose files"
        onChange={(event) => {
          const row = pickedFor.current;
          const target = row
            ? 'cut' in row
              ? { kind: 'cut' as const, projectId: project.id, cutId: row.cut.id }
              : { kind: 'vibe' as const, projectId: project.id, vibeId: row.vibe.id }
            : { kind: 'project' as const, projectId: project.id };
          void dropFiles([...(event.target.files ?? [])], target);
          event.target.value = '';
        }}
      />
      {intent && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-1 z-20 flex items-end justify-center rounded-md border-2 border-accent"
        >
          <p className="m-3 max-w-full truncate rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent shadow-lift">
            {intentSentence(intent)}
          </p>
        </div>
      )}
    </section>
  );
}

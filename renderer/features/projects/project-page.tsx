import { type ComponentProps, useCallback, useEffect, useMemo, useRef } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { isGone } from '../../bridge/is-gone.ts';
import { isUnread, unreadSentence } from '../../bridge/unread.ts';
import { may } from '../../platform/permissions.ts';
import { useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { useStore } from '../../platform/store.ts';
import { commonText } from '../../text/common.ts';
import { projectsText } from '../../text/projects.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useCommentUiState } from '../comments/port.tsx';
import { DropHint, dropIntent, dropTarget, useDrag, useTakeFiles } from '../drop/port.tsx';
import { FirstSteps, InviteNext } from '../first-run/port.tsx';
import type { PendingBadges } from '../pending/port.ts';
import { RefusedHere, useShownProject } from '../pending/port.tsx';
import { useArriving } from '../transfers/port.tsx';
import { NewSongs } from './new-songs.tsx';
import { ProjectGrid, type Reveal } from './project-grid.tsx';
import type { Row } from './project-rows.ts';
import { SongChoices } from './song-choices.tsx';
import { filterSongs, useOpenCounts } from './song-filter.ts';
import { useNameWidth } from './use-name-width.ts';
import { useRowActions } from './use-row-actions.ts';
import { useSongOrder } from './use-song-order.ts';

/** For rows of those who may not move songs. */
const notDraggable = () => ({});

/** One project: its vibes, cuts and files, live. Files and cuts can be dropped on it. */
export function ProjectPage({ projectId, reveal }: { projectId: string; reveal: Reveal | null }) {
  const { project, badges, isPending, error, refetch } = useShownProject(projectId);
  useProjectRoom(isPending ? null : projectId);
  const listed = useProjects().data?.some(({ id }) => id === projectId) ?? false;
  const wasListed = useRef(listed);
  useEffect(() => {
    // Once, when the project appears in the list. A read that fails after that has another reason.
    if (listed && !wasListed.current) void refetch();
    wasListed.current = listed;
  }, [listed, refetch]);
  if (error && (isGone(error) || !project))
    return <Unreadable projectId={projectId} error={error} refetch={refetch} />;
  if (!project) return <Skeleton songs rows={7} label={projectsText.loading} />;
  return <LoadedProject project={project} badges={badges} isPending={isPending} reveal={reveal} />;
}

function Unreadable({
  projectId,
  error,
  refetch,
}: {
  projectId: string;
  error: Error;
  refetch: () => unknown;
}) {
  if (!isGone(error))
    return (
      <Empty
        title={isUnread(error) ? projectsText.notRead : projectsText.unreadable}
        action={<Button onClick={() => void refetch()}>{commonText.tryAgain}</Button>}
      >
        {unreadSentence(error)}
      </Empty>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Empty title={projectsText.gone}>{projectsText.goneHint}</Empty>
      <RefusedHere about={{ kind: 'gone-project', projectId }} />
    </div>
  );
}

function LoadedProject({
  project,
  badges,
  isPending,
  reveal,
}: {
  project: ProjectSnapshot;
  badges: PendingBadges;
  isPending: boolean;
  reveal: Reveal | null;
}) {
  const rows = useRef<readonly Row[]>([]);
  const onRows = useCallback((next: readonly Row[]) => {
    rows.current = next;
  }, []);
  const take = useTakeFiles();
  const mayUpload = may(project.role, 'file.upload');
  const picker = useRef<HTMLInputElement>(null);
  const pickedFor = useRef<Row | null>(null);
  const { bounceFolders } = useSession().facts.capabilities;
  const act = useRowActions(project, (row) => {
    pickedFor.current = row;
    picker.current?.click();
  });
  const { intent, cutHandle, zone } = useDrag({
    intentOf: (what, element) => {
      if (!mayUpload) return null;
      const index = element.closest('[data-index]')?.getAttribute('data-index');
      return dropIntent(what, (index && rows.current[Number(index)]) || null);
    },
    onFiles: (files, where) => {
      const target = dropTarget(where, project.id);
      if (target) take(files, target);
    },
    onCut: (id, vibeId) => act.move(id, vibeId),
    onMerge: act.merge,
  });
  const arriving = useArriving(project);
  const [order, setOrder] = useSongOrder();
  const nameWidth = useNameWidth(project, arriving);
  const cuts = project.vibes.reduce((sum, vibe) => sum + vibe.cuts.length, 0);
  return (
    <section
      aria-label={projectsText.label(project.name)}
      style={nameWidth}
      className="@container relative flex min-h-0 flex-1 flex-col"
      {...zone}
    >
      <RefusedHere about={{ kind: 'project', project }} />
      {cuts === 0 && (isPending || !mayUpload) && (
        <Empty picture="journey" title={isPending ? projectsText.pending : projectsText.empty}>
          {isPending ? projectsText.pendingHint : projectsText.emptyHint}
        </Empty>
      )}
      {cuts === 0 && !isPending && mayUpload && (
        <FirstSteps
          project={project}
          onChooseFiles={() => {
            pickedFor.current = null;
            picker.current?.click();
          }}
        />
      )}
      {cuts > 0 && !isPending && <InviteNext project={project} />}
      {cuts > 0 && <SongChoices order={order} onOrder={setOrder} />}
      {project.vibes.length > 0 && <NewSongs arriving={arriving} />}
      {project.vibes.length > 0 && (
        <FilteredSongs
          arriving={arriving}
          project={project}
          order={order}
          badges={badges}
          reveal={reveal}
          intent={intent}
          cutHandle={mayUpload ? cutHandle : notDraggable}
          hint={mayUpload && !isPending ? projectsText.dropHere(bounceFolders) : null}
          onRows={onRows}
          onAction={act.run}
        />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={projectsText.chooseFiles}
        onChange={(event) => {
          const row = pickedFor.current;
          const target = row
            ? 'cut' in row
              ? { kind: 'cut' as const, projectId: project.id, cutId: row.cut.id }
              : { kind: 'vibe' as const, projectId: project.id, vibeId: row.vibe.id }
            : { kind: 'project' as const, projectId: project.id };
          take([...(event.target.files ?? [])], target);
          event.target.value = '';
        }}
      />
      {intent && <DropHint intent={intent} />}
    </section>
  );
}

/** The songs that pass the filter. Apart from the page, because the open points are counted in many steps. */
function FilteredSongs(props: Omit<ComponentProps<typeof ProjectGrid>, 'open'>) {
  const { project, hint } = props;
  const { songFilter } = useCommentUiState();
  const filter = useStore(songFilter);
  const open = useOpenCounts();
  const shown = useMemo(() => filterSongs(project, filter, open), [project, filter, open]);
  if (shown.vibes.length === 0)
    return (
      <Empty
        title={projectsText.filter.none[filter]}
        action={<Button onClick={() => songFilter.change(() => 'all')}>{projectsText.filter.all}</Button>}
      />
    );
  return <ProjectGrid {...props} project={shown} open={open} hint={filter === 'all' ? hint : null} />;
}

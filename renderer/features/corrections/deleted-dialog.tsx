import { useQuery, useQueryClient } from '@tanstack/react-query';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { deletedQuery, useProject } from '../../platform/queries.ts';
import { useNow } from '../../platform/use-now.ts';
import { correctionsText } from '../../text/corrections.ts';
import { formatAgo } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { usePending, useShownProject } from '../pending/port.tsx';
import { restoreDeleted } from './correction.ts';
import { type DeletedEntry, deletedEntries } from './deleted-entries.ts';
import { useCorrect } from './use-correct.ts';

const text = correctionsText.deleted;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Everything deleted that can be restored, in one project or in all of them. */
export function Deleted({ projectId = null, onClose }: { projectId?: string | null; onClose: () => void }) {
  const bridge = useBridge();
  const client = useQueryClient();
  const { data, error } = useQuery({ ...deletedQuery(bridge), refetchOnMount: 'always' });
  const base = useProject(projectId).data;
  const { project } = useShownProject(projectId);
  const { operations } = usePending();
  const correct = useCorrect();
  const now = useNow();
  const all = deletedEntries(
    data?.items ?? [],
    operations,
    base && project ? { base, shown: project } : null,
    now,
  );
  const entries = all.filter((entry) => projectId === null || entry.projectId === projectId);
  const isEmpty = entries.length === 0 && data !== undefined;
  const restore = async (entry: DeletedEntry, into?: Cut) => {
    await correct(restoreDeleted(entry, into));
    await client.invalidateQueries({ queryKey: deletedQuery(bridge).queryKey });
  };
  return (
    <Modal
      wide
      title={isEmpty ? text.nothing : text.title}
      description={isEmpty ? text.nothingHint : text.description}
      onClose={onClose}
    >
      <div className="flex min-h-0 flex-col gap-3">
        {data?.isFromHere && <p className="text-dim">{text.isFromHere}</p>}
        {error && <ErrorLine>{`${text.failed}. ${error.message}`}</ErrorLine>}
        {!data && !error && (
          <p role="status" className="text-dim">
            {text.loading}
          </p>
        )}
        {entries.length > 0 && (
          <ul aria-label={text.list} className="-mx-2 flex min-h-0 flex-col gap-1 overflow-y-auto px-2">
            {entries.map((entry) => (
              <li key={`${entry.kind} ${entry.id}`}>
                <Entry
                  entry={entry}
                  now={now}
                  namesProject={projectId === null}
                  onRestore={(into) => void restore(entry, into)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}

function Entry({
  entry,
  now,
  namesProject,
  onRestore,
}: {
  entry: DeletedEntry;
  now: number;
  namesProject: boolean;
  onRestore: (into?: Cut) => void;
}) {
  const { name, projectName, deletedAt, deletedBy, expiresAt, twin } = entry;
  const days = expiresAt === undefined ? null : Math.floor((Date.parse(expiresAt) - now) / dayMilliseconds);
  const facts = [
    text.by(deletedBy?.name, formatAgo(Date.parse(deletedAt), now)),
    ...(days === null ? [] : [text.left(days)]),
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line px-3 py-2">
      <div className="min-w-40 flex-1">
        <p title={name} className="truncate font-semibold">
          {name}
        </p>
        <p className="text-meta text-dim">
          {[...(namesProject && entry.kind !== 'project' ? [projectName] : []), whatItIs(entry)].join(' · ')}
        </p>
        <p className="text-meta text-dim">{facts.join(' · ')}</p>
        {twin && <p className="text-meta">{text.hereAgain(twin.name)}</p>}
      </div>
      {twin ? (
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" aria-label={text.mergeOne(name, twin.name)} onClick={() => onRestore(twin)}>
            {text.merge(twin.name)}
          </Button>
          <Button aria-label={text.keepBothOf(name)} onClick={() => onRestore()}>
            {text.keepBoth}
          </Button>
        </div>
      ) : (
        <Button aria-label={text.restoreOne(name)} onClick={() => onRestore()}>
          {text.restore}
        </Button>
      )}
    </div>
  );
}

function whatItIs({ kind, within = '', cutCount = 0, cut }: DeletedEntry): string {
  switch (kind) {
    case 'project':
      return text.project;
    case 'vibe':
      return text.group(cutCount);
    case 'cut':
      return cut ? text.facts(within, versionsOf(cut).length, cut.commentCount) : within;
    default:
      return text.file(within);
  }
}

import { useQuery } from '@tanstack/react-query';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { deletedCutsQuery, useProject } from '../../platform/queries.ts';
import { useNow } from '../../platform/use-now.ts';
import { correctionsText } from '../../text/corrections.ts';
import { formatAgo } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { useShownProject } from '../pending/port.tsx';
import { restoreCut } from './correction.ts';
import { type DeletedSong, deletedSongs } from './deleted-songs.ts';
import { useCorrect } from './use-correct.ts';

const text = correctionsText.deleted;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The project's deleted cuts, each with a button that brings it back. */
export function DeletedSongs({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const bridge = useBridge();
  const { data, error } = useQuery({ ...deletedCutsQuery(bridge, projectId), refetchOnMount: 'always' });
  const { data: base } = useProject(projectId);
  const { project } = useShownProject(projectId);
  const correct = useCorrect();
  const now = useNow();
  const songs = base && project ? deletedSongs(data?.cuts ?? [], base, project, now) : [];
  const isEmpty = songs.length === 0 && data !== undefined;
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
        {songs.length > 0 && (
          <ul aria-label={text.list} className="-mx-2 flex min-h-0 flex-col gap-1 overflow-y-auto px-2">
            {songs.map((song) => (
              <li key={song.cut.id}>
                <Song song={song} now={now} onRestore={(into) => void correct(restoreCut(song.cut, into))} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}

function Song({
  song: { cut, vibeName, deletedAt, deletedBy, expiresAt, twin },
  now,
  onRestore,
}: {
  song: DeletedSong;
  now: number;
  onRestore: (into?: Cut) => void;
}) {
  const days = expiresAt === undefined ? null : Math.floor((Date.parse(expiresAt) - now) / dayMilliseconds);
  const facts = [
    text.by(deletedBy?.name, formatAgo(Date.parse(deletedAt), now)),
    ...(days === null ? [] : [text.left(days)]),
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line px-3 py-2">
      <div className="min-w-40 flex-1">
        <p title={cut.name} className="truncate font-semibold">
          {cut.name}
        </p>
        <p className="text-meta text-dim">{text.facts(vibeName, versionsOf(cut).length, cut.commentCount)}</p>
        <p className="text-meta text-dim">{facts.join(' · ')}</p>
        {twin && <p className="text-meta">{text.hereAgain(twin.name)}</p>}
      </div>
      {twin ? (
        <div className="flex flex-wrap gap-2">
          <Button
            tone="primary"
            aria-label={text.mergeOne(cut.name, twin.name)}
            onClick={() => onRestore(twin)}
          >
            {text.merge(twin.name)}
          </Button>
          <Button aria-label={text.keepBothOf(cut.name)} onClick={() => onRestore()}>
            {text.keepBoth}
          </Button>
        </div>
      ) : (
        <Button aria-label={text.restoreOne(cut.name)} onClick={() => onRestore()}>
          {text.restore}
        </Button>
      )}
    </div>
  );
}

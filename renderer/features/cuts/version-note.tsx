import type { File } from '../../../protocol/wire/file.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { may } from '../../platform/permissions.ts';
import { useSession } from '../../platform/session-context.tsx';
import { cutsText } from '../../text/cuts.ts';
import { NoteLine } from '../../ui/note-line.tsx';
import { MomentText } from '../comments/port.tsx';
import { useShownProject } from '../pending/port.tsx';
import type { Track } from '../player/port.ts';

/** The whole note of the shown version, in which moments are links. Everyone but listeners can write it. */
export function VersionNote({ file, track }: { file: File; track: Track }) {
  const run = useRunCommand();
  const { account } = useSession();
  const { project } = useShownProject(file.projectId);
  const { id, note = null, uploadedBy } = file;
  // The first note by the person who bounced it belongs to what was announced.
  const isOfUpload = note === null && uploadedBy.id === account.id && { isOfUpload: true as const };
  const shown = note !== null && project ? <MomentText text={note} project={project} track={track} /> : note;
  if (project && !may(project.role, 'file.note'))
    return note !== null && <p className="min-w-0 break-words">{shown}</p>;
  return (
    <NoteLine
      note={note}
      shown={shown}
      labels={cutsText.note(track.versionName.split(' · ')[0] ?? '')}
      onSave={(next) => run('file.update', { id, note: next, ...isOfUpload })}
    />
  );
}

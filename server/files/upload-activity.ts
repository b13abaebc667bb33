import { versionsOf } from '../../protocol/state/versions.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { ActivityDraft } from '../commands/handler.ts';
import type { CutPlace } from '../entities/cut.ts';

/** Stems that follow others of the same version within this time are part of the same news. */
const sameNewsMilliseconds = 60 * 60 * 1000;

/**
 * The activity of a new file in a cut, none for a stem that follows others: thirty stems are one piece of news. `there`:
 * the files that the cut had.
 */
export function uploadActivities(added: File, there: File[], cut: CutPlace): ActivityDraft[] {
  const { id, name, type, projectId } = added;
  const link = { projectId, vibeId: cut.vibeId, cutId: cut.id };
  if (type !== 'STEM') {
    const number = versionsOf({ files: there }).length + 1;
    const { note } = added;
    const version = type === 'CUT' && {
      version: { cutName: cut.name, number, ...(note !== undefined && { note }) },
    };
    const target = { type: 'file', id, name } as const;
    return [{ type: 'file_uploaded', projectId, target, ...version, link: { ...link, fileId: id } }];
  }
  if (there.some((file) => isSameNews(file, added))) return [];
  const target = { type: 'cut', id: cut.id, name: cut.name } as const;
  return [{ type: 'stems_added', projectId, target, link: { ...link, fileId: added.versionId ?? id } }];
}

function isSameNews(file: File, added: File): boolean {
  const passed = Date.parse(added.createdAt) - Date.parse(file.createdAt);
  return (
    file.type === 'STEM' &&
    file.versionId === added.versionId &&
    file.uploadedBy.id === added.uploadedBy.id &&
    passed < sameNewsMilliseconds
  );
}

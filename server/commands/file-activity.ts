import { versionsOf } from '../../protocol/state/versions.ts';
import type { File } from '../../protocol/wire/file.ts';
import { findCutPlace } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import type { ActivityDraft, CommandContext } from './handler.ts';

/** An activity about a file that is there already, with the version that it is. */
export async function versionActivity(
  tx: CommandContext['tx'],
  type: 'file_approved' | 'file_noted',
  file: File,
): Promise<ActivityDraft> {
  const { id, name, projectId, cutId, note } = file;
  const cut = await findCutPlace(tx, cutId);
  if (!cut) throw new Error(`File ${id} has no cut`);
  const number = versionsOf({ files: await readFiles(tx, { cutId }) }).findIndex((one) => one.id === id) + 1;
  return {
    type,
    projectId,
    target: { type: 'file', id, name },
    link: { projectId, vibeId: cut.vibeId, cutId, fileId: id },
    ...(number > 0 && {
      version: { cutName: cut.name, number, ...(note !== undefined && { note }) },
    }),
  };
}

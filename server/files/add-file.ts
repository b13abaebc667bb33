import type { SongName } from '../../common/song-names/read-song-name.ts';
import { isAdoptedBy, versionOfStem } from '../../protocol/state/stem-versions.ts';
import type { AudioFacts, File, FileType } from '../../protocol/wire/file.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, Handled } from '../commands/handler.ts';
import type { CutPlace } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';
import { uploadActivities } from './upload-activity.ts';

/** A file whose bytes are in the blob store; size in bytes. */
export type NewFile = {
  name: string;
  sha256: string;
  size: number;
  type: FileType;
  mimeType: string;
  audio: AudioFacts | null;
};

const noWords = { label: null, note: null, part: null };

/**
 * Makes the file visible in a cut: row, `file:uploaded` and its activity. The caller has checked the actor's rights.
 * `song`: what the file's name says.
 */
export async function addFile(
  { tx, actor, now, newId }: CommandContext,
  file: NewFile,
  cut: CutPlace,
  song: SongName,
): Promise<Handled<File>> {
  const { name, sha256, size, mimeType, audio } = file;
  const type = file.type === 'CUT' && song.isStem ? 'STEM' : file.type;
  const { label, note, part } = type === 'IMAGE' ? noWords : song;
  const there = await readFiles(tx, { cutId: cut.id });
  const versionId = type === 'STEM' ? versionOfStem(there, label) : null;
  const id = newId();
  const place = { cutId: cut.id, projectId: cut.projectId };
  await tx
    .insertInto('blob')
    .values({ sha256, size, createdAt: now })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  const { loudness, copySize } = await tx
    .selectFrom('blob')
    .select(['loudness', 'copySize'])
    .where('sha256', '=', sha256)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('file')
    .values({
      id,
      ...place,
      name,
      type,
      size,
      mimeType,
      sha256,
      audio: audio && JSON.stringify(audio),
      uploadedBy: actor.id,
      createdAt: now,
      ...{ label, note, part, versionId },
    })
    .execute();
  const added: File = {
    id,
    name,
    type,
    size,
    mimeType,
    url: `/api/files/${id}/download`,
    uploadedBy: { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl },
    createdAt: now,
    ...place,
    sha256,
    ...(audio && { audio }),
    ...(label !== null && { label }),
    ...(note !== null && { note }),
    ...(part !== null && { part }),
    ...(versionId !== null && { versionId }),
    ...(loudness !== null && { loudness: JSON.parse(loudness) }),
    ...(copySize !== null && { compressedSize: copySize }),
  };
  for (const stem of there.filter((one) => isAdoptedBy(added, one, there))) {
    await tx.updateTable('file').set({ versionId: id }).where('id', '=', stem.id).execute();
  }
  return {
    ok: true,
    result: added,
    events: [{ topic: projectTopic(cut.projectId), event: { name: 'file:uploaded', payload: added } }],
    activities: uploadActivities(added, there, cut),
  };
}

import type { AudioFacts, File, FileType } from '../../protocol/wire/file.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, Handled } from '../commands/handler.ts';
import type { CutPlace } from './upload-target.ts';

/** A file whose bytes are in the blob store; size in bytes. */
export type NewFile = {
  name: string;
  sha256: string;
  size: number;
  type: FileType;
  mimeType: string;
  audio: AudioFacts | null;
};

/** Makes the file visible in a cut: row, `file:uploaded` and its activity. The caller has checked the actor's rights. */
export async function addFile(
  { tx, actor, now, newId }: CommandContext,
  file: NewFile,
  cut: CutPlace,
): Promise<Handled<File>> {
  const { name, sha256, size, type, mimeType, audio } = file;
  const id = newId();
  const place = { cutId: cut.id, projectId: cut.projectId };
  await tx
    .insertInto('blob')
    .values({ sha256, size, createdAt: now })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
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
  };
  return {
    ok: true,
    result: added,
    events: [{ topic: projectTopic(cut.projectId), event: { name: 'file:uploaded', payload: added } }],
    activities: [
      {
        type: 'file_uploaded',
        projectId: cut.projectId,
        target: { type: 'file', id, name },
        link: { projectId: cut.projectId, vibeId: cut.vibeId, cutId: cut.id, fileId: id },
      },
    ],
  };
}

import { newId } from '../../common/new-id.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { AudioFacts, File, FileType } from '../../protocol/wire/file.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { CommandContext, Handled } from '../commands/handler.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import type { CutPlace } from './upload-target.ts';

/** A file whose bytes stand in the blob store; size in bytes. */
export type NewFile = {
  name: string;
  sha256: string;
  size: number;
  type: FileType;
  mimeType: string;
  audio: AudioFacts | null;
};

/** Makes the file visible in a cut: row, `file:uploaded` and its activity. The caller has checked that the actor may. */
export async function addFile(
  { tx, actor, now }: CommandContext,
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
  const made: File = {
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
    result: made,
    events: [{ topic: projectTopic(cut.projectId), event: { name: 'file:uploaded', payload: made } }],
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

/** Keeps the bytes for good; a full disk is an expected failure. */
export async function keepBytes(blobs: BlobStore, path: string, sha256: string): Promise<Outcome<null>> {
  try {
    await blobs.put(path, sha256);
    return { ok: true, data: null };
  } catch (error) {
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

import { projectTopic } from '../../protocol/wire/topic.ts';
import { readFiles } from '../entities/file.ts';
import { notFound, refuse } from './access.ts';
import { versionActivity } from './file-activity.ts';
import type { Handler } from './handler.ts';

/** Changes the label and note of a version or stem. Null takes one away; one that is left out stays. */
export const handleFileUpdate: Handler<'file.update'> = async (context, { id, isOfUpload, ...changes }) => {
  const { tx, actor } = context;
  const [file] = await readFiles(tx, { id });
  if (!file) return notFound('file');
  const refusal = await refuse(context, file.projectId, 'file.update', 'file');
  if (refusal) return refusal;
  const { label: labelNow = null, note: noteNow = null, ...rest } = file;
  const { label = labelNow, note = noteNow } = changes;
  if (label === labelNow && note === noteNow) return { ok: true, result: file, events: [] };
  await tx.updateTable('file').set({ label, note }).where('id', '=', id).execute();
  const result = { ...rest, ...(label !== null && { label }), ...(note !== null && { note }) };
  // The upload has been announced, and the note belongs to it.
  const isAnnounced = isOfUpload === true && file.uploadedBy.id === actor.id;
  const isNews = note !== null && note !== noteNow && file.type === 'CUT' && !isAnnounced;
  return {
    ok: true,
    result,
    activities: isNews ? [await versionActivity(tx, 'file_noted', result)] : [],
    events: [
      {
        topic: projectTopic(file.projectId),
        event: {
          name: 'file:updated',
          payload: { fileId: id, cutId: file.cutId, label, note, versionId: file.versionId ?? null },
        },
      },
    ],
  };
};

import { projectTopic } from '../../protocol/wire/topic.ts';
import { readFiles } from '../entities/file.ts';
import { notFound, refuse } from './access.ts';
import { versionActivity } from './file-activity.ts';
import type { Handler } from './handler.ts';

/** A member approves a version, or takes that back. Repeating either changes nothing. */
export const handleFileApprove: Handler<'file.approve'> = async (context, { id, isApproved }) => {
  const { tx, actor, now } = context;
  const [file] = await readFiles(tx, { id });
  if (!file) return notFound('file');
  const refusal = await refuse(context, file.projectId, 'file.approve', 'file');
  if (refusal) return refusal;
  const before = file.approvals ?? [];
  if (before.some(({ user }) => user.id === actor.id) === isApproved)
    return { ok: true, result: file, events: [] };
  if (isApproved)
    await tx.insertInto('approval').values({ fileId: id, userId: actor.id, createdAt: now }).execute();
  else await tx.deleteFrom('approval').where('fileId', '=', id).where('userId', '=', actor.id).execute();
  const [result] = await readFiles(tx, { id });
  if (!result) throw new Error(`File ${id} disappeared within its own transaction`);
  const payload = { fileId: id, cutId: file.cutId, approvals: result.approvals ?? [] };
  return {
    ok: true,
    result,
    events: [{ topic: projectTopic(file.projectId), event: { name: 'file:approved', payload } }],
    activities: isApproved ? [await versionActivity(tx, 'file_approved', result)] : [],
  };
};

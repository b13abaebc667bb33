import type { Permission } from '../../commands/roles.ts';
import { changesOf } from '../../protocol/state/changed-comment.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { findComment, readComments } from '../entities/comment.ts';
import { notFound, refuse } from './access.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';

export const handleCommentResolve: Handler<'comment.resolve'> = (context, { id }) =>
  changeComment(context, id, 'comment.resolve', ({ resolvedAt }) =>
    resolvedAt ? null : setResolved(context, id, { resolvedAt: context.now, resolvedBy: context.actor.id }),
  );

export const handleCommentReopen: Handler<'comment.reopen'> = (context, { id }) =>
  changeComment(context, id, 'comment.reopen', ({ resolvedAt }) =>
    resolvedAt ? setResolved(context, id, { resolvedAt: null, resolvedBy: null }) : null,
  );

async function setResolved(
  { tx }: CommandContext,
  id: string,
  columns: { resolvedAt: string | null; resolvedBy: string | null },
): Promise<void> {
  await tx.updateTable('comment').set(columns).where('id', '=', id).execute();
}

/** A change that any member may make to a comment. `change` answers null if there is nothing to do. */
export async function changeComment(
  context: CommandContext,
  id: string,
  permission: Permission,
  change: (comment: Comment) => Promise<void> | null,
): Promise<Handled<Comment> | Failure> {
  const { tx } = context;
  const place = await findComment(tx, id);
  if (!place) return notFound('comment');
  const refusal = await refuse(context, place.projectId, permission, 'comment');
  if (refusal) return refusal;
  const before = await readChanged(tx, id);
  const changing = change(before);
  if (!changing) return { ok: true, result: before, events: [] };
  await changing;
  const comment = await readChanged(tx, id);
  const event = { name: 'comment:updated', payload: changesOf(comment) } as const;
  return { ok: true, result: comment, events: [{ topic: projectTopic(place.projectId), event }] };
}

export async function readChanged(tx: CommandContext['tx'], id: string): Promise<Comment> {
  const [comment] = await readComments(tx, { id });
  if (!comment) throw new Error(`Comment ${id} disappeared within its own transaction`);
  return comment;
}

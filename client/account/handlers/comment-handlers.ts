import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { ClientAccount } from '../create-account.ts';
import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createCommentHandlers(withAccount: WithAccount): HandlersOf<'comments' | 'activities'> {
  return {
    'comments.list': ({ cutId }) => withAccount((account) => commentsOf(account, cutId)),
    'comments.listMany': ({ cutIds }) =>
      withAccount(async (account) => done(await Promise.all(cutIds.map((id) => commentsOf(account, id))))),
    'activities.list': (request) => withAccount(({ activities }) => activities.list(request)),
    'activities.dismiss': ({ ids }) => withAccount(({ activities }) => activities.dismiss(ids)),
    'activities.undismiss': ({ ids }) => withAccount(({ activities }) => activities.undismiss(ids)),
    'activities.dismissAll': ({ projectId }) =>
      withAccount(({ activities }) => activities.dismissAll(projectId)),
  };
}

async function commentsOf(
  { cache, comments, outbox }: ClientAccount,
  cutId: string,
): Promise<Answer<Comment[]>> {
  // A pending cut has only pending comments. A cut that exists may still be pending if its answer was lost.
  const exists = cache.findProjectOf(cutId) !== undefined;
  if (!exists && outbox.isPending(cutId)) return done([]);
  const list = await comments.list(cutId);
  return list.ok ? done([...list.data]) : list;
}

import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createCommentHandlers(withAccount: WithAccount): HandlersOf<'comments' | 'activities'> {
  return {
    'comments.list': ({ cutId }) =>
      withAccount(async ({ cache, comments, outbox }) => {
        // A pending cut has only pending comments. A cut that exists may still be pending if its answer was lost.
        const exists = cache.findProjectOf(cutId) !== undefined;
        if (!exists && outbox.isPending(cutId)) return done([]);
        const list = await comments.list(cutId);
        return list.ok ? done([...list.data]) : list;
      }),
    'activities.list': (request) => withAccount(({ activities }) => activities.list(request)),
    'activities.dismiss': ({ ids }) => withAccount(({ activities }) => activities.dismiss(ids)),
    'activities.undismiss': ({ ids }) => withAccount(({ activities }) => activities.undismiss(ids)),
    'activities.dismissAll': ({ projectId }) =>
      withAccount(({ activities }) => activities.dismissAll(projectId)),
  };
}

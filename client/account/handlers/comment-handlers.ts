import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createCommentHandlers(withAccount: WithAccount): HandlersOf<'comments' | 'activities'> {
  return {
    'comments.list': ({ cutId }) =>
      withAccount(async ({ cache, comments, outbox }) => {
        // A cut that is still to be made has none, but those that wait too. One that is made may wait for its answer only.
        const isMade = cache.findProjectOf(cutId) !== undefined;
        if (!isMade && outbox.projectOf(cutId) !== undefined) return done([]);
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

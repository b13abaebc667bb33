import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createCommentHandlers(withAccount: WithAccount): HandlersOf<'comments' | 'activities'> {
  return {
    'comments.list': ({ cutId }) =>
      withAccount(async ({ comments, outbox }) => {
        // A cut that is still to be made has none, but those that wait too.
        if (outbox.projectOf(cutId) !== undefined) return done([]);
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

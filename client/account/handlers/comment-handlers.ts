import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createCommentHandlers(withAccount: WithAccount): HandlersOf<'comments' | 'activities'> {
  return {
    'comments.list': ({ cutId }) =>
      withAccount(async ({ comments }) => {
        const list = await comments.list(cutId);
        return list.ok ? done([...list.data]) : list;
      }),
    'activities.list': (request) => withAccount(({ activities }) => activities.list(request)),
    'activities.dismiss': ({ id }) => withAccount(({ activities }) => activities.dismiss(id)),
    'activities.undismiss': ({ id }) => withAccount(({ activities }) => activities.undismiss(id)),
    'activities.dismissAll': ({ projectId }) =>
      withAccount(({ activities }) => activities.dismissAll(projectId)),
  };
}

import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createNoticeHandlers(withAccount: WithAccount): HandlersOf<'notices'> {
  return {
    'notices.list': () => withAccount(({ notices }) => done(notices.list())),
    'notices.dismiss': ({ id }) =>
      withAccount(({ notices }) => {
        notices.dismiss(id);
        return nothing;
      }),
  };
}

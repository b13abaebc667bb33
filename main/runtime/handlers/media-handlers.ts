import { done, type HandlersOf, type WithAccount } from '../../../client/account/handlers/handlers.ts';
import type { AccountRuntime } from '../account.ts';

export function createMediaHandlers(withAccount: WithAccount<AccountRuntime>): HandlersOf<'media'> {
  return {
    'media.cacheUsage': () => withAccount(({ media }) => done(media.cacheUsage())),
    'media.pins': () => withAccount(() => done([])),
    'media.pin': () => withAccount(() => done([])),
    'media.setCacheLimit': ({ limitBytes }) =>
      withAccount(({ media }) => {
        media.setCacheLimit(limitBytes);
        return done(media.cacheUsage());
      }),
  };
}

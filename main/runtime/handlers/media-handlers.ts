import { done, type HandlersOf, type WithAccount } from './runtime-handlers.ts';

export function createMediaHandlers(withAccount: WithAccount): HandlersOf<'media'> {
  return {
    'media.cacheUsage': () => withAccount(({ media }) => done(media.cacheUsage())),
    'media.setCacheLimit': ({ limitBytes }) =>
      withAccount(({ media }) => {
        media.setCacheLimit(limitBytes);
        return done(media.cacheUsage());
      }),
  };
}

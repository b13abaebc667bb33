import { done, type HandlersOf, type WithAccount } from '../../../client/account/handlers/handlers.ts';
import type { CacheUsage } from '../../../protocol/ipc/media.ts';
import type { AccountRuntime } from '../account.ts';

export function createMediaHandlers(withAccount: WithAccount<AccountRuntime>): HandlersOf<'media'> {
  return {
    'media.cacheUsage': () => withAccount((account) => done(usageOf(account))),
    'media.pins': () => withAccount(({ pins }) => done(pins.list())),
    'media.pin': ({ kind, id, isPinned }) =>
      withAccount(({ pins }) =>
        pins.set(kind, id, isPinned)
          ? done(pins.list())
          : { ok: false, kind: 'not-found', message: 'This is not known here any more.' },
      ),
    'media.setCacheLimit': ({ limitBytes }) =>
      withAccount((account) => {
        account.media.setCacheLimit(limitBytes);
        account.pins.look();
        return done(usageOf(account));
      }),
  };
}

function usageOf({ media, pins }: AccountRuntime): CacheUsage {
  return { ...media.cacheUsage(), pinnedBytes: pins.bytes() };
}

import { seenAt } from '../absence.ts';
import { done, type HandlersOf, nothing, type WithAccount } from './handlers.ts';

export function createSettingsHandlers(withAccount: WithAccount): HandlersOf<'settings'> {
  return {
    'settings.read': () => withAccount(({ settings }) => done(settings.current())),
    'settings.seen': () =>
      withAccount(async ({ settings, environment }) => {
        await settings.update((known) => seenAt(environment.clock.now(), known));
        return nothing;
      }),
    'settings.update': (changes) => withAccount(async ({ settings }) => done(await settings.update(changes))),
  };
}

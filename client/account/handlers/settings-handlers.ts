import { done, type HandlersOf, type WithAccount } from './handlers.ts';

export function createSettingsHandlers(withAccount: WithAccount): HandlersOf<'settings'> {
  return {
    'settings.read': () => withAccount(({ settings }) => done(settings.current())),
    'settings.update': (changes) => withAccount(async ({ settings }) => done(await settings.update(changes))),
  };
}

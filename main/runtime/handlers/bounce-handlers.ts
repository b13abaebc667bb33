import {
  done,
  type HandlersOf,
  nothing,
  type WithAccount,
} from '../../../client/account/handlers/handlers.ts';
import type { AccountRuntime } from '../account.ts';
import type { AppActions } from '../app-actions.ts';

export function createBounceHandlers(
  withAccount: WithAccount<AccountRuntime>,
  actions: AppActions,
): HandlersOf<'bindings' | 'transfers'> {
  return {
    'bindings.chooseFolder': async () => {
      const folder = await actions.chooseFolder();
      return done(folder === null ? null : { folder });
    },
    'bindings.list': () => withAccount(({ pipeline }) => done(pipeline.listBindings())),
    'bindings.create': (request) => withAccount(({ pipeline }) => pipeline.createBinding(request)),
    'bindings.update': (request) => withAccount(({ pipeline }) => pipeline.updateBinding(request)),
    'bindings.addRule': ({ id, rule }) => withAccount(({ pipeline }) => pipeline.addRule(id, rule)),
    'bindings.removeRule': ({ id, ruleId }) => withAccount(({ pipeline }) => pipeline.removeRule(id, ruleId)),
    'bindings.previewRule': ({ id, rule }) => withAccount(({ pipeline }) => pipeline.previewRule(id, rule)),
    'bindings.remove': ({ id }) => withAccount(({ pipeline }) => pipeline.removeBinding(id)),
    'bindings.older': ({ id }) => withAccount(({ pipeline }) => pipeline.listOlder(id)),
    'bindings.decideOlder': ({ id, upload }) =>
      withAccount(({ pipeline }) => pipeline.decideOlder(id, upload)),

    'transfers.list': () => withAccount(({ pipeline }) => done(pipeline.listTransfers())),
    'transfers.pause': ({ id }) => withAccount(({ pipeline }) => pipeline.pause(id)),
    'transfers.resume': ({ id }) => withAccount(({ pipeline }) => pipeline.resume(id)),
    'transfers.retry': ({ id }) => withAccount(({ pipeline }) => pipeline.retry(id)),
    'transfers.takeAsIs': ({ id }) => withAccount(({ pipeline }) => pipeline.takeAsIs(id)),
    'transfers.discard': ({ id }) => withAccount(({ pipeline }) => pipeline.discard(id)),
    'transfers.note': ({ id, note }) => withAccount(({ pipeline }) => pipeline.note(id, note)),
    'transfers.clearDone': () =>
      withAccount(({ pipeline }) => {
        pipeline.clearDone();
        return nothing;
      }),
    'transfers.measure': ({ id }) =>
      withAccount(async ({ pipeline, bounceLoudness }) => {
        const transfer = pipeline.listTransfers().find((one) => one.id === id);
        return done(transfer ? await bounceLoudness.measure(transfer) : { kind: 'none' });
      }),
    'transfers.drop': (request) => withAccount(async ({ pipeline }) => done(await pipeline.drop(request))),
  };
}

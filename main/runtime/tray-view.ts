import { mayDo, rankOf } from '../../commands/roles.ts';
import { connectionOf, isInTrouble, type Lamp, lamp } from '../../protocol/ipc/lamp.ts';
import type { Runtime } from './create-runtime.ts';

/** The content of the tray. */
export type TrayView = {
  lamp: Lamp;
  /** Projects that this person may upload to. */
  projects: readonly { id: string; name: string }[];
};

/** The same lamp as on the screen, from the same facts. */
export function readTrayView(
  { account, beside }: Pick<Runtime, 'account' | 'beside'>,
  now: number,
): TrayView {
  const pause = beside.pause.current();
  const signedIn = account();
  if (!signedIn) {
    const around = { troubledFolders: 0, hasFolders: true, backlog: { changes: 0, refused: 0 } };
    return { lamp: lamp([], { ...around, connection: 'signed-out', pause, now }), projects: [] };
  }
  const { pipeline, connection, outbox, cache } = signedIn;
  const bindings = pipeline.listBindings();
  const operations = outbox.list();
  const refused = operations.filter(({ state }) => state.kind === 'refused').length;
  return {
    lamp: lamp(pipeline.listTransfers(), {
      troubledFolders: bindings.filter(isInTrouble).length,
      hasFolders: bindings.length > 0,
      connection: connectionOf(connection.current()),
      backlog: { changes: operations.length - refused, refused },
      ...{ pause, now },
    }),
    projects: cache
      .listProjects()
      .filter((project) => mayDo(rankOf(project), 'file.upload'))
      .map(({ id, name }) => ({ id, name })),
  };
}

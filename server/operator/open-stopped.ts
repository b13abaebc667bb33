import type { Environment } from '../../common/environment.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { localUrl } from '../address.ts';
import { createDispatcher } from '../commands/dispatcher.ts';
import { handlers } from '../commands/handlers.ts';
import { createInvitationToken } from '../commands/invitation-token.ts';
import type { ServerConfig } from '../config.ts';
import { createIdSource, type IdSource, readLastId } from '../ids.ts';
import { createLog } from '../log.ts';
import { noMailer } from '../mail/mailer.ts';
import type { Bus } from '../nodes/bus.ts';
import { hintOf } from '../nodes/delivery.ts';
import { createPostgresBus } from '../nodes/postgres-bus.ts';
import { sharingNothing } from '../nodes/sharing.ts';
import { openDataBeside } from '../open-data.ts';
import { openBlobs } from '../storage/open-stores.ts';
import type { OperatorContext } from './operation.ts';

/**
 * The parts of the operator's commands while no server runs. Holds the data folder, so that none can start meanwhile;
 * on PostgreSQL servers may run, and hear what is done. Throws `DataFolderError` if another program holds the folder, and `DatabaseError`.
 */
export async function openStopped(
  config: ServerConfig,
  system: Environment,
): Promise<{ operator: OperatorContext; close(): Promise<void> }> {
  const data = await openDataBeside(config);
  const { db } = data;
  try {
    const own = { ...config, dataDirectory: data.path };
    const blobs = await openBlobs(own, system.clock);
    const ids = createIdSource({ now: system.clock.now, after: await readLastId(db) });
    const environment = { ...system, newId: ids.newId };
    const publicUrl = () => own.publicUrl ?? localUrl(own.host, own.port);
    const dispatcher = createDispatcher({
      ...{ db, handlers, publicUrl, environment },
      queue: createSerialQueue(),
      invitationToken: createInvitationToken(data.linkSecret),
    });
    const bus = openBus(own, ids, environment);
    dispatcher.onCommitted((commit) => bus.publish(hintOf(commit)));
    return {
      operator: {
        ...{ db, environment, dispatcher, publicUrl, config: own, mailer: noMailer },
        freeBytes: blobs.freeBytes,
        onSessionEnded: (sessionId) => bus.publish({ kind: 'session-ended', sessionId }),
        onAnnounced: (announcement) =>
          bus.publish({
            ...{ kind: 'moment', room: null, name: 'server:announcement' },
            payload: { announcement },
          }),
      },
      async close() {
        await bus.close();
        await data.close();
      },
    };
  } catch (error) {
    await data.close();
    throw error;
  }
}

/** Reaches the servers on this database. On SQLite there are none. */
function openBus(config: ServerConfig, ids: IdSource, environment: Environment): Bus {
  const { databaseUrl } = config;
  if (databaseUrl === null) return sharingNothing().bus;
  return createPostgresBus({
    ...{ databaseUrl, node: environment.newId(), clock: ids.latest, timers: environment.clock },
    log: createLog(config),
  });
}

import type { Environment } from '../../common/environment.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { localUrl } from '../address.ts';
import { createDispatcher } from '../commands/dispatcher.ts';
import { handlers } from '../commands/handlers.ts';
import { createInvitationToken } from '../commands/invitation-token.ts';
import type { ServerConfig } from '../config.ts';
import { createIdSource, readLastId } from '../ids.ts';
import { noMailer } from '../mail/mailer.ts';
import { openData } from '../open-data.ts';
import { openBlobs } from '../storage/open-stores.ts';
import type { OperatorContext } from './operation.ts';

/**
 * The parts of the operator's commands while no server runs. Holds the data folder, so that none can start meanwhile;
 * on PostgreSQL servers may run. Throws `DataFolderError` if another program holds the folder, and `DatabaseError`.
 */
export async function openStopped(
  config: ServerConfig,
  system: Environment,
): Promise<{ operator: OperatorContext; close(): Promise<void> }> {
  const data = await openData(config);
  const { db } = data;
  try {
    const own = { ...config, dataDirectory: data.path };
    const blobs = await openBlobs(own, system.clock);
    const { newId } = createIdSource({ now: system.clock.now, after: await readLastId(db) });
    const environment = { ...system, newId };
    const publicUrl = () => own.publicUrl ?? localUrl(own.host, own.port);
    const dispatcher = createDispatcher({
      ...{ db, handlers, publicUrl, environment },
      queue: createSerialQueue(),
      invitationToken: createInvitationToken(data.linkSecret),
    });
    return {
      operator: {
        ...{ db, environment, dispatcher, publicUrl, config: own, mailer: noMailer },
        freeBytes: blobs.freeBytes,
        // Nobody is connected.
        onSessionEnded: () => {},
        onAnnounced: () => {},
      },
      close: data.close,
    };
  } catch (error) {
    await data.close();
    throw error;
  }
}

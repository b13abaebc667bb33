import type { Environment } from '../../common/environment.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { localUrl } from '../address.ts';
import { createDispatcher } from '../commands/dispatcher.ts';
import { handlers } from '../commands/handlers.ts';
import { createInvitationToken } from '../commands/invitation-token.ts';
import type { ServerConfig } from '../config.ts';
import { openDataFolder } from '../data-folder.ts';
import { openDatabase } from '../db/open-database.ts';
import { createIdSource, readLastId } from '../ids.ts';
import { noMailer } from '../mail/mailer.ts';
import { openBlobs } from '../storage/open-stores.ts';
import type { OperatorContext } from './operation.ts';

/**
 * The parts of the operator's commands while no server runs. Holds the data folder, so that none can start meanwhile.
 * Throws `DataFolderError` if another program holds it.
 */
export async function openStopped(
  config: ServerConfig,
  system: Environment,
): Promise<{ operator: OperatorContext; close(): Promise<void> }> {
  const folder = openDataFolder(config.dataDirectory);
  try {
    const db = await openDatabase(folder.databaseFile);
    const own = { ...config, dataDirectory: folder.path };
    const blobs = await openBlobs(own, system.clock);
    const newId = createIdSource({ now: system.clock.now, after: await readLastId(db) });
    const environment = { ...system, newId };
    const publicUrl = () => own.publicUrl ?? localUrl(own.host, own.port);
    const dispatcher = createDispatcher({
      ...{ db, handlers, publicUrl, environment },
      queue: createSerialQueue(),
      invitationToken: createInvitationToken(folder.linkSecret),
    });
    return {
      operator: {
        ...{ db, environment, dispatcher, publicUrl, config: own, mailer: noMailer },
        freeBytes: blobs.freeBytes,
        // Nobody is connected.
        onSessionEnded: () => {},
        onAnnounced: () => {},
      },
      async close() {
        await db.destroy();
        folder.release();
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}

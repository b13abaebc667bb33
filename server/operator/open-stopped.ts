import type { Environment } from '../../common/environment.ts';
import { localUrl } from '../address.ts';
import type { ServerConfig } from '../config.ts';
import { openDataFolder } from '../data-folder.ts';
import { openDatabase } from '../db/open-database.ts';
import { noMailer } from '../mail/mailer.ts';
import { openBlobs } from '../storage/open-stores.ts';
import type { OperatorContext } from './operation.ts';

/**
 * The parts of the operator's commands while no server runs. Holds the data folder, so that none can start meanwhile.
 * Throws `DataFolderError` if another program holds it.
 */
export async function openStopped(
  config: ServerConfig,
  environment: Pick<Environment, 'clock' | 'newId'>,
): Promise<{ operator: OperatorContext; close(): Promise<void> }> {
  const folder = openDataFolder(config.dataDirectory);
  try {
    const db = await openDatabase(folder.databaseFile);
    const own = { ...config, dataDirectory: folder.path };
    const blobs = openBlobs(own, environment.clock);
    return {
      operator: {
        ...{ db, environment, config: own, mailer: noMailer },
        publicUrl: () => own.publicUrl ?? localUrl(own.host, own.port),
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

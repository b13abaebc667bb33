import type { Clock } from '../../common/clock.ts';
import type { ServerConfig } from '../config.ts';
import { openDataFolder } from '../data-folder.ts';
import { openDatabase } from '../db/open-database.ts';
import { openBlobs } from '../storage/open-stores.ts';
import type { OperatorContext } from './operation.ts';

/**
 * The parts of the operator's commands while no server runs. Holds the data folder, so that none can start meanwhile.
 * Throws `DataFolderError` if another program holds it.
 */
export async function openStopped(
  config: ServerConfig,
  clock: Clock,
): Promise<{ operator: OperatorContext; close(): Promise<void> }> {
  const folder = openDataFolder(config.dataDirectory);
  try {
    const db = await openDatabase(folder.databaseFile);
    const own = { ...config, dataDirectory: folder.path };
    const blobs = openBlobs(own, clock);
    return {
      operator: {
        ...{ db, clock, config: own },
        freeBytes: blobs.freeBytes,
        // Nobody is connected.
        onSessionEnded: () => {},
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

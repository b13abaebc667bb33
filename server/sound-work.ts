import type { Router } from 'express';
import { createSoundRoutes } from './audio/sound-routes.ts';
import type { ServerContext } from './context.ts';
import { type Copies, createCopies } from './copies/copies.ts';
import { createCopyRoutes } from './copies/copy-routes.ts';
import { changedCuts } from './differences/changed-cuts.ts';
import { createDifferenceRoutes } from './differences/difference-routes.ts';
import { createDifferences, type Differences } from './differences/differences.ts';
import { createAnnouncedMeasurements } from './measurements/announced-measurements.ts';
import type { Measurements } from './measurements/measurements.ts';
import type { Realtime } from './realtime/realtime.ts';
import type { BlobStore } from './storage/blob-store.ts';

/** Everything that is made from sounds after they arrived: figures, then differences and compressed copies. */
export type SoundWork = {
  measurements: Measurements;
  differences: Differences;
  copies: Copies;
  /** The routes that answer with it. */
  routers: Router[];
  /** Makes what is missing. */
  catchUp(): void;
  close(): Promise<void>;
};

export function createSoundWork(
  context: ServerContext,
  { blobs, realtime }: { blobs: BlobStore; realtime: Pick<Realtime, 'sendToProject'> },
): SoundWork {
  const { config, db, dispatcher, log } = context;
  const { dataDirectory } = config;
  const differences = createDifferences({ db, blobs, dispatcher, log });
  const measurements = createAnnouncedMeasurements({ db, blobs, dispatcher, differences, realtime, log });
  const copies = createCopies({ db, blobs, dispatcher, measurements, dataDirectory, log });
  dispatcher.onCommitted((commit) => {
    for (const cutId of changedCuts(commit)) differences.refresh(cutId);
  });
  return {
    ...{ measurements, differences, copies },
    routers: [
      createSoundRoutes(context, blobs, measurements),
      createCopyRoutes(context, copies),
      createDifferenceRoutes(context, differences),
    ],
    catchUp() {
      measurements.catchUp();
      differences.catchUp();
      copies.catchUp();
    },
    async close() {
      await measurements.close();
      await differences.close();
      await copies.close();
    },
  };
}

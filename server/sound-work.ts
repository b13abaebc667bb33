import type { Router } from 'express';
import type { FindPlayable } from '../audio/reading/playable-sounds.ts';
import { createSoundRoutes } from './audio/sound-routes.ts';
import type { ServerContext } from './context.ts';
import { type Copies, createCopies } from './copies/copies.ts';
import { createCopyRoutes } from './copies/copy-routes.ts';
import { changedCuts } from './differences/changed-cuts.ts';
import { createDifferenceRoutes } from './differences/difference-routes.ts';
import { createDifferences, type Differences } from './differences/differences.ts';
import { createAnnouncedMeasurements } from './measurements/announced-measurements.ts';
import type { Measurements } from './measurements/measurements.ts';
import type { Sharing } from './nodes/sharing.ts';
import type { Realtime } from './realtime/realtime.ts';
import type { BlobStore } from './storage/blob-store.ts';
import { keepsFiles } from './storage/open-stores.ts';

/** Everything that is made from sounds after they arrived: figures, then differences and compressed copies. */
export type SoundWork = {
  measurements: Measurements;
  differences: Differences;
  copies: Copies;
  /** The routes that answer with it. */
  routers: Router[];
  /** Makes what is missing, on one of several nodes that keep files. */
  catchUp(): void;
  close(): Promise<void>;
};

export function createSoundWork(
  context: ServerContext,
  parts: {
    blobs: BlobStore;
    realtime: Pick<Realtime, 'sendToProject'>;
    sharing: Pick<Sharing, 'bus' | 'nodes'>;
    findPlayable: FindPlayable;
  },
): SoundWork {
  const { blobs, realtime, sharing, findPlayable } = parts;
  const { bus, nodes } = sharing;
  const { config, db, dispatcher, log } = context;
  const { dataDirectory } = config;
  const { clock } = context.environment;
  const differences = createDifferences({ db, blobs, dispatcher, nodes, clock, log });
  const measurements = createAnnouncedMeasurements({
    db,
    blobs,
    dispatcher,
    differences,
    realtime,
    nodes,
    log,
  });
  const copies = createCopies({ db, blobs, dispatcher, measurements, dataDirectory, nodes, log });
  function refresh(cutIds: readonly string[]): void {
    for (const cutId of cutIds) differences.refresh(cutId);
  }
  /** On one of the nodes that keep files. */
  function ifOurs(work: () => void): void {
    nodes.holds('catch up with sounds').then(
      (isOurs) => isOurs && work(),
      (error) => log.error({ err: error }, 'Missing figures of sounds could not be looked for'),
    );
  }
  function catchUp(): void {
    if (!keepsFiles(config)) return;
    ifOurs(() => {
      measurements.catchUp();
      differences.catchUp();
      copies.catchUp();
    });
  }
  if (keepsFiles(config)) {
    dispatcher.onCommitted(({ events }) => refresh(changedCuts(events)));
    bus.onHint(({ hint }) => {
      if (hint.kind === 'uncompared') ifOurs(() => refresh(hint.cutIds));
    });
    // Such a hint may be lost. What has to be compared is found by an index.
    bus.onReconnect(() => ifOurs(differences.catchUp));
    // The other node may have left some of its work.
    nodes.onLapse(catchUp);
  } else
    dispatcher.onCommitted(({ events }) => {
      const cutIds = changedCuts(events);
      if (cutIds.length > 0) bus.publish({ kind: 'uncompared', cutIds });
    });
  return {
    ...{ measurements, differences, copies },
    routers: [
      createSoundRoutes(context, { blobs, findPlayable }, measurements),
      createCopyRoutes(context, copies),
      createDifferenceRoutes(context, differences),
    ],
    catchUp,
    async close() {
      await measurements.close();
      await differences.close();
      await copies.close();
    },
  };
}

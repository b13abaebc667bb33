import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import type { Differences } from '../differences/differences.ts';
import type { Nodes } from '../nodes/nodes.ts';
import type { Realtime } from '../realtime/realtime.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { createMeasurements, isSound, type Measurements } from './measurements.ts';
import { createLoudnessUse } from './record-loudness.ts';

/** Measurements of every sound that is uploaded; the band hears of each, and versions are compared by them. */
export function createAnnouncedMeasurements(parts: {
  db: Kysely<Database>;
  blobs: BlobStore;
  dispatcher: Dispatcher;
  differences: Differences;
  realtime: Pick<Realtime, 'sendToProject'>;
  nodes: Pick<Nodes, 'once'>;
  log: Logger;
}): Measurements {
  const { db, blobs, dispatcher, differences, realtime, nodes, log } = parts;
  const measurements = createMeasurements({
    ...{ db, blobs, nodes, log },
    use: {
      peaks: {
        announce: ({ projectId, ...file }) => {
          realtime.sendToProject(projectId, 'file:peaks', file);
          differences.refresh(file.cutId);
        },
      },
      loudness: createLoudnessUse(db, dispatcher),
      rms: {
        // A file of an earlier version gets it later than its peaks.
        announce: ({ projectId, ...file }, names) => {
          if (!names.includes('peaks')) realtime.sendToProject(projectId, 'file:peaks', file);
        },
      },
    },
  });
  dispatcher.onCommitted(({ events }) => {
    for (const { event } of events) {
      if (event.name === 'file:uploaded' && isSound(event.payload)) measurements.request(event.payload);
    }
  });
  return measurements;
}

import type { Generated } from 'kysely';

/** The tables by which the sweep finds what to check without listing the blob store; see `server/files/sweep-blobs.ts`. */
export type SweepTables = {
  /**
   * Blobs that may be unreferenced, so the sweep must check them. A row is added before a blob is put, and by a trigger
   * whenever a row stops referring to one. Every cause adds its own row: so no transaction waits for another, and a sweep
   * removes only the rows that it has read.
   */
  sweepCandidate: {
    number: Generated<number>;
    sha256: string;
    /** When the blob is put; null if a row stopped referring to it. */
    putAt: Generated<string | null>;
  };
  /** The blob `newer` has, or is about to have, a sidecar with its difference to `older`. */
  differenceSidecar: { newer: string; older: string };
};

import type { Generated } from 'kysely';

/** Lets the sweep of the blob store do without listing it; see `server/files/sweep-bytes.ts`. */
export type BytesTables = {
  /**
   * Bytes that nobody may name. A row comes before bytes are put, and by a trigger whenever a row stops naming some.
   * Every cause adds a row of its own: so nobody waits for another, and a sweep removes only what it has read.
   */
  looseBytes: {
    number: Generated<number>;
    sha256: string;
    /** When they are put; null if a row stopped naming them. */
    putAt: Generated<string | null>;
  };
  /** The blobs `newer` that have, or are about to have, the sidecar with their difference to `older`. */
  keptDifference: { newer: string; older: string };
};

import type { ColumnType } from 'kysely';

/** The servers on this database. Whatever names one goes with its row. */
export type NodeTables = {
  /**
   * One life of a server's process. `beat` rises while it lives; the others remove the row when it has stopped.
   * `secretFingerprint` is null for one that has ended in order, or of a version that doesn't write it.
   */
  node: {
    id: string;
    name: string;
    startedAt: string;
    beat: number;
    secretFingerprint: ColumnType<string | null, string | null | undefined, string | null>;
  };
  /** A person whom the band sees online because of that node. */
  presence: { userId: string; nodeId: string };
  /** A job that one node at a time does. */
  lease: { job: string; nodeId: string };
  /** The attempts of a key (a hash); `body`: JSON of `Attempts`; `expiresAt` in milliseconds of the database's clock. */
  attempt: { key: string; body: string; expiresAt: number };
};

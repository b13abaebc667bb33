import type { Generated } from 'kysely';

/** Deleted things that can be restored, beside `deletedCut`; see `server/deleted`. Times as in `schema.ts`. */
export type TrashTables = {
  /** The project itself stays as it is, without members: so nobody reaches it, by whichever way. */
  deletedProject: {
    id: string;
    /** JSON of the rows of its members. */
    members: string;
    ownerId: string;
    deletedAt: string;
    deletedBy: string;
  };
  /** Its cuts are in `deletedCut`, with the same `deletedAt`. */
  deletedVibe: {
    id: string;
    projectId: string;
    name: string;
    /** JSON of KeptRows. */
    rows: string;
    /** 1 if it went because a correction had emptied it. It comes back with the undo, and isn't listed. */
    wasEmptied: Generated<number>;
    deletedAt: string;
    deletedBy: string;
  };
  deletedFile: {
    id: string;
    projectId: string;
    /** Where it was. */
    cutId: string;
    cutName: string;
    name: string;
    /** JSON of KeptRows. */
    rows: string;
    /** JSON of the ids of the comments that were made on it. */
    commentIds: string;
    /** JSON of the ids of its stems. */
    stemIds: string;
    sha256: string;
    size: number;
    deletedAt: string;
    deletedBy: string;
  };
};

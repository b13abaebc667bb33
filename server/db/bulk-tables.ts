import type { Generated } from 'kysely';

/** News for many people, who are notified after the change (`notifications/bulk-notifications.ts`). */
export type BulkTables = {
  bulkNotification: {
    /** A UUIDv7, so that they sort by age. */
    id: string;
    projectId: string;
    actorId: string;
    /** JSON of `BulkDraft`s. Null: there is something new to read in the room of the project. */
    body: string | null;
    at: string;
    /** The members of the project up to this user id have been notified. */
    doneUpTo: string;
    /** JSON array of the ids of people who have joined the project since; null if there are none. */
    joinedSince: Generated<string | null>;
  };
};

import type { Generated } from 'kysely';
import type { ShareComments } from '../../protocol/wire/share.ts';

export type ShareTables = {
  /** A link to one file, to a song, to a group of songs or, with none of the three ids, to the project. */
  share: {
    id: string;
    projectId: string;
    fileId: string | null;
    cutId: string | null;
    vibeId: string | null;
    /** SHA-256 of the link's token. */
    tokenHash: string;
    /** scrypt; null = no password needed. */
    passwordHash: string | null;
    createdBy: string;
    createdAt: string;
    expiresAt: string;
    comments: Generated<ShareComments>;
    mayDownload: Generated<number>;
    /** Of a song, group or project: whether versions before the latest one can be heard too. */
    allVersions: Generated<number>;
    /** Counts only: nobody's address is kept with them. */
    opens: Generated<number>;
    plays: Generated<number>;
    lastOpenedAt: Generated<string | null>;
  };
  /** Rows of `user` that are guests of a link, which may be gone by now. */
  guest: { userId: string; shareId: string; createdAt: string };
};

import type { Generated } from 'kysely';
import type { MemberRole } from '../../protocol/wire/member.ts';

export type InvitationTables = {
  invitation: {
    id: string;
    projectId: string;
    /** Empty: for anyone who has the link. */
    email: string;
    role: MemberRole;
    /** SHA-256 of the token in the link. */
    tokenHash: string;
    createdAt: string;
    createdBy: string;
    expiresAt: string;
    /** So many people may join by it. */
    mostUses: Generated<number>;
    uses: Generated<number>;
    /** The accounts that were made with it, on a server where an account needs an invitation. */
    accounts: Generated<number>;
    /** The last person who joined by it. */
    acceptedBy: string | null;
    /** When it was used up. */
    acceptedAt: string | null;
  };
};

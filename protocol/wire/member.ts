import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/** ADMIN: everything. MEMBER: upload, create vibes and cuts, comment; deletes nothing of others. */
export const memberRoleSchema = z.enum(['ADMIN', 'MEMBER']);
export type MemberRole = z.infer<typeof memberRoleSchema>;

export const memberSchema = z.object({
  projectId: idSchema,
  user: personSchema,
  role: openEnum(memberRoleSchema),
  joinedAt: timestampSchema,
});
export type Member = z.infer<typeof memberSchema>;

/** An open invitation. `url` is what the admin sends to the invited one; whoever signs in with `email` may accept. */
export const invitationSchema = z.object({
  id: idSchema,
  email: z.email(),
  role: openEnum(memberRoleSchema),
  token: z.string(),
  url: z.string(),
  expiresAt: timestampSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

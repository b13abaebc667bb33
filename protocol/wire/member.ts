import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';
import { personSchema } from './user.ts';

/**
 * ADMIN may do everything but what is the owner's. MEMBER may upload, create vibes and cuts, and comment, and delete only
 * their own comments. LISTENER hears, comments and takes part in the room. `commands/roles.ts` has it by command.
 */
export const memberRoleSchema = z.enum(['ADMIN', 'MEMBER', 'LISTENER']);
export type MemberRole = z.infer<typeof memberRoleSchema>;

export const memberSchema = z.object({
  projectId: idSchema,
  user: personSchema,
  role: openEnum(memberRoleSchema),
  joinedAt: timestampSchema,
  /** One of the admins: can't be removed or made less, and alone may delete the project or pass this on. */
  isOwner: z.boolean().optional(),
});
export type Member = z.infer<typeof memberSchema>;

/**
 * An open invitation. The admin sends `url` to the invited person; the account with `email` may accept it or, if that is empty,
 * anyone who has the link, up to `mostUses` people.
 */
export const invitationSchema = z.object({
  id: idSchema,
  email: z.union([z.email(), z.literal('')]),
  role: openEnum(memberRoleSchema),
  token: z.string(),
  url: z.string(),
  expiresAt: timestampSchema,
  mostUses: z.number().int().positive().optional(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/**
 * `GET /api/projects/:id/invitations`: one that can still be accepted. Its link is shown only to its maker, once. `email` is empty
 * if it is for anyone who has the link: then `uses` of `mostUses` people have joined by it.
 */
export const pendingInvitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  uses: z.number().int().nonnegative().optional(),
  mostUses: z.number().int().positive().optional(),
  role: openEnum(memberRoleSchema),
  invitedBy: personSchema,
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
});
export type PendingInvitation = z.infer<typeof pendingInvitationSchema>;

/**
 * `POST /api/invitations/read` `{ token }`: an invitation, for whoever has its link. `picture` is a data URL. `invitedBy` is empty if the operator
 * made it at the command line, and `email` if it is for anyone who has the link. `songs` leaves out
 * alternates.
 */
export const invitationPreviewSchema = z.object({
  state: openEnum(z.enum(['open', 'expired', 'used'])),
  invitedBy: z.string(),
  /** Null: an invitation of the operator to make an account, which leads into no project. */
  project: z
    .object({
      name: z.string(),
      picture: z.string().nullable(),
      songs: z.number().int().nonnegative(),
      members: z.number().int().nonnegative(),
    })
    .nullable(),
  email: z.string(),
  role: openEnum(memberRoleSchema),
  expiresAt: timestampSchema,
});
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>;

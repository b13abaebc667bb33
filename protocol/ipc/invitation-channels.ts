import * as z from 'zod';
import { commandSchemas } from '../wire/command.ts';
import { idSchema } from '../wire/id.ts';
import { invitationPreviewSchema, invitationSchema, pendingInvitationSchema } from '../wire/member.ts';
import { serverUrlSchema } from './session.ts';

/** Reading, accepting and making invitations. */
export const invitationChannels = {
  /**
   * The invitation of a link or bare token on that server; also while nobody is signed in. Needs the network. `not-found`:
   * there is none.
   */
  'session.readInvitation': {
    args: z.object({ serverUrl: serverUrlSchema, link: z.string().min(1).max(2000) }),
    result: invitationPreviewSchema,
  },
  /** Accepts an invitation by its link or bare token. Needs the network. */
  'invitations.accept': {
    args: z.object({ link: z.string().min(1).max(2000) }),
    result: z.object({ projectId: idSchema }),
  },
  /** For an email, or without one for anyone who has the link. Needs the network. */
  'invitations.create': {
    args: commandSchemas['project.invite'].payload.omit({ id: true }),
    result: invitationSchema,
  },
  /** Those of a project that can still be accepted, for its admins. Needs the network. */
  'invitations.pending': {
    args: z.object({ projectId: idSchema }),
    result: z.array(pendingInvitationSchema),
  },
  'invitations.revoke': { args: z.object({ id: idSchema }), result: z.null() },
} as const;

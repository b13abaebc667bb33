import * as z from 'zod';
import { passwordSchema } from './user.ts';

/** The end of a link that was sent by mail. */
const linkTokenSchema = z.string().min(1).max(200);

export const forgotPasswordSchema = z.object({ email: z.email() });

/** Answered whether or not there is such an account. `sendsMail`: false on a server without mail, where its operator helps. */
export const forgottenPasswordSchema = z.object({ sendsMail: z.boolean() });
export type ForgottenPassword = z.infer<typeof forgottenPasswordSchema>;

/** It signs nobody in. */
export const resetPasswordSchema = z.object({ token: linkTokenSchema, password: passwordSchema });

export const confirmEmailSchema = z.object({ token: linkTokenSchema });

const currentPassword = z.string().min(1).max(128);

/** Ends all other sessions. */
export const changePasswordSchema = z.object({ currentPassword, password: passwordSchema });

export const changeEmailSchema = z.object({ currentPassword, email: z.email() });

/** `isPending`: the address changes once a link that was sent to the new one is opened. */
export const changedEmailSchema = z.object({ isPending: z.boolean() });
export type ChangedEmail = z.infer<typeof changedEmailSchema>;

/** For good. The person leaves all projects; those without other members are deleted. */
export const deleteAccountSchema = z.object({ currentPassword });

/** The sign-in of an account, for its owner. `pendingEmail` becomes its address once it is confirmed. */
export const accountFactsSchema = z.object({
  email: z.string(),
  emailVerified: z.boolean(),
  pendingEmail: z.string().nullable(),
  hasPassword: z.boolean(),
  sendsMail: z.boolean(),
});
export type AccountFacts = z.infer<typeof accountFactsSchema>;

import * as z from 'zod';
import { idSchema, nameSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/**
 * A person as others see them. `avatarUrl` is the path of their picture on the server, or null. Members of a project,
 * presence and the account itself have it; it is null where a person is named for what they did, which a new picture
 * doesn't change.
 */
export const personSchema = z.object({
  id: idSchema,
  name: z.string(),
  avatarUrl: z.string().nullable(),
});
export type Person = z.infer<typeof personSchema>;

/** A person as they see themselves (`GET /api/auth/me`). `role` is the server-wide role. */
export const accountSchema = personSchema.extend({
  email: z.email(),
  role: openEnum(z.enum(['ADMIN', 'MEMBER'])),
});
export type Account = z.infer<typeof accountSchema>;

export const passwordSchema = z
  .string()
  .min(8, 'must be at least 8 characters')
  .max(128, 'must be at most 128 characters');

export const registerSchema = z.object({
  email: z.email(),
  password: passwordSchema,
  name: nameSchema,
  /** The token of the invitation that was opened; needed if the server takes new accounts by invitation. */
  invitation: z.string().min(1).max(200).optional(),
});
export type Register = z.infer<typeof registerSchema>;

/** `rememberMe`: a cookie of 30 days, else a session cookie (1 day on the server). */
export const loginSchema = z.object({
  email: z.email(),
  password: z.string().min(1).max(128),
  rememberMe: z.boolean().optional(),
});
export type Login = z.infer<typeof loginSchema>;

/**
 * Answer of register, login and refresh. The session cookie comes beside it. For a page of the server itself the tokens
 * are empty: it has the cookie, which no script can read.
 */
export const signedInSchema = z.object({
  user: accountSchema.omit({ avatarUrl: true }),
  accessToken: z.string(),
  refreshToken: z.string(),
});
export type SignedIn = z.infer<typeof signedInSchema>;

/**
 * A request may name the account that it is made for, by id. If its session is another account's, it is answered with
 * 401. For pages: all tabs of a browser share one cookie, and someone else may have signed in in another tab.
 */
export const accountHeader = 'bandmate-account';

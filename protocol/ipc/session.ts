import * as z from 'zod';
import { accountSchema, loginSchema, registerSchema } from '../wire/user.ts';

/** A server's address as the user types it; `http://` or `https://`, no path. */
export const serverUrlSchema = z
  .url({ protocol: /^https?$/, error: 'is not an address like https://band.example' })
  .transform((url) => new URL(url).origin);

export const signInSchema = loginSchema.extend({ serverUrl: serverUrlSchema });
export const signUpSchema = registerSchema.extend({ serverUrl: serverUrlSchema });

/**
 * The signed-in account, if any. `keptSafely`: false where the system has no key store, so the sign-in lasts until the
 * app quits. `lastServerUrl` fills in the form.
 */
export const sessionStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-out'), lastServerUrl: z.string().nullable() }),
  z.object({
    kind: z.literal('signed-in'),
    serverUrl: z.string(),
    account: accountSchema,
    keptSafely: z.boolean(),
  }),
]);
export type SessionState = z.infer<typeof sessionStateSchema>;

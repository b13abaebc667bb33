import * as z from 'zod';
import { timestampSchema } from './id.ts';

/** An OpenID Connect provider of the server. `name` is in its routes, `label` on its buttons. */
export const signInProviderSchema = z.object({ name: z.string().max(64), label: z.string() });
export type SignInProvider = z.infer<typeof signInProviderSchema>;

/** The providers that people can sign in with, for anyone. */
export const signInProviderListSchema = z.array(signInProviderSchema);

/** How the caller can sign in. `linkedAt`: null if that provider is not connected to the account. */
export const waysInSchema = z.object({
  hasPassword: z.boolean(),
  providers: z.array(signInProviderSchema.extend({ linkedAt: timestampSchema.nullable() })),
});
export type WaysIn = z.infer<typeof waysInSchema>;

/** Where a browser goes to connect an identity. The cookie beside it lets the same browser come back. */
export const identityLinkSchema = z.object({ url: z.url() });

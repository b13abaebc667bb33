import * as z from 'zod';
import { signInProviderListSchema, waysInSchema } from '../wire/identity.ts';
import { serverUrlSchema, sessionStateSchema } from './session.ts';

const nothing = z.null();
const providerSchema = z.object({ provider: z.string().min(1).max(64) });

/** Signing in with identities of other providers, and connecting them. All of it needs the network. */
export const identityChannels = {
  /** The providers of a server, for its sign-in. Empty if it has none, or is of an earlier version. */
  'session.providers': { args: z.object({ serverUrl: serverUrlSchema }), result: signInProviderListSchema },
  /**
   * Signs in with a provider. A browser leaves the page for that, and comes back to the place `returnTo`, which is behind
   * `#`.
   */
  'session.signInWith': {
    args: providerSchema.extend({ serverUrl: serverUrlSchema, returnTo: z.string().max(600) }),
    result: sessionStateSchema,
  },
  'identities.list': { args: nothing, result: waysInSchema },
  /** Goes to the provider, in the system's browser if this is the app. */
  'identities.link': { args: providerSchema, result: nothing },
  'identities.unlink': { args: providerSchema, result: nothing },
} as const;

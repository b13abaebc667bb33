import * as z from 'zod';
import { secretSchema } from '../wire/desktop-sign-in.ts';
import { signInProviderListSchema, waysInSchema } from '../wire/identity.ts';
import { serverUrlSchema, sessionStateSchema } from './session.ts';

const nothing = z.null();
const providerSchema = z.object({ provider: z.string().min(1).max(64) });

const desktopPlaceSchema = z.object({
  challenge: secretSchema,
  state: secretSchema,
  port: z.number().int().min(0).max(65_535),
});

/** Signing in with identities of other providers, and connecting them. All of it needs the network. */
export const identityChannels = {
  /** The providers of a server, for its sign-in. `not-found` from a server of an earlier version. */
  'session.providers': { args: z.object({ serverUrl: serverUrlSchema }), result: signInProviderListSchema },
  /**
   * Signs in with a provider, or with any way in the system's browser (`provider` null; the app only). The app waits for the
   * browser. A browser leaves the page, and comes back to the place `returnTo`, which is behind `#`.
   */
  'session.signInWith': {
    args: z.object({
      provider: providerSchema.shape.provider.nullable(),
      serverUrl: serverUrlSchema,
      returnTo: z.string().max(600),
    }),
    result: sessionStateSchema,
  },
  /** The app no longer waits for the browser. */
  'session.stopWaiting': { args: nothing, result: nothing },
  /** A browser only: signs the app that has opened this page in, as the person who is signed in here. */
  'session.continueInApp': { args: desktopPlaceSchema, result: nothing },
  'identities.list': { args: nothing, result: waysInSchema },
  /** Goes to the provider, in the system's browser if this is the app. */
  'identities.link': { args: providerSchema, result: nothing },
  'identities.unlink': { args: providerSchema, result: nothing },
} as const;

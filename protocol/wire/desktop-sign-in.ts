import * as z from 'zod';

/** 256 bits in base64url: a challenge, a state, a verifier or a code. */
export const secretSchema = z.string().regex(/^[\w-]{43}$/, 'is not valid');

/** Asks for a code with which the app that made the challenge can sign in as the caller. */
export const desktopGrantSchema = z.object({ challenge: secretSchema });
export const desktopCodeSchema = z.object({ code: secretSchema });

/** Signs in with the code. The challenge is the SHA-256 of the verifier, in base64url (RFC 7636, S256). */
export const desktopSignInSchema = z.object({ code: secretSchema, verifier: secretSchema });
export type DesktopSignIn = z.infer<typeof desktopSignInSchema>;

/** The place of the server's page where an app is signed in. `port` 0: the app can only be reached by `bandmate://`. */
export function desktopPlace({ challenge, state, port }: { challenge: string; state: string; port: number }) {
  return `/sign-in/desktop/${challenge}/${state}/${port}`;
}

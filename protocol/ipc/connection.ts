import * as z from 'zod';

/** App and server are too many versions apart, until this side is updated. */
const needsUpdate = z.enum(['app', 'server']).optional();

/**
 * The realtime connection as the screen shows it. `since` is when the state began (milliseconds of Unix time).
 *
 * `unauthorised`: the server doesn't know this session: sign in again; pending changes are kept. `revoked`: the
 * session was ended while connected: signed out elsewhere, or another person signed in in this browser. `offline`
 * carries the last reason in plain words.
 */
export const connectionStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-out'), since: z.number() }),
  z.object({
    kind: z.literal('offline'),
    since: z.number(),
    reason: z.string(),
    retryAt: z.number().nullable(),
    needsUpdate,
  }),
  z.object({ kind: z.literal('connecting'), since: z.number(), attempt: z.number().int(), needsUpdate }),
  z.object({ kind: z.literal('online'), since: z.number(), transport: z.enum(['websocket', 'polling']) }),
  z.object({ kind: z.literal('unauthorised'), since: z.number(), reason: z.string() }),
  z.object({ kind: z.literal('revoked'), since: z.number(), reason: z.string() }),
]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;
/** The side that is too old for the other one. */
export type NeedsUpdate = NonNullable<z.infer<typeof needsUpdate>>;

/** The side that needs an update before the two can work together. */
export function neededUpdate(state: ConnectionState): NeedsUpdate | null {
  return ('needsUpdate' in state && state.needsUpdate) || null;
}

import * as z from 'zod';

/** How far an update of the app itself is. */
export const updateStateSchema = z.discriminatedUnion('kind', [
  /** The app asks nobody: it runs from a checkout, or nothing says where its updates are. */
  z.object({ kind: z.literal('off'), reason: z.enum(['development', 'no-feed']) }),
  /** `checkedAt` is null before the first answer of this run. */
  z.object({ kind: z.literal('current'), checkedAt: z.iso.datetime().nullable() }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number().int() }),
  /** Downloaded and verified. It is installed when the app quits, or at once by `updates.install`. */
  z.object({ kind: z.literal('ready'), version: z.string(), notes: z.string().nullable() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;

export const updateChannels = {
  'updates.state': { args: z.null(), result: updateStateSchema },
  /** Asks for an update now. `updates.changed` follows. */
  'updates.check': { args: z.null(), result: updateStateSchema },
  /** Ends the app, installs the update that is ready, and starts the app again. */
  'updates.install': { args: z.null(), result: z.null() },
};

import * as z from 'zod';
import { idSchema } from '../wire/id.ts';

const nothing = z.null();

/**
 * REAPER's script on this computer. `not-found`: REAPER's folder isn't where it usually is. `changed`: somebody changed the
 * installed script, so it isn't updated automatically.
 */
const reaperStateSchema = z.object({
  kind: z.enum(['not-found', 'not-installed', 'installed', 'changed']),
  /** REAPER's folder for its settings and scripts, whether it is there or not. */
  folder: z.string(),
  /** The file to load in REAPER. */
  script: z.string(),
  /** The script runs in REAPER now. */
  isConnected: z.boolean(),
});

/** How other programs on this computer reach the app (docs/local-endpoint.md). `problem`: why they can't, as a sentence. */
export const localStateSchema = z.object({
  /** Over HTTP, on a port of this computer's own address. */
  http: z.object({ isOn: z.boolean(), url: z.string().nullable() }),
  /** The file that tells programs the address and the token. */
  endpointFile: z.string(),
  problem: z.string().nullable(),
  reaper: reaperStateSchema,
});
export type LocalState = z.infer<typeof localStateSchema>;

/** The song and version in front of the user. */
export const shownSongSchema = z.object({ cutId: idSchema, fileId: idSchema.nullable() });
export type ShownSong = z.infer<typeof shownSongSchema>;

export const localChannels = {
  'local.state': { args: nothing, result: localStateSchema },
  'local.setHttp': { args: z.object({ isOn: z.boolean() }), result: localStateSchema },
  /** Tells other programs which song the user looks at. */
  'local.showing': { args: shownSongSchema.nullable(), result: nothing },
  /** Writes the script into REAPER's folder, or replaces it, and lets it reach the app. */
  'reaper.install': { args: nothing, result: localStateSchema },
  'reaper.remove': { args: nothing, result: localStateSchema },
  /** Asks for REAPER's folder where it isn't in the usual place. */
  'reaper.chooseFolder': { args: nothing, result: localStateSchema },
  /** Shows the script in its folder. */
  'reaper.show': { args: nothing, result: nothing },
} as const;

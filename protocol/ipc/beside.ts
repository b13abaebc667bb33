import * as z from 'zod';

/** In bytes per second. */
const limitSchema = z.number().int().min(16_384).max(1_000_000_000).nullable();

/** Keys as Electron names them, such as `Control+Alt+P`; null: no shortcut. */
const keysSchema = z
  .string()
  .regex(/^[\w+ -]{1,60}$/)
  .nullable();

export const shortcutActions = ['playPause', 'comment', 'pause'] as const;
export type ShortcutAction = (typeof shortcutActions)[number];

/** How the app stays out of the DAW's way. Settings of this computer, whoever is signed in. */
export const besideSettingsSchema = z.object({
  /** Whether closing the window leaves the app in the tray. On macOS it always does. */
  keepsRunning: z.boolean(),
  uploadLimit: limitSchema,
  downloadLimit: limitSchema,
  /** The limit in each direction while a DAW runs; null: no other one, and nobody looks whether one runs. */
  dawLimit: limitSchema,
  /** Programs that count as a DAW besides the known ones. */
  ownDaws: z.array(z.string().trim().min(1).max(100)).max(50),
  /** Keys that work while another program is in front. */
  shortcuts: z.strictObject({ playPause: keysSchema, comment: keysSchema, pause: keysSchema }),
});
export type BesideSettings = z.infer<typeof besideSettingsSchema>;

/** While the user records: background work waits until then, or until they resume (null). In milliseconds since 1970. */
export const recordingPauseSchema = z.object({ until: z.number().nullable() });
export type RecordingPause = z.infer<typeof recordingPauseSchema>;

export const besideStateSchema = z.object({
  settings: besideSettingsSchema,
  pause: recordingPauseSchema.nullable(),
  /** The DAW that runs; null if none does, or nobody looks. */
  daw: z.string().nullable(),
  /** As the system has it; null where it has no such thing. */
  startsAtLogin: z.boolean().nullable(),
  hasTray: z.boolean(),
  /** Shortcuts that the system refused: another program has the keys. */
  refusedShortcuts: z.array(z.enum(shortcutActions)),
});
export type BesideState = z.infer<typeof besideStateSchema>;

export const besideChannels = {
  'beside.state': { args: z.null(), result: besideStateSchema },
  /** Changes the given settings; `beside.changed` follows. `conflict`: two shortcuts have the same keys. */
  'beside.change': {
    args: z.strictObject({ ...besideSettingsSchema.shape, startsAtLogin: z.boolean() }).partial(),
    result: besideStateSchema,
  },
  /** Holds uploads, downloads and measuring for so many minutes, or until `beside.resume` (null). */
  'beside.pause': {
    args: z.object({
      minutes: z
        .number()
        .int()
        .min(1)
        .max(24 * 60)
        .nullable(),
    }),
    result: besideStateSchema,
  },
  'beside.resume': { args: z.null(), result: besideStateSchema },
};

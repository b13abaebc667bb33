import * as z from 'zod';

/**
 * What the client around the page can do, so that no part of the page asks where it runs. All of it is true in the app;
 * a browser has no folders to watch, keeps nothing on disk, and belongs to the server that its page came from.
 */
export const capabilitiesSchema = z.object({
  /** A person says which server to sign in to. */
  choosesServer: z.boolean(),
  /** Folders are bound and watched, and a dropped folder is walked. */
  bounceFolders: z.boolean(),
  /** A file on its way can be shown where it lies. */
  showsInFolder: z.boolean(),
  /** Sounds are kept to be heard with no network: pins, and a limit for what they take. */
  keepsSounds: z.boolean(),
  /** What waits to go out outlasts window and sign-out. */
  keepsChanges: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/**
 * Whether news is shown over other windows: it is; it would be, if the person allowed it (`ask`); or it is not, because
 * they forbade it or nothing here can (`never`).
 */
export const alertStateSchema = z.enum(['shown', 'ask', 'never']);
export type AlertState = z.infer<typeof alertStateSchema>;

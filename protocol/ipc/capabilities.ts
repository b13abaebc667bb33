import * as z from 'zod';

/**
 * The abilities of the client around the page, so that no part of the page asks where it runs. The app has all of them;
 * a browser has no folders to watch, keeps nothing on disk, and belongs to the server that its page came from.
 */
export const capabilitiesSchema = z.object({
  /** The user chooses the server to sign in to. */
  choosesServer: z.boolean(),
  /** Folders are bound and watched, and a dropped folder is walked. */
  bounceFolders: z.boolean(),
  /** A file that is being uploaded can be shown in its folder. */
  showsInFolder: z.boolean(),
  /** Sounds are kept for listening offline: pins, and a limit on their size. */
  keepsSounds: z.boolean(),
  /** Over a thin connection it may hear compressed copies. The app always has the files themselves. */
  hearsCompressed: z.boolean(),
  /** Pending changes survive the window and a sign-out. */
  keepsChanges: z.boolean(),
  /** Signs in through the system's browser. */
  signsInByBrowser: z.boolean(),
  /** Files are dragged out of the window into other programs. */
  dragsOut: z.boolean(),
  /** The window can be made mini, and stay in front of others. */
  miniWindow: z.boolean(),
  /** Other programs on this computer can use it, and REAPER gets a script. */
  localAccess: z.boolean(),
  /** Stays out of a DAW's way: tray, limits, pause, start at login, shortcuts in other programs. */
  besideDaw: z.boolean(),
  /** Replaces itself by newer versions. A page is as new as its server. */
  updatesItself: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/**
 * Whether notifications are shown over other windows: `shown`; `ask`: they would be if the user allowed it; `never`: the
 * user forbade it, or the system can't.
 */
export const alertStateSchema = z.enum(['shown', 'ask', 'never']);
export type AlertState = z.infer<typeof alertStateSchema>;

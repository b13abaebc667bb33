import type { Alert } from '../../client/account/alerts.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { BesideDesktop } from '../beside/create-beside.ts';

/** Actions that need a desktop. The app does them with Electron; headless, each reports that it can't. */
export type AppActions = {
  /** Null if the person cancelled. `title`: of the dialog, if it isn't about a bounce folder. */
  chooseFolder(title?: string): Promise<string | null>;
  /** The path under which the person wants to save a file with this name; null if they cancelled. */
  chooseSavePath(name: string): Promise<string | null>;
  /** Begins to drag these files out of the window, while the pointer is down. At least one, each there. */
  startDrag(paths: readonly string[]): void;
  copyText(text: string): void;
  /** Where the user expects saved files; null where there is no desktop. */
  downloadsFolder(): string | null;
  showInFolder(path: string): void;
  /** Opens a page of the signed-in server in the system's browser; false if that fails. */
  openInBrowser(address: URL, serverUrl: string): Promise<boolean>;
  /** Brings the window to the front and shows this in it. Headless, there is none. */
  openTarget?(target: OpenTarget): void;
  /** Shows a system notification, unless the app's own window is in front. */
  notify(alert: Alert): void;
  /** Absent without a desktop. */
  beside?: BesideDesktop;
};

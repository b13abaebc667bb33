import type { Alert } from '../../client/account/alerts.ts';

/** Actions that need a desktop. The app does them with Electron; headless, each reports that it can't. */
export type AppActions = {
  /** Null if the person cancelled. */
  chooseFolder(): Promise<string | null>;
  copyText(text: string): void;
  /** Where the user expects saved files; null where there is no desktop. */
  downloadsFolder(): string | null;
  showInFolder(path: string): void;
  /** Opens a page of the signed-in server in the system's browser; false if that fails. */
  openInBrowser(address: URL, serverUrl: string): Promise<boolean>;
  /** Shows a system notification, unless the app's own window is in front. */
  notify(alert: Alert): void;
};

import type { Alert } from '../../client/account/alerts.ts';

/** What only a desktop can do. The app does it with Electron; headless, each says that it can't. */
export type AppActions = {
  /** Null when the person cancelled. */
  chooseFolder(): Promise<string | null>;
  copyText(text: string): void;
  showInFolder(path: string): void;
  /** Shows it over other windows, unless the app's own is in front. */
  notify(alert: Alert): void;
};

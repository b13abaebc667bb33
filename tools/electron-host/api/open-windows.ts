/** What quitting needs of a window. */
export interface ClosableWindow {
  /** Asks the app by `close`; false if it refused. */
  tryToClose(): boolean;
  gone: Promise<void>;
}

export const openWindows = new Set<ClosableWindow>();

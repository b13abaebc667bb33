/** The part of a window that quitting needs. */
export interface ClosableWindow {
  /** Emits `close`; returns false if the app refused. */
  tryToClose(): boolean;
  gone: Promise<void>;
}

export const openWindows = new Set<ClosableWindow>();

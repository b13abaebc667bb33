/**
 * The parts that only a person at the desktop could see or use: there is no tray, and keys of other programs don't arrive here. Tests
 * find it in the main process as `globalThis[Symbol.for('electron-host')]`. It is no part of Electron.
 */
export const hands = {
  trays: new Set<{ toolTip: string; menu: unknown; image: unknown }>(),
  /** The keys that the app has registered. */
  shortcuts: new Map<string, () => void>(),
};

Object.defineProperty(globalThis, Symbol.for('electron-host'), { value: hands });

/** Chromium's windows bring no tray; Electron throws too on a desktop that has none. */
export class Tray {
  constructor(_image: unknown) {
    throw new Error('There is no tray in the stand-in for Electron (tools/electron-host)');
  }
}

/** Always throws, as Electron does on a desktop without a tray. */
export class Tray {
  constructor(_image: unknown) {
    throw new Error('There is no tray in the stand-in for Electron (tools/electron-host)');
  }
}

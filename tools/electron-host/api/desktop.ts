import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Electron from 'electron';
import { knownMembers, refuseUnknown } from '../known-members.ts';
import { runtime } from './runtime.ts';
import { defaultSession } from './session.ts';

/** Opens a target with the desktop's program for it. Rejects if there is none. */
function openWithDesktop(target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opener = spawn('xdg-open', [target], { stdio: 'ignore', detached: true });
    opener.once('error', reject);
    opener.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Failed to open: xdg-open ended with ${code}`));
    });
  });
}

export const shell = knownMembers('shell', {
  openExternal: (url: string) => openWithDesktop(url),
  showItemInFolder(path: string) {
    openWithDesktop(pathToFileURL(dirname(path)).href).catch((error) =>
      console.error('The folder could not be shown:', error),
    );
  },
} satisfies Pick<Electron.Shell, 'openExternal' | 'showItemInFolder'>);

/** Doesn't watch the machine's sleep. Its events are emitted only by tests. */
class PowerMonitor extends EventEmitter {}
Object.setPrototypeOf(PowerMonitor.prototype, refuseUnknown('powerMonitor', EventEmitter.prototype));
export const powerMonitor = new PowerMonitor();

class NativeTheme extends EventEmitter {
  get shouldUseDarkColors(): boolean {
    return runtime('nativeTheme').environment.prefersDark;
  }
}
Object.setPrototypeOf(NativeTheme.prototype, refuseUnknown('nativeTheme', EventEmitter.prototype));
export const nativeTheme = new NativeTheme();

const primaryDisplay = () => {
  const { workArea, screenSize, scaleFactor } = runtime('screen').environment;
  const bounds = { x: 0, y: 0, ...screenSize };
  return knownMembers('Display', { id: 1, bounds, size: screenSize, workArea, scaleFactor });
};

/** Knows one display: the one Chromium's windows open on. */
class Screen extends EventEmitter {
  getAllDisplays() {
    return [primaryDisplay()];
  }
  getPrimaryDisplay() {
    return primaryDisplay();
  }
}
Object.setPrototypeOf(Screen.prototype, refuseUnknown('screen', EventEmitter.prototype));
export const screen = new Screen();

/** There is one session: every partition is the default one. */
export const session = knownMembers('session', { defaultSession, fromPartition: () => defaultSession });

import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import type { BesideDesktop } from '../beside/create-beside.ts';
import { shellText } from '../text/shell.ts';

/** Starts without a window. */
export const hiddenArgument = '--hidden';

type LoginApp = Pick<App, 'isPackaged' | 'getAppPath' | 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** The start of the app when its user signs in to the computer. */
export type LoginItem = Pick<BesideDesktop, 'startsAtLogin' | 'setStartsAtLogin'> & {
  /** Whether this start was one of those. Without a window, the app is in the tray. */
  startedHidden(): boolean;
};

/**
 * Electron knows login items of macOS and Windows. On Linux, a file in the folder of the XDG Autostart Specification does
 * the same on every desktop.
 */
export function createLoginItem(
  app: LoginApp,
  system: {
    platform: NodeJS.Platform;
    variables: NodeJS.ProcessEnv;
    execPath: string;
    arguments: readonly string[];
  },
): LoginItem {
  const { platform, variables, execPath } = system;
  // An app that isn't packaged is Electron with a folder. An AppImage is mounted somewhere else at each start.
  const program = variables.APPIMAGE ?? execPath;
  const words = [...(app.isPackaged ? [] : [app.getAppPath()]), hiddenArgument];
  const wasHidden = () => system.arguments.includes(hiddenArgument);

  if (platform === 'darwin') {
    return {
      startsAtLogin: () => app.getLoginItemSettings().openAtLogin,
      setStartsAtLogin: async (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
      // macOS passes no arguments, and says it itself.
      startedHidden: () => wasHidden() || app.getLoginItemSettings().wasOpenedAtLogin,
    };
  }
  if (platform === 'win32') {
    // Windows finds the entry again by the same path and arguments.
    const entry = { path: program, args: words.map((word) => (word.includes(' ') ? `"${word}"` : word)) };
    return {
      startsAtLogin: () => app.getLoginItemSettings(entry).openAtLogin,
      setStartsAtLogin: async (openAtLogin) => app.setLoginItemSettings({ ...entry, openAtLogin }),
      startedHidden: wasHidden,
    };
  }
  const path = join(
    variables.XDG_CONFIG_HOME || join(homedir(), '.config'),
    'autostart/bandmate-desktop.desktop',
  );
  return {
    startsAtLogin: () => existsSync(path),
    async setStartsAtLogin(isOn) {
      if (!isOn) return rm(path, { force: true });
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, desktopEntry([program, ...words]));
    },
    startedHidden: wasHidden,
  };
}

/** A file of the Desktop Entry Specification that runs a command. */
export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${shellText.appName}`,
    `Exec=${command.map(quote).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quoted as an argument of `Exec`, and then as a string: the specification applies both, one after the other. */
function quote(word: string): string {
  const argument = `"${word.replaceAll('%', '%%').replace(/["`$\\]/g, '\\$&')}"`;
  return argument.replaceAll('\\', '\\\\');
}

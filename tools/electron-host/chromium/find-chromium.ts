import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Missing, or not executable for us.
  }
};

/** The Chromium that shows the windows: `CHROMIUM` if set, else the first one on PATH; undefined if there is none. */
export function findChromium(environment: NodeJS.ProcessEnv): string | undefined {
  const { CHROMIUM: named, PATH = '' } = environment;
  if (named) return isExecutable(named) ? named : undefined;
  const folders = [...PATH.split(delimiter), '/usr/bin', '/snap/bin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

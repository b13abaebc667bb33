import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

export const standIn = join(repository, 'tools/electron-host/electron');

/**
 * The executable the whole-app tests start: the one in `ELECTRON_OVERRIDE_DIST_PATH` where that is set, which is what
 * Electron's own package obeys and `npm test` decides by; else Electron's where it is installed, else the stand-in.
 */
export function findElectronExecutable(
  variables: NodeJS.ProcessEnv = process.env,
  electronPackage = join(repository, 'node_modules/electron'),
): string {
  const pathFile = join(electronPackage, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined;
  const folder = variables.ELECTRON_OVERRIDE_DIST_PATH;
  if (folder) return join(folder, name ?? 'electron');
  const installed = name && join(electronPackage, 'dist', name);
  return installed && existsSync(installed) ? installed : standIn;
}

/** Whether tests run on Electron itself. What only that can show is skipped elsewhere, which the report counts and names. */
export const onElectron = !/electron-host/.test(findElectronExecutable());

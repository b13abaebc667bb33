import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** The executable the whole-app tests start: Electron's own where it is installed, else the stand-in. */
export function findElectronExecutable(): string {
  const electron = join(repository, 'node_modules/electron');
  const pathFile = join(electron, 'path.txt');
  const installed = existsSync(pathFile) ? join(electron, 'dist', readFileSync(pathFile, 'utf8')) : undefined;
  return installed && existsSync(installed) ? installed : standIn;
}

export const standIn = join(repository, 'tools/electron-host/electron');

import { delimiter, join } from 'node:path';
import type { Machine } from './chromium.ts';
import { distribution, installFromDebian } from './debian.ts';
import { step } from './say.mjs';

/**
 * Electron's own binary needs a display even in tests. Where there is none, xvfb-run provides one. Returns its path, or
 * a sentence on how to get it.
 */
export async function ensureVirtualDisplay(
  machine: Machine,
): Promise<{ ok: true; path: string } | { ok: false; message: string }> {
  let path = find(machine);
  if (!path && machine.isRoot && distribution(machine.osRelease) === 'debian') {
    await step('Installing a virtual display from Debian', () => installFromDebian(['xvfb', 'xauth']));
    path = find(machine);
  }
  if (path) return { ok: true, path };
  return {
    ok: false,
    message:
      'There is no display, and xvfb-run is not installed. Install your system’s Xvfb package, or set DISPLAY.',
  };
}

function find({ environment, isExecutable }: Machine): string | undefined {
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'xvfb-run')).find(isExecutable);
}

import { delimiter, join } from 'node:path';
import type { Machine } from './chromium.ts';
import { distribution, installFromDebian } from './debian.ts';
import { say, step } from './say.mjs';

/** The Lua of REAPER since version 7, which the tests of its script run. */
const luaName = 'lua5.4';

/** Installs Lua where that is allowed. Without it, the tests of REAPER's script are skipped, which their report shows. */
export async function ensureLua(machine: Machine): Promise<boolean> {
  if (find(machine)) return true;
  if (machine.isRoot && distribution(machine.osRelease) === 'debian')
    await step('Installing Lua from Debian', () => installFromDebian([luaName]));
  const isThere = find(machine) !== undefined;
  if (!isThere) say(`${luaName} was not found, so the tests of REAPER’s script are skipped.`);
  return isThere;
}

function find({ environment, isExecutable }: Machine): string | undefined {
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, luaName)).find(isExecutable);
}

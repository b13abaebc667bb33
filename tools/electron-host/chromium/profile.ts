import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The Chromium that holds a profile, by the link it keeps there (`host-pid`); undefined if there is none, or it is dead. */
async function holderOf(profileFolder: string): Promise<string | undefined> {
  try {
    const id = (await readlink(join(profileFolder, 'SingletonLock'))).split('-').at(-1) ?? '';
    const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8');
    return commandLine.includes(profileFolder) ? id : undefined;
  } catch {
    return undefined; // No link, or no such process: nobody holds it.
  }
}

/**
 * Waits for the Chromium of a killed app to be gone: it ends a moment after its app, and one started before that would hand
 * itself over to it and go down with it.
 */
export async function waitForProfile(profileFolder: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (let holder = await holderOf(profileFolder); holder; holder = await holderOf(profileFolder)) {
    if (Date.now() > deadline) throw new Error(`${profileFolder} is in use by process ${holder}`);
    await delay(20);
  }
}

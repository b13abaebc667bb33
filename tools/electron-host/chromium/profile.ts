import { mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
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
async function waitForProfile(profileFolder: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (let holder = await holderOf(profileFolder); holder; holder = await holderOf(profileFolder)) {
    if (Date.now() > deadline) throw new Error(`${profileFolder} is in use by process ${holder}`);
    await delay(20);
  }
}

/** What Chromium offers its users and Electron doesn't. */
const preferences = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false, password_manager_leak_detection: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  browser: { enable_spellchecking: false, has_seen_welcome_page: true },
};

/** Makes a profile that nobody else uses and that keeps Chromium's own offers away; one made before is kept as it is. */
export async function prepareProfile(profileFolder: string): Promise<void> {
  await waitForProfile(profileFolder);
  await mkdir(join(profileFolder, 'Default'), { recursive: true });
  const text = JSON.stringify(preferences);
  await writeFile(join(profileFolder, 'Default/Preferences'), text, { flag: 'wx' }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}

import { mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The id of the live Chromium process that uses the profile, if any. Chromium keeps a link there (`host-pid`). */
async function holderOf(profileFolder: string): Promise<string | undefined> {
  try {
    const id = (await readlink(join(profileFolder, 'SingletonLock'))).split('-').at(-1) ?? '';
    const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8');
    return commandLine.includes(profileFolder) ? id : undefined;
  } catch {
    return undefined; // No link, or no such process.
  }
}

/**
 * Waits until the Chromium of a killed app is gone. It ends a moment after its app, and until then a new Chromium would
 * pass its windows to the old one and end with it.
 */
async function waitForProfile(profileFolder: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (let holder = await holderOf(profileFolder); holder; holder = await holderOf(profileFolder)) {
    if (Date.now() > deadline) throw new Error(`${profileFolder} is in use by process ${holder}`);
    await delay(20);
  }
}

/** Turns off Chromium features that Electron doesn't have. */
const preferences = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false, password_manager_leak_detection: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  browser: { enable_spellchecking: false, has_seen_welcome_page: true },
};

/** Waits until the profile is free and creates it, with Chromium's own features off. Keeps existing preferences. */
export async function prepareProfile(profileFolder: string): Promise<void> {
  await waitForProfile(profileFolder);
  await mkdir(join(profileFolder, 'Default'), { recursive: true });
  const text = JSON.stringify(preferences);
  await writeFile(join(profileFolder, 'Default/Preferences'), text, { flag: 'wx' }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}

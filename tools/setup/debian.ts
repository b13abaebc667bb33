import { setTimeout as later } from 'node:timers/promises';
import { startProcess } from './processes.ts';
import { say } from './say.mjs';

/** The `ID` in the text of /etc/os-release, such as `debian`. */
export function distribution(osRelease: string): string | undefined {
  return /^ID="?([a-z]+)"?$/m.exec(osRelease)?.[1];
}

/** A mirror or a network may be away for a moment. */
const attempts = 2;

/** Installs packages as root, without prompts. Returns false if apt-get failed twice; its reason is on stderr. */
export async function installFromDebian(packages: string[], pauseMilliseconds = 10_000): Promise<boolean> {
  const aptGet = async (...options: string[]) => {
    const running = startProcess({
      name: 'apt-get',
      command: 'apt-get',
      arguments: ['-q', '-o', 'DPkg::Lock::Timeout=300', ...options],
      environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      directory: '/',
      stdout: 'ignore',
      timeoutMilliseconds: 10 * 60_000,
    });
    return (await running.ended).code === 0;
  };
  for (let attempt = 1; ; attempt++) {
    // Ignore a failed update: one broken source still leaves the lists of the others, which may have the package.
    await aptGet('update');
    if (await aptGet('install', '-y', '--no-install-recommends', ...packages)) return true;
    if (attempt === attempts) return false;
    say('apt-get failed; trying again.');
    await later(pauseMilliseconds);
  }
}

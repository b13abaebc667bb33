import { startProcess } from './processes.ts';

/** The `ID` in the text of /etc/os-release, such as `debian`. */
export function distribution(osRelease: string): string | undefined {
  return /^ID="?([a-z]+)"?$/m.exec(osRelease)?.[1];
}

/** Installs packages as root, without prompts. Returns false if apt-get failed; its reason is on stderr. */
export async function installFromDebian(packages: string[]): Promise<boolean> {
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
  // Ignore a failed update: one broken source still leaves the lists of the others, which may have the package.
  await aptGet('update');
  return aptGet('install', '-y', '--no-install-recommends', ...packages);
}

import { startProcess } from './processes.ts';

/** `ID` of the text of /etc/os-release, e.g. `debian`. */
export function distribution(osRelease: string): string | undefined {
  return /^ID="?([a-z]+)"?$/m.exec(osRelease)?.[1];
}

/** Installs packages as root, asking nothing. False if apt-get could not; it has said why on stderr. */
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
  // An update that fails over one source may still leave a list that has the package: let the install decide.
  await aptGet('update');
  return aptGet('install', '-y', '--no-install-recommends', ...packages);
}

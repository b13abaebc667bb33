import { describe, expect, test } from 'vitest';
import {
  canInstallChromium,
  chromiumAdvice,
  ensureChromium,
  findChromium,
  type Machine,
} from '../../../tools/setup/chromium.ts';

const debian =
  'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\nID=debian\n';
const ubuntu = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n';

function machine(parts: Partial<Machine> & { programs?: string[] } = {}): Machine {
  const { programs = [], ...rest } = parts;
  return {
    platform: 'linux',
    environment: { PATH: '/usr/local/bin:/usr/bin' },
    isRoot: true,
    osRelease: debian,
    isExecutable: (path) => programs.includes(path),
    ...rest,
  };
}

describe('which Chromium', () => {
  test('CHROMIUM goes before everything', () => {
    const environment = { CHROMIUM: '/opt/mine', PATH: '/usr/bin' };
    expect(findChromium(machine({ environment, programs: ['/opt/mine', '/usr/bin/chromium'] }))).toBe(
      '/opt/mine',
    );
  });

  test('a CHROMIUM that is no program is said, never passed over', () => {
    const wrong = machine({
      environment: { CHROMIUM: '/opt/gone', PATH: '/usr/bin' },
      programs: ['/usr/bin/chromium'],
    });
    expect(findChromium(wrong)).toBeUndefined();
    expect(canInstallChromium(wrong)).toBe(false);
    expect(chromiumAdvice(wrong)).toContain('/opt/gone');
  });

  test('a name on PATH, Chromium before Chrome', () => {
    const programs = ['/usr/bin/google-chrome', '/usr/local/bin/chromium'];
    expect(findChromium(machine({ programs }))).toBe('/usr/local/bin/chromium');
  });

  test('a known place when PATH has none', () => {
    const path = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findChromium(machine({ platform: 'darwin', environment: {}, programs: [path] }))).toBe(path);
  });
});

describe('none there', () => {
  test('root on Debian installs it', () => {
    expect(canInstallChromium(machine())).toBe(true);
  });

  test('nobody else does', () => {
    expect(canInstallChromium(machine({ isRoot: false }))).toBe(false);
    expect(canInstallChromium(machine({ osRelease: ubuntu }))).toBe(false);
    expect(canInstallChromium(machine({ osRelease: '' }))).toBe(false);
  });

  test.each([
    [{ isRoot: false }, 'apt-get install chromium'],
    [{ osRelease: ubuntu }, 'snap install chromium'],
    [{ osRelease: 'ID=arch\n' }, 'your package manager'],
    [{ platform: 'win32' as const, osRelease: '' }, 'Install Google Chrome'],
  ])('%o gets told how: %s', async (parts, advice) => {
    const answer = await ensureChromium(machine(parts));
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining(advice) });
  });
});

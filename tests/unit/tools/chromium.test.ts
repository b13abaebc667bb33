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
    hasUser: () => false,
    ...rest,
  };
}

describe('findChromium', () => {
  test('prefers CHROMIUM over everything else', () => {
    const environment = { CHROMIUM: '/opt/mine', PATH: '/usr/bin' };
    expect(findChromium(machine({ environment, programs: ['/opt/mine', '/usr/bin/chromium'] }))).toBe(
      '/opt/mine',
    );
  });

  test('reports a CHROMIUM that is not executable, and tries no other', () => {
    const wrong = machine({
      environment: { CHROMIUM: '/opt/gone', PATH: '/usr/bin' },
      programs: ['/usr/bin/chromium'],
    });
    expect(findChromium(wrong)).toBeUndefined();
    expect(canInstallChromium(wrong)).toBe(false);
    expect(chromiumAdvice(wrong)).toContain('/opt/gone');
  });

  test('prefers Chromium over Chrome on PATH', () => {
    const programs = ['/usr/bin/google-chrome', '/usr/local/bin/chromium'];
    expect(findChromium(machine({ programs }))).toBe('/usr/local/bin/chromium');
  });

  test('falls back to a known location if PATH has none', () => {
    const path = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findChromium(machine({ platform: 'darwin', environment: {}, programs: [path] }))).toBe(path);
  });
});

describe('without a Chromium', () => {
  test('root on Debian may install it', () => {
    expect(canInstallChromium(machine())).toBe(true);
  });

  test('no other user or system may install it', () => {
    expect(canInstallChromium(machine({ isRoot: false }))).toBe(false);
    expect(canInstallChromium(machine({ osRelease: ubuntu }))).toBe(false);
    expect(canInstallChromium(machine({ osRelease: '' }))).toBe(false);
  });

  test.each([
    [{ isRoot: false }, 'apt-get install chromium'],
    [{ osRelease: ubuntu }, 'snap install chromium'],
    [{ osRelease: 'ID=arch\n' }, 'your package manager'],
    [{ platform: 'win32' as const, osRelease: '' }, 'Install Google Chrome'],
  ])('%o gets the advice: %s', async (parts, advice) => {
    const answer = await ensureChromium(machine(parts));
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining(advice) });
  });
});

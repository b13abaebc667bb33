import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { maySeeOutputs } from '../../../main/shell/harden.ts';
import { createLoginItem, desktopEntry, hiddenArgument } from '../../../main/shell/login-item.ts';
import { createShortcuts } from '../../../main/shell/shortcuts.ts';
import { drawTrayImage, type TrayLamp, trayLamps } from '../../../main/shell/tray-image.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

// Nothing of it is used here.
vi.mock('electron', () => ({ session: {}, shell: {} }));

/** The pixels of a PNG that `drawTrayImage` made: no filters, one chunk. */
function pixelsOf(png: Buffer): { size: number; at(x: number, y: number): number[] } {
  const size = png.readUInt32BE(16);
  const length = png.readUInt32BE(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  return {
    size,
    at: (x, y) => [...rows.subarray(y * (size * 4 + 1) + 1 + x * 4, y * (size * 4 + 1) + 5 + x * 4)],
  };
}

describe('the tray’s image', () => {
  it.each([16, 32])(
    'has a shape of its own for each state at %i pixels, in colour and as a template',
    (size) => {
      for (const isTemplate of [false, true]) {
        const shapes = trayLamps.map((lamp) => {
          const { at, size: drawn } = pixelsOf(drawTrayImage(lamp, size, isTemplate));
          expect(drawn).toBe(size);
          return Array.from({ length: size * size }, (_, index) =>
            (at(index % size, Math.floor(index / size))[3] ?? 0) > 127 ? '#' : '.',
          ).join('');
        });
        expect(new Set(shapes).size).toBe(trayLamps.length);
      }
    },
  );

  it('is black alone as a template, and shows the colour of the state elsewhere', () => {
    const lampOf = (lamp: TrayLamp, isTemplate: boolean) =>
      pixelsOf(drawTrayImage(lamp, 32, isTemplate)).at(21, 25);
    expect(lampOf('working', true).slice(0, 3)).toEqual([0, 0, 0]);
    const [red = 0, green = 0] = lampOf('problem', false);
    expect(red).toBeGreaterThan(2 * green);
  });
});

const app = (isPackaged: boolean, logins: unknown[] = []) => ({
  isPackaged,
  getAppPath: () => '/opt/band mate',
  getLoginItemSettings: () => ({ openAtLogin: logins.length > 0, wasOpenedAtLogin: true }) as never,
  setLoginItemSettings: (settings: unknown) => void logins.push(settings),
});

describe('the start at login', () => {
  it('is a file of the desktop on Linux, with the path of an AppImage', async () => {
    const XDG_CONFIG_HOME = await temporaryFolder('config');
    const system = { platform: 'linux' as const, execPath: '/tmp/.mount/bandmate', arguments: ['bandmate'] };
    const variables = { XDG_CONFIG_HOME, APPIMAGE: '/home/ana/Band Mate.AppImage' };
    const item = createLoginItem(app(true), { ...system, variables });
    expect(item.startsAtLogin()).toBe(false);
    await item.setStartsAtLogin(true);
    expect(item.startsAtLogin()).toBe(true);
    const file = await readFile(join(XDG_CONFIG_HOME, 'autostart/bandmate-desktop.desktop'), 'utf8');
    expect(file).toContain('Exec="/home/ana/Band Mate.AppImage" "--hidden"\n');
    await item.setStartsAtLogin(false);
    await item.setStartsAtLogin(false);
    expect(item.startsAtLogin()).toBe(false);
  });

  it('quotes what a desktop would read as something else', () => {
    expect(desktopEntry(['/a"b$c\\d%e'])).toContain('Exec="/a\\\\"b\\\\$c\\\\\\\\d%%e"\n');
  });

  it('is told to Windows with the argument by which it is found again', async () => {
    const logins: unknown[] = [];
    const system = { platform: 'win32' as const, execPath: 'C:\\BandMate.exe', arguments: [] };
    const item = createLoginItem(app(true, logins), { ...system, variables: {} });
    await item.setStartsAtLogin(true);
    expect(logins).toEqual([{ openAtLogin: true, path: 'C:\\BandMate.exe', args: [hiddenArgument] }]);
    expect(item.startedHidden()).toBe(false);
  });

  it('starts hidden by its argument, and on macOS because the system says so', () => {
    const system = { execPath: '/x', variables: {} };
    const started = (platform: NodeJS.Platform, ...words: string[]) =>
      createLoginItem(app(true), { ...system, platform, arguments: ['x', ...words] }).startedHidden();
    expect(started('linux', hiddenArgument)).toBe(true);
    expect(started('linux')).toBe(false);
    expect(started('darwin')).toBe(true);
  });
});

describe('shortcuts', () => {
  it('replace each other, and say which were refused', () => {
    const registered = new Map<string, () => void>();
    const pressed: string[] = [];
    const setShortcuts = createShortcuts(
      {
        register(keys, press) {
          if (keys === 'Nonsense') throw new TypeError('Not keys');
          if (keys === 'F9') return false;
          registered.set(keys, press);
          return true;
        },
        unregisterAll: () => registered.clear(),
      },
      (action) => pressed.push(action),
    );
    expect(setShortcuts({ playPause: 'Control+Alt+P', comment: 'F9', pause: 'Nonsense' })).toEqual([
      'comment',
      'pause',
    ]);
    registered.get('Control+Alt+P')?.();
    expect(pressed).toEqual(['playPause']);
    expect(setShortcuts({ playPause: null, comment: 'F10', pause: null })).toEqual([]);
    expect([...registered.keys()]).toEqual(['F10']);
  });
});

describe('permissions', () => {
  it.each([
    ['speaker-selection', undefined, true, true],
    ['media', 'audio', true, true],
    ['media', 'video', true, false],
    ['media', undefined, true, false],
    ['media', 'audio', false, false],
    ['geolocation', undefined, true, false],
  ])('%s (%s), asked by our page: %s: %s', (permission, mediaType, isOurs, allowed) => {
    expect(maySeeOutputs(permission, mediaType, isOurs)).toBe(allowed);
  });
});

import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { appUserModelId, setAppIdentity } from '../../../main/shell/app-identity.ts';
import { stopBeforeQuit } from '../../../main/shell/quit.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';

/** The parts of Electron's app that a quit uses. `quit` returns whether the app may quit. */
function createApp() {
  const app = new EventEmitter();
  const exits: number[] = [];
  return Object.assign(app, {
    exits,
    exit: (code = 0) => void exits.push(code),
    quit() {
      const preventDefault = vi.fn();
      app.emit('before-quit', { preventDefault });
      return preventDefault.mock.calls.length === 0;
    },
  });
}

const begin = (stop: () => Promise<unknown>, patience?: number) => {
  const app = createApp();
  stopBeforeQuit(app as unknown as Electron.App, stop, createQuietLog(), patience);
  return app;
};

it('delays a quit until everything has stopped, then exits', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const app = begin(() => promise);
  expect(app.quit()).toBe(false);
  expect(app.exits).toEqual([]);
  resolve();
  await until(() => app.exits.length > 0);
  expect(app.exits).toEqual([0]);
});

it('does not delay a second quit, nor one after the end', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const app = begin(() => promise);
  expect(app.quit()).toBe(false);
  expect(app.quit()).toBe(true);
  resolve();
  await until(() => app.exits.length > 0);
  expect(app.quit()).toBe(true);
});

it('exits although stopping hangs or fails', async () => {
  const stuck = begin(() => new Promise(() => undefined), 1);
  expect(stuck.quit()).toBe(false);
  await until(() => stuck.exits.length > 0);
  const broken = begin(() => Promise.reject(new Error('the database is gone')));
  expect(broken.quit()).toBe(false);
  await until(() => broken.exits.length > 0);
});

it('sets the app’s identity on Windows only', () => {
  const told: string[] = [];
  const app = { setAppUserModelId: (id: string) => void told.push(id) };
  for (const platform of ['linux', 'darwin', 'win32'] as const) setAppIdentity(app, platform);
  expect(told).toEqual([appUserModelId]);
  // Windows allows at most 128 characters and no spaces.
  expect(appUserModelId).toMatch(/^[A-Za-z0-9.]{1,128}$/);
});

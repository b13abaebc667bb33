import { chmod, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import electronUpdater from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createUpdates, type Updates } from '../../../main/updates/create-updates.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';
import { type Release, startUpdateFeed } from '../../helpers/update-feed.ts';

/* electron-updater's own classes for an AppImage, in Node: only the requests go through Node instead of Electron. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: Parameters<typeof request>[0], callback: (response: never) => void) {
    return request(options, callback as never) as never;
  }
}

const { APPIMAGE } = process.env;
afterEach(() => {
  if (APPIMAGE === undefined) delete process.env.APPIMAGE;
  else process.env.APPIMAGE = APPIMAGE;
});

/** A program that writes down that it was started, and how. */
const program = (version: string) =>
  Buffer.from(`#!/bin/sh\necho "${version} $APPIMAGE_EXIT_AFTER_INSTALL" >> "$(dirname "$0")/started"\n`);

type Installed = {
  updates: Updates;
  /** The app quits, well or not. */
  quit(exitCode: number): void;
  /** The installed program. */
  readProgram(): Promise<string>;
  folder: string;
  requests: string[];
};

async function install(version: string, release: Release, userId?: string): Promise<Installed> {
  const folder = await temporaryFolder();
  const appImage = join(folder, 'BandMate.AppImage');
  await writeFile(appImage, program(version));
  await chmod(appImage, 0o755);
  await writeFile(join(folder, 'outbox.sqlite'), 'changes that wait');
  if (userId) await writeFile(join(folder, '.updaterId'), userId);
  process.env.APPIMAGE = appImage;
  const { url, requests, close } = await startUpdateFeed(release);
  disposeLater(close);
  let onQuit = (_exitCode: number) => {};
  const updater = new electronUpdater.AppImageUpdater(null, {
    ...{ version, name: 'BandMate', isPackaged: true, userDataPath: folder },
    ...{ appUpdateConfigPath: join(folder, 'app-update.yml'), baseCachePath: join(folder, 'cache') },
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: (handler: (exitCode: number) => void) => {
      onQuit = handler;
    },
  });
  await writeFile(join(folder, 'app-update.yml'), 'updaterCacheDirName: app\n');
  Object.assign(updater, {
    ...{ httpExecutor: new NodeExecutor(), disableDifferentialDownload: true, logger: null },
  });
  updater.setFeedURL({ provider: 'generic', url });
  const updates = createUpdates({
    ...{ updater, clock: systemClock, log: createQuietLog() },
    mayDownload: () => true,
  });
  const readProgram = () => readFile(appImage, 'utf8');
  return { updates, quit: (exitCode) => onQuit(exitCode), readProgram, folder, requests };
}

const settled = (updates: Updates) =>
  until(() => ['current', 'ready', 'failed'].includes(updates.state().kind) && updates.state(), {
    what: 'an answer about updates',
  });

it('downloads a newer version, verifies it, and puts it in the place of the old one when the app quits', async () => {
  const next = program('0.2.0');
  const app = await install('0.1.0', { version: '0.2.0', bytes: next, notes: 'Songs sound better.' });
  await app.updates.handlers['updates.check'](null);
  expect(await settled(app.updates)).toEqual({
    kind: 'ready',
    version: '0.2.0',
    notes: 'Songs sound better.',
  });
  expect(await app.readProgram()).toBe(program('0.1.0').toString());
  app.quit(0);
  expect(await app.readProgram()).toBe(next.toString());
  expect(await readFile(join(app.folder, 'started'), 'utf8')).toBe('0.2.0 true\n');
  expect(await readFile(join(app.folder, 'outbox.sqlite'), 'utf8')).toBe('changes that wait');
});

it('leaves the old version in place if the app ends in an error', async () => {
  const app = await install('0.1.0', { version: '0.2.0', bytes: program('0.2.0') });
  await app.updates.handlers['updates.check'](null);
  await settled(app.updates);
  app.quit(1);
  expect(await app.readProgram()).toBe(program('0.1.0').toString());
});

it('refuses a download that isn’t what the feed describes, and says so', async () => {
  const published = program('0.2.0');
  const tampered = Buffer.from(published.toString().replace('0.2.0', '0.2.1'));
  const app = await install('0.1.0', { version: '0.2.0', bytes: tampered, published });
  await app.updates.handlers['updates.check'](null);
  expect(await settled(app.updates)).toEqual({
    kind: 'failed',
    message: expect.stringContaining('what was downloaded isn’t what was published'),
  });
  app.quit(0);
  expect(await app.readProgram()).toBe(program('0.1.0').toString());
});

it.each(['0.2.0', '0.1.9'])(
  'takes neither its own nor an older version from the feed: %s',
  async (version) => {
    const app = await install('0.2.0', { version, bytes: program(version) });
    await app.updates.handlers['updates.check'](null);
    expect(await settled(app.updates)).toEqual({ kind: 'current', checkedAt: expect.any(String) });
    expect(app.requests).toEqual(['/latest-linux.yml']);
  },
);

it('takes part in a staged roll-out by its own number, which stays the same', async () => {
  // The last four bytes are the share: 0x40000000 of 0xffffffff is a quarter.
  const quarter = '5f6f1a9c-91f5-5ae0-8c8d-6b1d40000000';
  const outcome = async (stagingPercentage: number) => {
    const release = { version: '0.2.0', bytes: program('0.2.0'), stagingPercentage };
    const { updates } = await install('0.1.0', release, quarter);
    await updates.handlers['updates.check'](null);
    return (await settled(updates)).kind;
  };
  expect(await outcome(20)).toBe('current');
  expect(await outcome(30)).toBe('ready');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { formatDeepLink } from '../../protocol/ipc/open-target.ts';
import { newId } from '../../protocol/wire/id.ts';
import { launchApp, type RunningApp } from '../helpers/app.ts';
import { findElectronExecutable } from '../helpers/electron-executable.ts';
import { type Band, expect, test } from './band.ts';

const repository = join(import.meta.dirname, '../..');

/** A cut of Ana's, and Ben who has something to say about it. */
async function makeCut({ ana, ben, projectId }: Band) {
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Groove' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Take 1' });
  const say = () => ben.command('comment.create', { id: newId(), cutId, text: 'More bass', timestamp: 2 });
  const linkTo = (commentId: string) => formatDeepLink({ projectId, cutId, commentId });
  return { say, linkTo };
}

/** The comment that is marked as the one that was meant. */
const markedComment = (page: Page) => page.locator('article[aria-current]', { hasText: 'More bass' });

/** What the main process notes for the test: what was shown, and how often our window was found in front. */
type Noted = { shown: Electron.Notification[]; inFront: number };

async function noteNotifications({ app }: RunningApp): Promise<void> {
  await app.evaluate(({ BrowserWindow, Notification }) => {
    const noted: Noted = { shown: [], inFront: 0 };
    Object.assign(globalThis, { noted });
    const { show } = Notification.prototype;
    Notification.prototype.show = function (this: Electron.Notification) {
      noted.shown.push(this);
      show.call(this);
    };
    const { isFocused } = BrowserWindow.prototype;
    BrowserWindow.prototype.isFocused = function (this: Electron.BrowserWindow) {
      const isInFront = isFocused.call(this);
      if (isInFront) noted.inFront += 1;
      return isInFront;
    };
  });
}

const minimise = ({ app }: RunningApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());

const inFront = ({ app }: RunningApp) =>
  app.evaluate(() => (globalThis as unknown as { noted: Noted }).noted.inFront);

const shown = ({ app }: RunningApp) =>
  app.evaluate(() =>
    (globalThis as unknown as { noted: Noted }).noted.shown.map(({ title, body }) => [title, body]),
  );

test('a link from outside leads a running app to the exact comment', async ({ band }) => {
  const { say, linkTo } = await makeCut(band);
  const { id } = await say();
  const { page, userData } = await band.openApp(band.ana);
  await expect(markedComment(page)).toHaveCount(0);
  const second = spawn(findElectronExecutable(), [repository, linkTo(id)], {
    env: { ...process.env, BANDMATE_HEADLESS: '1', BANDMATE_USER_DATA: userData },
    stdio: 'ignore',
  });
  await once(second, 'exit');
  await expect(markedComment(page)).toBeVisible();
});

test('a link that starts the app is followed when its page is there', async ({ band }) => {
  const { say, linkTo } = await makeCut(band);
  const { id } = await say();
  const { email, password } = band.ana;
  await using running = await launchApp({
    serverUrl: band.server.url,
    env: { BANDMATE_EMAIL: email, BANDMATE_PASSWORD: password },
    args: [linkTo(id)],
  });
  await expect(markedComment(running.page)).toBeVisible();
});

test('a notification of the desktop leads to the comment, and brings the window back', async ({ band }) => {
  const { say } = await makeCut(band);
  const anas = await band.openApp(band.ana);
  await noteNotifications(anas);
  await minimise(anas);
  await say();
  await expect.poll(() => shown(anas)).toHaveLength(1);
  const isMinimised = () =>
    anas.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
  expect(await isMinimised()).toBe(true);
  await anas.app.evaluate(() => {
    const { noted } = globalThis as unknown as { noted: Noted };
    noted.shown[0]?.emit('click', {} as Electron.Event);
  });
  await expect(markedComment(anas.page)).toBeVisible();
  await expect.poll(isMinimised).toBe(false);
});

test('nothing is shown over other windows while ours is in front', async ({ band }) => {
  const { say } = await makeCut(band);
  const anas = await band.openApp(band.ana);
  await noteNotifications(anas);
  await say();
  await expect.poll(() => inFront(anas)).toBe(1);
  await minimise(anas);
  await say();
  await expect.poll(() => shown(anas)).toEqual([['Ben commented on “Take 1”', '0:02 More bass']]);
});

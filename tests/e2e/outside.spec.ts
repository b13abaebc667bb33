import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { formatDeepLink } from '../../protocol/ipc/open-target.ts';
import { builtApp, launchApp, type RunningApp } from '../helpers/app.ts';
import { findElectronExecutable } from '../helpers/electron-executable.ts';
import { createProject } from '../helpers/server.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect, openProject, test } from './band.ts';

/** Creates a cut by Ana, and a way for Ben to comment on it. */
async function makeCut({ ana, ben, projectId }: Pick<Band, 'ana' | 'ben' | 'projectId'>) {
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Groove' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Take 1' });
  const addComment = () =>
    ben.command('comment.create', { id: newId(), cutId, text: 'More bass', timestamp: 2 });
  const linkTo = (commentId: string) => formatDeepLink({ projectId, cutId, commentId });
  return { addComment, linkTo };
}

/** Opens a link like the system does: a second process passes it to the running app with the same user data. */
async function follow(link: string, userData: string): Promise<void> {
  const second = spawn(findElectronExecutable(), [builtApp, link], {
    env: { ...process.env, BANDMATE_HEADLESS: '1', BANDMATE_USER_DATA: userData },
    stdio: 'ignore',
  });
  await once(second, 'exit');
}

/** The comment that is marked as the current one. */
const markedComment = (page: Page) => page.locator('article[aria-current]', { hasText: 'More bass' });

/** Recorded in the main process: the notifications shown, and how often our window was found in front. */
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

test('a link opens the exact comment in a running app', async ({ band }) => {
  const { addComment, linkTo } = await makeCut(band);
  const { id } = await addComment();
  const { page, userData } = await band.openApp(band.ana);
  await expect(markedComment(page)).toHaveCount(0);
  await follow(linkTo(id), userData);
  await expect(markedComment(page)).toBeVisible();
});

test('a link to data that isn’t local yet says so, and opens when the server is reachable', async ({
  band,
}) => {
  const projectId = await createProject(band.ana, [band.ben], 'Live 2026');
  const { addComment: addOldComment, linkTo: linkToOld } = await makeCut({ ...band, projectId });
  const { page, userData } = await band.openApp(band.ana, { projectName: 'Live 2026' });
  await page.getByRole('row', { name: /^Song Take 1 / }).press('Enter');
  await expect(page.getByText(/^No comments yet/)).toBeVisible();
  await openProject(page, band.projectName);
  // Comments in a project that isn't open: only the notification of the first one arrives here.
  const old = await addOldComment();
  const { addComment, linkTo } = await makeCut({ ...band, projectId });
  const fresh = await addComment();
  await expect(page.getByRole('button', { name: /^Notifications, \d+ unread/ })).toBeVisible();
  await band.server.stop();
  await expect(page.getByRole('status', { name: /Connection: Offline/ })).toBeVisible();

  await follow(linkTo(fresh.id), userData);
  await expect(page.getByRole('heading', { name: 'Not on this computer yet' })).toBeVisible();
  await expect(page.getByText('This song is gone')).toHaveCount(0);
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await follow(linkToOld(old.id), userData);
  await expect(page.getByText('This comment isn’t on this computer yet.')).toBeVisible();
  await expect(page.getByText('This comment was deleted')).toHaveCount(0);
  expect(await findAccessibilityViolations(page)).toEqual([]);

  await band.server.start();
  await expect(markedComment(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('This comment isn’t on this computer yet.')).toHaveCount(0);
  await follow(linkTo(fresh.id), userData);
  await expect(markedComment(page)).toBeVisible();
  await band.ben.command('comment.delete', { id: fresh.id });
  await expect(page.getByText('This comment was deleted.')).toBeVisible();
});

test('a link that starts the app is opened once the page has loaded', async ({ band }) => {
  const { addComment, linkTo } = await makeCut(band);
  const { id } = await addComment();
  const { email, password } = band.ana;
  await using running = await launchApp({
    serverUrl: band.server.url,
    env: { BANDMATE_EMAIL: email, BANDMATE_PASSWORD: password },
    args: [linkTo(id)],
  });
  await expect(markedComment(running.page)).toBeVisible();
});

test('a desktop notification opens the comment and brings the window to the front', async ({ band }) => {
  const { addComment } = await makeCut(band);
  const anas = await band.openApp(band.ana);
  await noteNotifications(anas);
  await minimise(anas);
  await addComment();
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

test('no desktop notification is shown while our window is in front', async ({ band }) => {
  const { addComment } = await makeCut(band);
  const anas = await band.openApp(band.ana);
  await noteNotifications(anas);
  await addComment();
  await expect.poll(() => inFront(anas)).toBe(1);
  await minimise(anas);
  await addComment();
  await expect.poll(() => shown(anas)).toEqual([['Ben left 2 comments on Take 1', '0:02 More bass']]);
});

test('notifications missed during sleep are one entry at the bell, and no message over the window', async ({
  band,
}) => {
  const { addComment } = await makeCut(band);
  const { app, page } = await band.openApp(band.ana);
  const emitPowerEvent = (event: 'suspend' | 'resume') =>
    app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
  await emitPowerEvent('suspend');
  await expect(page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible();
  for (let time = 1; time <= 6; time += 1) await addComment();
  const { body } = await band.ana.request('GET', '/api/notifications?limit=1');
  expect((await band.ana.request('PATCH', `/api/notifications/${body[0].id}/read`)).status).toBe(200);
  await emitPowerEvent('resume');
  const bell = page.getByRole('button', { name: /^Notifications/ });
  // Ben's joining is another one.
  await expect(bell).toHaveAccessibleName('Notifications, 2 unread');
  await expect(page.locator('[data-message]')).toHaveCount(0);
  await bell.click();
  const list = page.getByRole('region', { name: 'List of notifications' });
  const burst = list.getByRole('button', { name: /^Comment, unread: Ben left 5 comments on Take 1/ });
  await expect(burst).toHaveAttribute('aria-expanded', 'false');
  await burst.press('Enter');
  await expect(list.getByRole('button', { name: /^Comment.*More bass/ })).toHaveCount(6);
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await list.getByRole('button', { name: 'Mark as read: Ben left 5 comments on Take 1' }).click();
  await expect(bell).toHaveAccessibleName('Notifications, 1 unread');
});

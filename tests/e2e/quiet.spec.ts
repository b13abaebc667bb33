import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import type { AttentionLevel } from '../../protocol/wire/attention.ts';
import type { RunningApp } from '../helpers/app.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { findAccessibilityViolations } from './actions.ts';
import { type Band, expect } from './band.ts';
import { test } from './web.ts';

const burst = 'Ana bounced 6 versions of 3 songs';
const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ });
const messages = (page: Page) => page.locator('[data-message]');

/** Ana's bounces by the server's interface, two of each song. */
async function bounceAll({ server, ana, projectId }: Band, songs: readonly string[]): Promise<string[]> {
  const cutIds: string[] = [];
  for (const [index, song] of songs.entries()) {
    const target = newCut(projectId, song, { name: song });
    for (const place of [target, { kind: 'cut' as const, projectId, cutId: target.cutId }]) {
      const bytes = writePcm('wav-16', sine(1 + index, { sampleRate: 8_000 }));
      // The same bytes never make a second version.
      bytes.writeInt16LE(cutIds.length * 2 + (place === target ? 1 : 2), bytes.length - 2);
      await upload({ server, user: ana }, bytes, place, { name: `${song}.wav` });
    }
    cutIds.push(target.cutId);
  }
  return cutIds;
}

/** Records the notifications that are on the desktop, in the main process. */
async function followDesktop({ app }: RunningApp): Promise<() => Promise<string[]>> {
  await app.evaluate(({ Notification }) => {
    const open = new Set<Electron.Notification>();
    Object.assign(globalThis, { open });
    const { show } = Notification.prototype;
    Notification.prototype.show = function (this: Electron.Notification) {
      open.add(this);
      this.on('close', () => open.delete(this));
      show.call(this);
    };
  });
  return () =>
    app.evaluate(() =>
      [...(globalThis as unknown as { open: Set<Electron.Notification> }).open].map(({ title }) => title),
    );
}

const minimise = ({ app }: RunningApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());

/** Without it, nothing is painted, so colours don't change either. */
const restore = ({ app }: RunningApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore());

async function readNews({ ben }: Band): Promise<{ type: string; isRead: boolean }[]> {
  const { body } = await ben.request('GET', '/api/notifications');
  return body;
}

const readAll = ({ ben }: Band) => ben.request('PATCH', '/api/notifications/read-all', {});

/** Ben looks at all activity, where no row or thread announces anything. */
async function lookElsewhere(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'All activity' }).click();
  await expect(page.getByRole('region', { name: 'All activity' })).toBeVisible();
}

test('six bounces of three songs are one on the desktop, one at the bell and one in the feed, on all devices', async ({
  band,
  web,
}) => {
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  const bensTab = await web.signIn(band.ben, '/#/everything');
  await lookElsewhere(ben.page);
  await lookElsewhere(bensTab);
  await readAll(band);
  for (const page of [ben.page, bensTab]) await expect(bell(page)).toHaveAccessibleName('Notifications');
  const onDesktop = await followDesktop(ben);
  await minimise(ben);
  await bounceAll(band, ['Dune', 'Kite', 'Night Bus']);

  await test.step('one on the desktop, which counts', async () => {
    await expect.poll(onDesktop).toEqual([burst]);
  });

  await test.step('one at the bell, and no message over the window', async () => {
    for (const page of [ben.page, bensTab]) {
      await expect(bell(page)).toHaveAccessibleName('Notifications, 1 unread');
      await expect(messages(page)).toHaveCount(0);
    }
    await restore(ben);
    await bell(ben.page).press('Enter');
    const list = ben.page.getByRole('region', { name: 'List of notifications' });
    const group = list.getByRole('button', { name: new RegExp(`^New version, unread: ${burst}`) });
    await expect(group).toContainText('Night Bus, Kite, Dune');
    await group.press('Enter');
    await expect(group).toHaveAttribute('aria-expanded', 'true');
    await expect(
      list.getByRole('button', { name: /^New version, unread: Ana bounced .* v[12]/ }),
    ).toHaveCount(6);
    for (const colorScheme of ['dark', 'light'] as const) {
      await ben.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await findAccessibilityViolations(ben.page), colorScheme).toEqual([]);
    }
  });

  await test.step('read as one, here and there', async () => {
    await ben.page.getByRole('button', { name: `Mark as read: ${burst}` }).press('Enter');
    for (const page of [ben.page, bensTab]) await expect(bell(page)).toHaveAccessibleName('Notifications');
    await ben.page.keyboard.press('Escape');
  });

  await test.step('one line of the feed, which names songs and versions when it unfolds', async () => {
    for (const page of [ben.page, bensTab]) {
      const line = page.getByRole('article', { name: burst });
      await expect(line).toHaveCount(1);
      await line.getByRole('button', { name: new RegExp(`^${burst}`) }).press('Enter');
      for (const version of ['Dune v1', 'Dune v2', 'Kite v1', 'Kite v2', 'Night Bus v1', 'Night Bus v2'])
        await expect(page.getByRole('article', { name: `Ana bounced ${version}` })).toHaveCount(1);
    }
    expect(await findAccessibilityViolations(ben.page)).toEqual([]);
  });
  await expect(messages(ana.page)).toHaveCount(0);
});

test('levels and quiet hours hold back what they say', async ({ band }) => {
  const ben = await band.openApp(band.ben);
  await lookElsewhere(ben.page);
  const onDesktop = await followDesktop(ben);
  await minimise(ben);
  const { projectId } = band;
  const setLevel = (level: AttentionLevel) => band.ben.command('attention.setLevel', { projectId, level });
  const say = (text: string) => band.ana.command('room.send', { id: newId(), projectId, text });

  await setLevel('nothing');
  await bounceAll(band, ['Dune']);
  await say('@Ben listen');
  await setLevel('mentions');
  await band.ana.command('room.send', { id: newId(), projectId, text: 'not for you' });
  await bounceAll(band, ['Kite']);
  await say('@Ben now');
  await expect
    .poll(async () => (await onDesktop()).toSorted())
    .toEqual(['Ana bounced 2 versions of Kite', 'Ana mentioned you in “Summer EP”']);

  await band.ben.command('attention.setQuietHours', { quietHours: { from: '00:00', until: '23:59' } });
  await setLevel('everything');
  await bounceAll(band, ['Night Bus']);
  await expect
    .poll(async () => (await readNews(band)).filter(({ type }) => type === 'file_uploaded').length)
    .toBe(4);
  await expect(bell(ben.page)).toHaveAccessibleName(/, \d unread$/);
  expect((await onDesktop()).filter((title) => title.includes('Night Bus'))).toEqual([]);
});

test('news of what is in view is read there: a new row, a thread, the room', async ({ band, web }) => {
  const [cutId = ''] = await bounceAll(band, ['Dune']);
  const ben = await band.openApp(band.ben);
  const otherTab = await web.signIn(band.ben, '/#/everything');
  const { page } = ben;
  const unread = async () =>
    (await readNews(band)).filter(({ isRead, type }) => !isRead && type !== 'invited');

  await test.step('the row of a song that is bounced', async () => {
    const row = page.getByRole('row', { name: /^Song Kite/ });
    await bounceAll(band, ['Kite']);
    await expect(row).toBeVisible();
    await expect
      .poll(async () => (await readNews(band)).filter(({ isRead }) => isRead).length)
      .toBeGreaterThanOrEqual(1);
    await expect(messages(page)).toHaveCount(0);
  });

  await test.step('the page of a song', async () => {
    await page.getByRole('row', { name: /^Song Dune/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Dune' })).toBeVisible();
    await expect.poll(unread).toEqual([]);
    await expect(bell(otherTab)).toHaveAccessibleName(/^Notifications(, 1 unread)?$/);
  });

  await test.step('a mention in a thread, and no message covers the field', async () => {
    await page.getByRole('tab', { name: 'Comments' }).click();
    await band.ana.command('comment.create', { id: newId(), cutId, text: '@Ben louder?', timestamp: 0.2 });
    await expect(page.getByRole('article', { name: /^Comment by Ana/ })).toContainText('louder?');
    await expect
      .poll(async () => (await readNews(band)).find(({ type }) => type === 'mentioned'))
      .toMatchObject({ isRead: true });
    await expect(messages(page)).toHaveCount(0);
  });

  await test.step('a mention in the room', async () => {
    await page.getByRole('tab', { name: /^Room/ }).click();
    const text = '@Ben load-in at four';
    await band.ana.command('room.send', { id: newId(), projectId: band.projectId, text });
    await expect(page.getByRole('region', { name: 'Room of Summer EP' })).toContainText('load-in at four');
    await expect.poll(unread).toEqual([]);
  });
});

test('after an absence, a summary with links leads back in', async ({ band, folder }) => {
  const [cutId = ''] = await bounceAll(band, ['Dune', 'Kite', 'Night Bus']);
  const comment = (text: string) =>
    band.ana.command('comment.create', { id: newId(), cutId, text, timestamp: 0.2 });
  for (const text of ['@Ben louder?', 'Less snare', 'Fade earlier']) await comment(text);
  const done = await comment('Done already');
  await band.ana.command('comment.resolve', { id: done.id });
  const userData = join(folder, 'ben');
  const first = await band.openApp(band.ben, { userData });
  await expect(first.page.getByRole('heading', { name: /^While you were away/ })).toHaveCount(0);
  await expect.poll(() => readSettings(userData)).toHaveProperty('lastSeenAt');
  await first.close();
  const twoDays = 2 * 24 * 60 * 60_000;
  await changeSettings(userData, { lastSeenAt: Date.now() - twoDays });

  const { page } = await band.openApp(band.ben, { userData });
  const summary = page.getByRole('region', { name: 'While you were away · 2 days' });
  await expect(summary).toContainText(`${burst}, 3 new open points (1 mentions you)`);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findAccessibilityViolations(page), colorScheme).toEqual([]);
  }
  await lookElsewhere(page);
  await expect(summary).toContainText(burst);
  await summary.getByRole('link', { name: /^3 new open points/ }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Open points' })).toBeVisible();
  await page.goBack();
  await summary.getByRole('button', { name: 'Dismiss the summary' }).press('Enter');
  await expect(summary).toHaveCount(0);
  await page.reload();
  await lookElsewhere(page);
  await expect(page.getByRole('article', { name: burst })).toBeVisible();
  await expect(summary).toHaveCount(0);
});

async function settingsFile(userData: string): Promise<string> {
  const found = (await readdir(userData, { recursive: true })).find((path) => path.endsWith('settings.json'));
  return found === undefined ? '' : join(userData, found);
}

async function readSettings(userData: string): Promise<object> {
  const path = await settingsFile(userData);
  return path === '' ? {} : JSON.parse(await readFile(path, 'utf8'));
}

async function changeSettings(userData: string, changes: object): Promise<void> {
  const settings = { ...(await readSettings(userData)), ...changes };
  await writeFile(await settingsFile(userData), JSON.stringify(settings));
}

test('a message never covers the field for comments, at any width', async ({ band, web }) => {
  const [cutId = ''] = await bounceAll(band, ['Dune']);
  const page = await web.signIn(band.ana, `/#/projects/${band.projectId}/cuts/${cutId}`);
  for (const width of [380, 1000, 1280, 2560]) {
    await page.setViewportSize({ width, height: 800 });
    const { id } = await band.ben.command('comment.create', {
      id: newId(),
      cutId,
      text: `${width}`,
      timestamp: 0.2,
    });
    const comments = page.getByRole('tab', { name: 'Comments' });
    const thread = page.locator(`[data-comment="${id}"]`);
    // The window takes a moment to lay itself out for its new width.
    await expect(async () => {
      if (await comments.isVisible()) await comments.click();
      await thread.getByRole('button', { name: /^Resolve the comment/ }).click({ timeout: 1_000 });
    }).toPass();
    const message = messages(page).filter({ hasText: 'Undo' }).last();
    await expect(message).toBeVisible();
    const field = page.getByRole('textbox', { name: /^Comment/ });
    await expect(field).toBeVisible();
    const overlap = async () => {
      const [over, under] = await Promise.all([message.boundingBox(), field.boundingBox()]);
      return over && under ? over.y + over.height - under.y : Number.NaN;
    };
    // It slides to its place.
    await expect.poll(overlap, { message: `at ${width}` }).toBeLessThanOrEqual(0);
    // The button is out of the accessibility tree until the message has the pointer or the focus.
    await message.getByLabel('Close message').click();
    await expect(messages(page)).toHaveCount(0);
  }
});

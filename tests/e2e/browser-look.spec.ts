import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { findAccessibilityViolations, openSettings } from './actions.ts';
import { expect, fillSignIn, makeCut, test } from './web.ts';

/** The page has no accessibility violations and is not wider than the window. */
async function expectGood(page: Page, what: string): Promise<void> {
  expect(await findAccessibilityViolations(page), what).toEqual([]);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect([what, isWide]).toEqual([what, false]);
}

for (const look of [
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 380, height: 700 } },
] as const) {
  const { width } = look.viewport;
  const isNarrow = width < 760;

  test(`no page has accessibility violations, ${look.colorScheme}, ${width} wide`, async ({ band, web }) => {
    const { place, addComment } = await makeCut(band);
    await addComment(band.ben, 'More bass');
    const { id: conversationId } = await band.ben.command('conversation.open', {
      userId: band.ana.account.id,
    });
    await band.ben.command('message.send', { id: newId(), conversationId, text: 'v1 is up' });
    const page = await web.open('/', look);

    await test.step('signed out', async () => {
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await expectGood(page, 'sign-in');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expectGood(page, 'what is missing');
      await page.getByRole('button', { name: 'Create an account' }).click();
      await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
      await expectGood(page, 'register');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await fillSignIn(page, band.ana);
      await expect(page.getByRole('contentinfo')).toBeVisible();
    });

    await test.step('the list of projects', async () => {
      for (const [what, path, heading] of [
        ['everything', '/#/everything', 'All activity'],
        ['cut', `/#${place}`, 'Harbour v1'],
        ['project', `/#/projects/${band.projectId}`, band.projectName],
      ] as const) {
        await page.goto(band.server.url + path);
        await expect(page.getByRole('heading', { name: heading, exact: true }).first()).toBeVisible();
        await expectGood(page, what);
      }
    });

    await test.step('dialogs and side panels', async () => {
      if (isNarrow) await page.getByRole('button', { name: /^Show projects/ }).click();
      await expect(page.getByRole('region', { name: 'Bandmates' })).toBeVisible();
      await expectGood(page, 'panel of places');
      await page.getByRole('button', { name: /^Account: Ana/ }).click();
      await page.getByRole('menuitem', { name: 'Settings…' }).click();
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      await expectGood(page, 'settings');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name: 'Settings' })).toHaveCount(0);
      if (isNarrow) await page.keyboard.press('Escape');
      for (const [key, name] of [
        ['?', 'Keyboard shortcuts'],
        ['Shift+N', 'New project'],
        ['i', `Invite to ${band.projectName}`],
        ['Control+k', 'Find'],
      ] as const) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog', { name })).toBeVisible();
        await expectGood(page, name);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
      await page.keyboard.press('b');
      const news = page.getByRole('region', { name: 'List of notifications' });
      await expect(news).toBeVisible();
      await expectGood(page, 'notifications');
      await page.keyboard.press('Escape');
      await expect(news).toHaveCount(0);
      // The list returns the focus a moment after it closes, and nothing visible shows when.
      await expect(async () => {
        await page.keyboard.press('4');
        await expect(page.getByRole('button', { name: /^Ben/ })).toBeFocused({ timeout: 500 });
      }).toPass();
      await page.keyboard.press('Enter');
      const chat = page.getByRole('region', { name: 'Chat with Ben' });
      await expect(chat.getByRole('article')).toContainText('v1 is up');
      await expectGood(page, 'chat');
      await page.keyboard.press('Escape');
      await expect(chat).toHaveCount(0);
      await page.keyboard.press('t');
      await expect(page.getByText('No transfers. Drop files on a song to upload them.')).toBeVisible();
      await expectGood(page, 'transfers');
      await page.keyboard.press('Escape');
    });
  });
}

test('a link to a comment is copied', async ({ band, web }) => {
  const { place, addComment } = await makeCut(band);
  const { id } = await addComment(band.ben, 'More bass');
  const page = await web.signIn(band.ana, `/#${place}`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.getByRole('button', { name: 'Copy link to the comment by Ben' }).click();
  await expect(page.getByRole('article', { name: /^Comment by Ben/ })).toContainText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(`${band.server.url}${place}/comments/${id}`);
});

test('the browser asks for notification permission only on request', async ({ band, web }) => {
  const page = await web.signIn(band.ana);
  const asked = () => page.evaluate(() => Reflect.get(window, 'asked'));
  // A test can't answer the browser's own prompt.
  await page.evaluate(() => {
    Object.assign(window, { asked: 0 });
    Notification.requestPermission = async () => {
      Object.assign(window, { asked: Reflect.get(window, 'asked') + 1 });
      return 'denied';
    };
    Object.defineProperty(Notification, 'permission', {
      get: () => (Reflect.get(window, 'asked') === 0 ? 'default' : 'denied'),
    });
  });
  const settings = await openSettings(page, 'Notifications');
  await expect(settings.getByRole('tab', { name: 'This computer' })).toHaveCount(0);
  const allow = settings.getByRole('button', { name: 'Allow browser notifications…' });
  await expect(allow).toBeVisible();
  expect(await asked()).toBe(0);
  await allow.click();
  await expect(settings.getByText(/Browser notifications are off/)).toBeVisible();
  expect(await asked()).toBe(1);
});

import type { Page } from '@playwright/test';
import { openSettings } from './actions.ts';
import { expect, makeCut, test } from './web.ts';

const ground = { dark: 'oklch(0.192 0.004 70)', light: 'oklch(0.972 0.003 80)' } as const;

const groundOf = (page: Page) =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.background = 'var(--ground)';
    const { backgroundColor } = getComputedStyle(probe);
    probe.remove();
    return backgroundColor;
  });
const expectTheme = (page: Page, theme: 'dark' | 'light') =>
  expect.poll(() => groundOf(page)).toBe(ground[theme]);

async function choose(page: Page, theme: 'System' | 'Dark' | 'Light'): Promise<void> {
  const dialog = await openSettings(page, 'Appearance');
  await dialog.getByRole('radio', { name: theme, exact: true }).check();
}

/** Chooses each theme in the settings, while the system is light. */
async function expectThemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await choose(page, 'Dark');
  await expectTheme(page, 'dark');
  await page.keyboard.press('Escape');
  await choose(page, 'Light');
  await expectTheme(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectTheme(page, 'light');
  await page.keyboard.press('Escape');
  await choose(page, 'System');
  await expectTheme(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expectTheme(page, 'light');
  await page.keyboard.press('Escape');
}

test('each theme applies at once in the app, and is kept', async ({ band }) => {
  const { page } = await band.openApp(band.ana);
  await expectThemes(page);
  await choose(page, 'Dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectTheme(page, 'dark');
});

test('each theme applies at once in a browser, to its other tabs, the share page and the sign-in too', async ({
  band,
  web,
}) => {
  await makeCut(band);
  const { body } = await band.ana.request('GET', `/api/projects/${band.projectId}`);
  const fileId = body.vibes[0].cuts[0].files[0].id;
  const { body: share } = await band.ana.request('POST', `/api/files/${fileId}/share`, {});
  const page = await web.signIn(band.ana, `/#/projects/${band.projectId}`);
  await expectThemes(page);

  await test.step('the share page follows in another tab', async () => {
    const guest = await page.context().newPage();
    await guest.emulateMedia({ colorScheme: 'light' });
    await guest.goto(share.shareUrl);
    await expect(guest.getByRole('link', { name: 'Download' })).toBeVisible();
    await expectTheme(guest, 'light');
    await page.bringToFront();
    await choose(page, 'Dark');
    await expectTheme(guest, 'dark');
    await page.keyboard.press('Escape');
    await guest.close();
  });

  await test.step('another tab of the page follows', async () => {
    const other = await page.context().newPage();
    await other.emulateMedia({ colorScheme: 'light' });
    await other.goto(band.server.url);
    await expectTheme(other, 'dark');
    await page.bringToFront();
    await choose(page, 'Light');
    await expectTheme(other, 'light');
    await page.keyboard.press('Escape');
    await other.close();
  });

  await test.step('the sign-in keeps it', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: /^Account: Ana/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out…' }).click();
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: 'Sign out' })
      .click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expectTheme(page, 'light');
  });
});

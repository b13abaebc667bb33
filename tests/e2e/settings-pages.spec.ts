import { expect } from '@playwright/test';
import { findAccessibilityViolations } from './actions.ts';
import { test } from './scenes.ts';

test('the settings are used by keyboard: pages, search, and in a narrow window a list and then a page', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const context = await plainBrowser.newContext({ reducedMotion: 'reduce', bypassCSP: true });
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${scenesUrl}?scene=band`);
  await page.getByRole('treegrid').waitFor();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  const tab = (name: string) => dialog.getByRole('tab', { name });

  await test.step('arrow keys lead through the pages', async () => {
    await page.keyboard.press('Control+,');
    await expect(tab('Account')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(tab('Sign-in and security')).toHaveAttribute('aria-selected', 'true');
    await expect(dialog.getByRole('region', { name: 'Two-step sign-in' })).toBeVisible();
    // The page scrolls by keyboard, so the panel around it is no stop of its own.
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('region', { name: 'Sign-in and security: settings' })).toBeFocused();
  });

  await test.step('the search leads to a section, and Escape only ends the search', async () => {
    const search = dialog.getByRole('searchbox', { name: 'Search settings' });
    await search.focus();
    await page.keyboard.type('night');
    await expect(dialog.getByRole('status').filter({ hasText: '1 setting found' })).toBeAttached();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(search).toHaveValue('');
    await expect(tab('Account')).toBeVisible();
    await page.keyboard.type('night');
    await page.keyboard.press('Enter');
    await expect(tab('Notifications')).toHaveAttribute('aria-selected', 'true');
    await expect(page.locator(':focus')).toContainText('Quiet hours');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('the menu of a project leads to the notifications', async () => {
    await page.getByRole('button', { name: 'Options for Summer EP' }).first().click();
    await page.getByRole('menuitem', { name: 'Notifications…' }).click();
    await expect(tab('Notifications')).toBeFocused();
    await expect(dialog.getByRole('switch', { name: 'Quiet mode' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('a narrow window has the list first', async () => {
    await page.setViewportSize({ width: 380, height: 700 });
    await page.keyboard.press('Control+,');
    await expect(tab('Account')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(tab('Sign-in and security')).toBeFocused();
    await expect(dialog.getByRole('tabpanel')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('region', { name: 'Two-step sign-in' })).toBeVisible();
    const back = dialog.getByRole('button', { name: 'All settings' });
    await expect(back).toBeFocused();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(tab('Account')).toBeVisible();
    await expect(tab('Sign-in and security')).toBeFocused();
  });

  await test.step('an address leads to a page', async () => {
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      window.location.hash = '#/settings/appearance';
    });
    await expect(dialog.getByRole('radio', { name: 'Dark' })).toBeVisible();
  });
  await context.close();
});

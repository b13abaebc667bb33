import type { Locator, Page } from '@playwright/test';
import { cutRow, findAccessibilityViolations } from './actions.ts';
import { expect } from './band.ts';
import { openThree } from './three.ts';
import { test } from './web.ts';

const box = (page: Page) => page.getByRole('textbox', { name: 'Comment', exact: true });
const point = (page: Page, text: string) =>
  page.getByRole('article', { name: /^Comment by/ }).filter({ hasText: text });

/** Presses the key until the element has the focus. */
async function pressUntilFocused(page: Page, key: string, element: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        if (await element.evaluate((one) => one === document.activeElement)) return true;
        await page.keyboard.press(key);
        return element.evaluate((one) => one === document.activeElement);
      },
      { intervals: [20] },
    )
    .toBe(true);
}

test('the band sees, says, does and is done, with the keyboard alone', async ({ band, web }) => {
  const { ana, ben, cy } = await openThree(band, web);
  await expect(box(cy)).toBeVisible();

  await test.step('Ana opens the song, and comments at the moment with a mention', async () => {
    await cutRow(ana, /^Song Harbour v1/).focus();
    await ana.keyboard.press('Enter');
    await expect(box(ana)).toBeVisible();
    await ana.keyboard.press('c');
    await expect(box(ana)).toBeFocused();
    await ana.keyboard.type('Too loud, @b');
    await expect(ana.getByRole('option', { name: 'Ben' })).toBeVisible();
    await ana.keyboard.press('Enter');
    await ana.keyboard.press('Enter');
    await expect(point(ana, 'Too loud, @Ben')).toBeVisible();
    await ana.keyboard.type('And the end is abrupt');
    await ana.keyboard.press('Enter');
    await expect(point(ana, 'abrupt')).toBeVisible();
  });

  await test.step('Ben comes to it from his notifications, and replies', async () => {
    await ben.keyboard.press('b');
    const news = ben.getByRole('region', { name: 'List of notifications' });
    const mention = news.getByRole('button', { name: /Ana mentioned you/ }).first();
    await expect(mention).toBeVisible();
    await pressUntilFocused(ben, 'Tab', mention);
    await ben.keyboard.press('Enter');
    await expect(point(ben, 'Too loud')).toBeFocused();
    await pressUntilFocused(ben, 'Tab', point(ben, 'Too loud').getByRole('button', { name: 'Reply to Ana' }));
    await ben.keyboard.press('Enter');
    await expect(ben.getByRole('textbox', { name: 'Reply to Ana' })).toBeFocused();
    await ben.keyboard.type('Down 1 dB');
    await ben.keyboard.press('Enter');
    await expect(point(ana, 'Down 1 dB')).toBeVisible();
  });

  await test.step('he changes his reply, and Ana reacts to it', async () => {
    const options = ben.getByRole('button', { name: /^Options for the reply by Ben/ });
    await pressUntilFocused(ben, 'Shift+Tab', options);
    await ben.keyboard.press('Enter');
    await ben.getByRole('menuitem', { name: 'Edit…' }).press('Enter');
    const field = ben.getByRole('textbox', { name: 'Text of the reply' });
    await expect(field).toBeFocused();
    await ben.keyboard.press('End');
    await ben.keyboard.type('.5');
    await ben.keyboard.press('Enter');
    await expect(field).toHaveCount(0);
    await expect(point(ana, 'Down 1 dB.5')).toContainText('edited');
    const react = ana.getByRole('button', { name: 'React to the reply by Ben' });
    await pressUntilFocused(ana, 'Shift+Tab', react);
    await ana.keyboard.press('ArrowDown');
    await ana.getByRole('menuitem', { name: 'Thumbs up' }).press('Enter');
    await expect(point(cy, 'Down 1 dB.5').getByRole('button', { name: 'Thumbs up 1: Ana' })).toBeVisible();
  });

  await test.step('Cy resolves it in the browser, and is at the next point', async () => {
    await cy.locator('body').press('.');
    await expect(cy.getByRole('article', { name: /^Comment by/ }).first()).toBeFocused();
    for (const colorScheme of ['dark', 'light'] as const) {
      await cy.emulateMedia({ colorScheme });
      expect(await findAccessibilityViolations(cy), colorScheme).toEqual([]);
    }
    await cy.keyboard.press('d');
    await expect(cy.getByRole('radio', { name: 'Resolved 1' })).toBeVisible();
    await expect(cy.getByRole('article', { name: /^Comment by/ })).toHaveCount(1);
    await expect(cy.getByRole('article', { name: /^Comment by/ })).toBeFocused();
    await expect(ana.getByRole('radio', { name: 'Open 1' })).toBeVisible();
  });

  await test.step('the list of open points is copied', async () => {
    await cy.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = cy.getByRole('button', { name: 'Copy the open points as text' });
    await pressUntilFocused(cy, 'Shift+Tab', copy);
    await cy.keyboard.press('Enter');
    await expect(cy.getByRole('button', { name: 'Copied the open points' })).toBeVisible();
    expect(await cy.evaluate('navigator.clipboard.readText()')).toMatch(/^Harbour v1 v1 — 0:00 Ana: /);
    await cy.keyboard.press('d');
    await expect(ana.getByRole('radio', { name: 'Open 0' })).toBeVisible();
  });

  await test.step('Ben approves, and the list of songs says that it is done', async () => {
    await pressUntilFocused(ben, 'Shift+Tab', ben.getByRole('button', { name: 'Approve', exact: true }));
    await ben.keyboard.press('Enter');
    await expect(ana.getByRole('region', { name: 'Versions' })).toContainText('Ben');
    const project = ben.getByRole('main').getByRole('link', { name: /^Summer EP/ });
    await pressUntilFocused(ben, 'Shift+Tab', project);
    await ben.keyboard.press('Enter');
    const all = ben.getByRole('radio', { name: 'All songs' });
    await pressUntilFocused(ben, 'Tab', all);
    await ben.keyboard.press('ArrowRight');
    await expect(ben.getByText('No song has open points.')).toBeVisible();
    await ben.keyboard.press('ArrowRight');
    await expect(ben.getByRole('radio', { name: 'Approved' })).toBeChecked();
    await expect(cutRow(ben, /^Song Harbour v1/)).toContainText('Done');
    expect(await findAccessibilityViolations(ben)).toEqual([]);
  });
});

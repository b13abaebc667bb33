import { expect, type Page } from '@playwright/test';
import { shots } from '../fixtures/renderer/shots.ts';
import { findAccessibilityViolations } from './actions.ts';
import { test } from './scenes.ts';

/**
 * Pending and refused changes, unloaded data and offline audio, as scripted scenes in a plain browser: more at once, and
 * in rarer states, than a real band produces.
 */
const looked = [
  ...['offline', 'pending-many', 'refused', 'refused-why', 'refused-edit', 'refused-list', 'refused-gone'],
  ...[
    'unread',
    'unauthorised',
    'revoked',
    'sign-out-pending',
    'kept',
    'kept-settings',
    'errors',
    'transfers',
  ],
  ...['chat-offline', 'cut-pending', 'cut-pending-list', 'cut-unread'],
];

const widthsOf = (page: Page, selector: string): Promise<number[]> =>
  page
    .locator(selector)
    .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().width)));

/** The elements that cover the panel below the work without being part of it. */
async function findCovered(page: Page): Promise<string[]> {
  // elementFromPoint would otherwise skip elements without pointer events.
  await page.addStyleTag({ content: '* { pointer-events: auto !important }' });
  return page.evaluate(() => {
    const panel = document.querySelector('[aria-label="Pending changes"], [aria-label="Transfers"]');
    if (!panel || document.querySelector('[role="dialog"], [role="alertdialog"]')) return [];
    const { left, top, right, bottom } = panel.getBoundingClientRect();
    const covered = new Set<string>();
    for (let x = left + 4; x < right; x += 9)
      for (let y = top + 4; y < bottom; y += 9) {
        const found = document.elementFromPoint(x, y);
        if (found && !panel.contains(found)) covered.add(found.outerHTML.slice(0, 80));
      }
    return [...covered];
  });
}

// A test for each: all of them in one take longer than a test may, where the machine is busy.
for (const { width, colorScheme } of [
  { width: 1000, colorScheme: 'light' },
  { width: 380, colorScheme: 'dark' },
] as const)
  for (const name of looked)
    test(`pending and refused changes can be read: ${name}, ${width} wide, ${colorScheme}`, async ({
      scenesUrl,
      plainBrowser,
    }) => {
      const shot = shots.find((one) => one.name === name);
      if (!shot) throw new Error(`There is no shot ${name}`);
      const context = await plainBrowser.newContext({
        viewport: { width, height: 700 },
        colorScheme,
        reducedMotion: 'reduce',
        bypassCSP: true,
      });
      const page = await context.newPage();
      await page.goto(`${scenesUrl}?scene=${shot.scene}`);
      await page.locator('#root > *').first().waitFor();
      await shot.act?.(page);
      expect.soft(await findAccessibilityViolations(page)).toEqual([]);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect.soft(isWide, 'it is wider than the window').toBe(false);
      for (const sentence of await widthsOf(page, '[aria-label^="List of "] li svg + div'))
        expect.soft(sentence, 'the text of a list item has its own column').toBeGreaterThan(200);
      expect.soft(await findCovered(page), 'nothing shows through the panel').toEqual([]);
      for (const title of await widthsOf(page, 'h1'))
        expect.soft(title, 'the heading has room').toBeGreaterThan(60);
      const cut = await page
        .locator('[data-refused] .truncate')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth < 52));
      expect.soft(cut, 'the word “refused” is not cut off').toEqual([]);
      await context.close();
    });

test('open points aren’t counted before all comments are read', async ({ scenesUrl, plainBrowser }) => {
  const page = await plainBrowser.newPage();
  await page.goto(`${scenesUrl}?scene=points-loading`);
  const points = page.getByRole('link', { name: /^Open points/ });
  // Two comments of one's own are already there, on a song with six.
  await expect(page.getByRole('button', { name: /^Changes: / })).toBeVisible();
  await expect(points).toHaveAccessibleName('Open points');
  await page.goto(`${scenesUrl}?scene=cut-pending`);
  await expect(points).toHaveAccessibleName('Open points 8');
});

test('the user’s own pending comment shows even when no comments have loaded', async ({
  scenesUrl,
  plainBrowser,
}) => {
  const page = await plainBrowser.newPage();
  await page.goto(`${scenesUrl}?scene=cut-unread`);
  await page.getByRole('row', { name: /^Song v3 rough/ }).focus();
  await page.keyboard.press('Enter');
  const mine = page.getByRole('article', { name: /^Comment by Ana/ });
  await expect(mine).toContainText('The second chorus drags.');
  await expect(mine).toContainText('Will send when you’re online');
  await expect(page.getByText('You haven’t opened this on this computer yet')).toBeVisible();
  await expect(page.getByText('No comments yet')).toHaveCount(0);
});

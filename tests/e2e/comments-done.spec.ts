import type { Page } from '@playwright/test';
import { cutRow, findAccessibilityViolations } from './actions.ts';
import { type Band, expect } from './band.ts';
import { openThree } from './three.ts';
import { test, type Web } from './web.ts';

const box = (page: Page) => page.getByRole('textbox', { name: 'Comment', exact: true });
const point = (page: Page, text: string) =>
  page.getByRole('article', { name: /^Comment by/ }).filter({ hasText: text });

/** Ana and Ben in the app and Cy in a browser, all at one cut of 20 seconds. */
async function threeAtOneCut(band: Band, web: Web) {
  const { ana, ben, cy } = await openThree(band, web);
  for (const page of [ana, ben]) await cutRow(page, /^Song Harbour v1 in Harbour, 1 file/).press('Enter');
  for (const page of [ana, ben, cy]) await expect(box(page)).toBeVisible();
  return { ana, ben, cy };
}

async function comment(page: Page, second: number, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Time of the comment' }).fill(String(second));
  await box(page).fill(text);
  await page.keyboard.press('Enter');
}

test('a point is about a range, asks somebody, is resolved offline by key, and comes back', async ({
  band,
  web,
}) => {
  const { ana, ben, cy } = await threeAtOneCut(band, web);

  await test.step('a range, with a member chosen by keyboard', async () => {
    await cy.getByRole('textbox', { name: 'Time of the comment' }).fill('4');
    await cy.getByRole('button', { name: 'Range', exact: true }).click();
    await cy.getByRole('textbox', { name: 'End of the range' }).fill('9');
    await box(cy).pressSequentially('Too loud, @b');
    await expect(cy.getByRole('listbox', { name: 'Members to mention' })).toBeVisible();
    expect(await findAccessibilityViolations(cy)).toEqual([]);
    await cy.keyboard.press('Enter');
    await cy.keyboard.type('see 0:02');
    await expect(box(cy)).toHaveValue('Too loud, @Ben see 0:02');
    await cy.keyboard.press('Enter');
    for (const page of [ana, ben])
      await expect(page.getByRole('article', { name: 'Comment by Cy at 0:04.0–0:09.0' })).toBeVisible();
  });

  await test.step('the mentioned member is notified, the other one of the comment only', async () => {
    const told = async (user: Band['ana']) =>
      (await user.request('GET', '/api/notifications')).body.map(({ type }: { type: string }) => type);
    await expect.poll(() => told(band.ben)).toContain('mentioned');
    expect(await told(band.ana)).not.toContain('mentioned');
  });

  await test.step('a moment in the text leads there', async () => {
    await point(ben, 'Too loud').getByRole('button', { name: 'Go to 0:02', exact: true }).click();
    await expect(ben.getByRole('slider', { name: /^Position in Harbour/ }).first()).toHaveAttribute(
      'aria-valuenow',
      '2',
    );
  });

  await test.step('a reaction is counted everywhere', async () => {
    await point(ben, 'Too loud').getByRole('button', { name: 'React to Cy' }).click();
    await ben.getByRole('menuitem', { name: 'Fire' }).click();
    await expect(point(cy, 'Too loud').getByRole('button', { name: 'Fire 1: Ben' })).toBeVisible();
  });

  await test.step('resolved offline by key, it leaves the open ones, and the next one has the focus', async () => {
    await comment(ana, 12, 'Fade earlier');
    await expect(point(ben, 'Fade earlier')).toBeVisible();
    await band.server.stop();
    await expect(ana.getByRole('status', { name: /Connection: Offline/ })).toBeVisible();
    await ana.getByRole('button', { name: 'Go to 0:04.0–0:09.0' }).click();
    await ana.keyboard.press('d');
    await expect(point(ana, 'Too loud')).toHaveCount(0);
    await expect(point(ana, 'Fade earlier')).toBeFocused();
    await expect(ana.getByRole('radio', { name: 'Resolved 1' })).toBeVisible();
    await band.server.start();
    await expect(point(cy, 'Too loud')).toHaveCount(0);
    await expect(cy.getByRole('radio', { name: 'Open 1' })).toBeVisible();
  });

  await test.step('a resolved point says who did it, and is reopened', async () => {
    await cy.getByRole('radio', { name: 'Resolved 1' }).click();
    await expect(point(cy, 'Too loud')).toContainText('resolved by Ana');
    expect(await findAccessibilityViolations(cy)).toEqual([]);
    await cy.getByRole('button', { name: 'Reopen the comment by Cy at 0:04.0' }).click();
    await expect(point(ana, 'Too loud')).toBeVisible();
  });

  await test.step('undo takes a resolution back', async () => {
    await ana.getByRole('button', { name: 'Resolve the comment by Ana at 0:12.0' }).click();
    await expect(point(ben, 'Fade earlier')).toHaveCount(0);
    const message = ana.locator('[data-message]').filter({ hasText: 'Fade earlier' });
    await message.getByRole('button', { name: 'Undo' }).click();
    await expect(point(ben, 'Fade earlier')).toBeVisible();
  });

  await test.step('an edited point says so, and mine are those by me or asking me', async () => {
    await ana.getByRole('button', { name: /^Options for the comment by Ana/ }).click({ force: true });
    await ana.getByRole('menuitem', { name: 'Edit…' }).click();
    await ana.getByRole('textbox', { name: 'Text of the comment' }).fill('Fade later');
    await ana.keyboard.press('Enter');
    await expect(point(ben, 'Fade later')).toContainText('edited');
    await ben.getByRole('radio', { name: 'Mine' }).click();
    await expect(point(ben, 'Too loud')).toBeVisible();
    await expect(point(ben, 'Fade later')).toHaveCount(0);
  });

  await test.step('an approval is shown to the others, and its uploader is notified', async () => {
    await cy.getByRole('button', { name: 'Approve', exact: true }).click();
    for (const page of [ana, ben])
      await expect(page.getByRole('region', { name: 'Versions' })).toContainText('Cy');
    await expect
      .poll(async () => (await band.ana.request('GET', '/api/notifications')).body[0].type)
      .toBe('file_approved');
  });

  await test.step('the open points of the project are worked through by keyboard', async () => {
    await ben.getByRole('link', { name: 'Open points 2' }).press('Enter');
    const points = ben.getByRole('region', { name: 'Open points of the project' });
    const first = points.getByRole('group', { name: /Harbour v1 0:04.0–0:09.0, Cy: Too loud/ });
    const second = points.getByRole('group', { name: /Harbour v1 0:12.0, Ana: Fade later/ });
    await first.focus();
    await ben.keyboard.press('ArrowDown');
    await expect(second).toBeFocused();
    await ben.keyboard.press('Enter');
    await expect(ben.getByRole('button', { name: 'Pause Harbour v1' }).first()).toBeVisible();
    await ben.keyboard.press('ArrowUp');
    await expect(first).toBeFocused();
    await ben.keyboard.press('d');
    await expect(first).toHaveCount(0);
    await expect(second).toBeFocused();
    await expect(ben.getByRole('link', { name: 'Open points 1' })).toBeVisible();
    await expect(ana.getByRole('radio', { name: 'Open 1' })).toBeVisible();
    expect(await findAccessibilityViolations(ben)).toEqual([]);
  });

  await test.step('they are copied as text', async () => {
    await cy.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await cy.getByRole('link', { name: 'Open points 1' }).click();
    await cy.getByRole('button', { name: 'Copy as text' }).click();
    await expect
      .poll(() => cy.evaluate('navigator.clipboard.readText()'))
      .toBe('Harbour v1 v1 — 0:12 Ana: Fade later');
  });

  await test.step('no page has accessibility violations, dark or light', async () => {
    for (const page of [ana, ben, cy]) {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await findAccessibilityViolations(page)).toEqual([]);
      }
    }
  });
});

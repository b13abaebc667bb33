import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { cutRow, findAccessibilityViolations, openSettings } from './actions.ts';
import { expect, makeCut, test } from './web.ts';

/** A window of 1280 × 800 at 200 %: half the size, twice the pixels. */
const zoomed = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } as const;

/**
 * Nothing scrolls sideways, neither the page nor a part of it, and no control reaches out of the window. Waveforms may:
 * they are maps (WCAG 1.4.10).
 */
async function expectReflow(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('the page');
    for (const element of document.querySelectorAll<HTMLElement>('*')) {
      const { overflowX } = getComputedStyle(element);
      const scrolls = overflowX === 'auto' || overflowX === 'scroll';
      if (scrolls && element.scrollWidth > element.clientWidth + 1)
        found.push(element.outerHTML.slice(0, 120));
    }
    for (const control of document.querySelectorAll('button, input, textarea, [role=combobox]')) {
      const { left, right, width, height } = control.getBoundingClientRect();
      const isShown = width > 1 && height > 1 && control.checkVisibility({ opacityProperty: true });
      if (isShown && !control.closest('[data-wave], [role=group]') && (left < -1 || right > innerWidth + 1))
        found.push(control.outerHTML.slice(0, 120));
    }
    return found;
  });
  expect(wide, what).toEqual([]);
}

test('every main task can be done at 200 %, and nothing is cut off or scrolls sideways', async ({
  band,
  web,
}) => {
  const { place } = await makeCut(band);
  await band.ben.command('room.send', { id: newId(), projectId: band.projectId, text: 'Hi', mentions: [] });
  const page = await web.open('/', { ...zoomed, colorScheme: 'dark', reducedMotion: 'reduce' });

  await test.step('sign in', async () => {
    await expectReflow(page, 'sign-in');
    await page.getByRole('textbox', { name: 'Email' }).fill(band.ana.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(band.ana.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('contentinfo')).toBeVisible();
  });

  await test.step('find the project in the panel, and the song in the list', async () => {
    await page.getByRole('button', { name: /^Show projects/ }).click();
    await expect(page.getByRole('region', { name: 'Projects', exact: true })).toBeVisible();
    await expectReflow(page, 'the panel of places');
    await page
      .getByRole('region', { name: 'Projects', exact: true })
      .getByRole('link', { name: band.projectName })
      .click();
    await expect(cutRow(page, /^Song Harbour v1/)).toBeVisible();
    await expectReflow(page, 'the list of songs');
    await cutRow(page, /^Song Harbour v1/).press('Enter');
  });

  await test.step('play, comment, and resolve', async () => {
    await expect(page.getByRole('slider', { name: /^Position in Harbour v1/ }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Play Harbour v1' }).first().click();
    await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
    await expectReflow(page, 'the song');
    await page.keyboard.press('k');
    await page.keyboard.press('c');
    await page.keyboard.type('More bass');
    await page.keyboard.press('Enter');
    const comment = page.getByRole('article', { name: /^Comment by Ana/ });
    await expect(comment).toBeVisible();
    await expectReflow(page, 'comments');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Resolve the comment by Ana/ }).click();
    await expect(comment).toHaveCount(0);
  });

  await test.step('share', async () => {
    await page.getByRole('button', { name: /^Share v1/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Share / });
    await dialog.getByRole('button', { name: 'Create and copy link' }).scrollIntoViewIfNeeded();
    await expectReflow(page, 'sharing');
    await dialog.getByRole('button', { name: 'Create and copy link' }).click();
    const link = dialog.getByRole('textbox', { name: /^Link/ });
    await expect(link).toBeFocused();
    const address = await link.inputValue();
    await page.keyboard.press('Escape');
    const guest = await web.open('/', zoomed);
    await guest.goto(address);
    await expect(guest.getByRole('link', { name: 'Download' })).toBeVisible();
    await expectReflow(guest, 'the share page');
  });

  await test.step('find, settings, room and notifications', async () => {
    await page.goto(`${band.server.url}/#${place}`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('harb');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectReflow(page, 'find');
    await page.keyboard.press('Escape');
    const settings = await openSettings(page, 'Notifications');
    await settings.getByRole('radio', { name: 'Nothing' }).first().scrollIntoViewIfNeeded();
    await expectReflow(page, 'settings');
    await page.keyboard.press('Escape');
    await page.keyboard.press('3');
    await page.getByRole('tab', { name: /^Room/ }).click();
    const field = page.getByRole('textbox', { name: 'Message Summer EP' });
    await field.fill('On it');
    await field.press('Enter');
    await expect(page.getByRole('article', { name: /^You/ })).toContainText('On it');
    await expectReflow(page, 'the room');
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});

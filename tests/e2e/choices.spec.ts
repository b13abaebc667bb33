import { findAccessibilityViolations } from './actions.ts';
import { expect, makeCut, test } from './web.ts';

for (const colorScheme of ['dark', 'light'] as const)
  test(`a list of choices is used by keyboard alone, ${colorScheme}`, async ({ band, web }) => {
    const { place } = await makeCut(band);
    const page = await web.signIn(band.ana, `/#${place}`, { colorScheme, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: /^Share v1/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Share / });
    const field = dialog.getByRole('combobox', { name: 'Expires' });
    const list = page.getByRole('listbox');
    const chosen = await field.textContent();

    await test.step('an arrow opens the list, and Escape closes only the list', async () => {
      await field.focus();
      await page.keyboard.press('ArrowDown');
      await expect(list.getByRole('option', { selected: true })).toBeFocused();
      expect(await findAccessibilityViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(list).toHaveCount(0);
      await expect(dialog).toBeVisible();
      await expect(field).toBeFocused();
      await expect(field).toHaveText(chosen ?? '');
    });

    await test.step('a letter finds the next option, and Enter chooses it', async () => {
      await page.keyboard.press('Enter');
      await expect(list).toBeVisible();
      await expect(list.getByRole('option', { selected: true })).toBeFocused();
      await page.keyboard.press('i');
      await expect(list.getByRole('option', { name: 'in 1 year' })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(field).toHaveText('in 1 year');
      await expect(field).toBeFocused();
    });

    await test.step('Home and End go to the ends of the list', async () => {
      await page.keyboard.press('Enter');
      await expect(list.getByRole('option', { selected: true })).toBeFocused();
      await page.keyboard.press('Home');
      await expect(list.getByRole('option').first()).toBeFocused();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(field).toHaveText('in 1 week');
    });
  });

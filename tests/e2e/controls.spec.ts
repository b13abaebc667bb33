import { newId } from '../../common/new-id.ts';
import { cutRow } from './actions.ts';
import { expect, test } from './band.ts';

test('a button says what it is beside itself, for the pointer and for the keyboard', async ({ band }) => {
  const { page } = await band.openApp(band.ana);
  // It is for the eye only, so no role finds it.
  const said = page.locator('[data-side][tabindex]').filter({ hasText: 'Find' });
  const find = page.getByRole('button', { name: 'Find', exact: true });

  await test.step('while the pointer is there, and on it', async () => {
    await find.hover();
    await expect(said).toContainText('Ctrl or ⌘ K');
    await said.hover();
    await expect(said).toBeVisible();
    await page.getByRole('heading', { level: 1 }).hover();
    await expect(said).toHaveCount(0);
  });

  await test.step('with the focus of the keyboard, until Escape', async () => {
    await page.getByRole('button', { name: /^Notifications/ }).focus();
    await page.keyboard.press('Shift+Tab');
    await expect(find).toBeFocused();
    await expect(said).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(said).toHaveCount(0);
  });
});

test('a line’s menu opens by pointer and by keyboard, and the line stays as it is', async ({ band }) => {
  const { ana, projectId } = band;
  const vibeId = newId();
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Harbour' });
  await ana.command('cut.create', { id: newId(), vibeId, name: 'Quay' });
  const { page } = await band.openApp(ana);
  const row = cutRow(page, /^Cut Quay/);
  const button = page.getByRole('button', { name: 'Options for Quay' });

  await test.step('by keyboard, on its first entry; Escape gives the focus back', async () => {
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Add new version…' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  await test.step('by arrow', async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
    await page.keyboard.press('Escape');
  });

  await test.step('by pointer; what is chosen is done, and the line is not unfolded by it', async () => {
    await row.hover();
    await button.click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await expect(page.getByRole('dialog', { name: 'Rename cut' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(row).toHaveAttribute('aria-expanded', 'false');
  });

  await test.step('a click beside it only closes it', async () => {
    await row.hover();
    await button.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await page.mouse.click(5, 300);
    await expect(page.getByRole('menu')).toHaveCount(0);
  });
});

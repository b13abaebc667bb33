import { newId } from '../../common/new-id.ts';
import { cutRow } from './actions.ts';
import { expect, test } from './band.ts';

test('a button shows its name in a tooltip, for the pointer and for the keyboard', async ({ band }) => {
  const { page } = await band.openApp(band.ana);
  // The tooltip is hidden from screen readers, so no role finds it.
  const tooltip = page.locator('[data-tooltip-popup]').filter({ hasText: 'Add a bounce folder' });
  const add = page.getByRole('button', { name: 'Add a bounce folder' });

  await test.step('while the pointer is on the button or on the tooltip', async () => {
    await add.hover();
    await expect(tooltip).toContainText('F');
    // The tooltip gets no pointer events, so move the mouse directly. A broken one hides within 100 ms.
    const box = await tooltip.boundingBox();
    if (!box) throw new Error('The tooltip has no box');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.waitForTimeout(300);
    await expect(tooltip).toBeVisible();
    await page.getByRole('heading', { level: 1 }).hover();
    await expect(tooltip).toHaveCount(0);
  });

  await test.step('on keyboard focus, until Escape', async () => {
    await add.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(add).toBeFocused();
    await expect(tooltip).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tooltip).toHaveCount(0);
  });
});

test('a row’s menu opens by pointer and by keyboard, and the row doesn’t expand', async ({ band }) => {
  const { ana, projectId } = band;
  const vibeId = newId();
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Harbour' });
  await ana.command('cut.create', { id: newId(), vibeId, name: 'Quay' });
  const { page } = await band.openApp(ana);
  const row = cutRow(page, /^Song Quay/);
  const button = page.getByRole('button', { name: 'Options for Quay' });

  await test.step('by keyboard, on its first item; Escape returns the focus', async () => {
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

  await test.step('by arrow key', async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
    await page.keyboard.press('Escape');
  });

  await test.step('by pointer; the chosen action runs, and the row doesn’t expand', async () => {
    await row.hover();
    await button.click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await expect(page.getByRole('dialog', { name: 'Rename song' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(row).toHaveAttribute('aria-expanded', 'false');
  });

  await test.step('a click outside closes it', async () => {
    await row.hover();
    await button.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await page.mouse.click(5, 300);
    await expect(page.getByRole('menu')).toHaveCount(0);
  });
});

test('a message on the screen leaves the keys to the rows and to the shortcuts', async ({ band }) => {
  const { ana, projectId } = band;
  const vibeId = newId();
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Harbour' });
  await ana.command('cut.create', { id: newId(), vibeId, name: 'Quay' });
  const { page } = await band.openApp(ana);
  await page.getByRole('button', { name: 'Dismiss all' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await page.mouse.move(0, 0);
  await cutRow(page, /^Song Quay/).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Quay', exact: true, level: 2 })).toBeVisible();
  await expect(undo).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByRole('region', { name: 'Transfers' })).toBeVisible();
});

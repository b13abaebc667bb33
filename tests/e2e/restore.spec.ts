import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { makeWave, upload } from '../helpers/uploads.ts';
import { cutRow, findAccessibilityViolations, reconnect } from './actions.ts';
import { type Band, expect, test } from './band.ts';

/** Bounces a song by its file's name. */
async function bounce({ server, ana, projectId }: Band, name: string) {
  const target = { kind: 'song', projectId, cutId: newId(), vibe: { name: 'Desert' } } as const;
  return (await upload({ server, user: ana }, makeWave(), target, { name })).file;
}

async function deleteCut(page: Page, cut: string): Promise<void> {
  await page.getByRole('button', { name: `Options for ${cut}`, exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete song' }).click();
}

async function openDeleted(page: Page, project: string): Promise<void> {
  await page
    .getByRole('button', { name: `Options for ${project}`, exact: true })
    .first()
    .press('Enter');
  await page.getByRole('menuitem', { name: 'Deleted…' }).click();
}

const dune = (page: Page, files: number) => cutRow(page, new RegExp(`^Song Dune in Desert, ${files} file`));

test('a deleted song comes back, as versions of the one that was bounced since', async ({ band }) => {
  await bounce(band, 'Sunset v1.wav');
  const first = await bounce(band, 'Dune v1.wav');
  await bounce(band, 'Dune v2.wav');
  await band.ben.command('comment.create', {
    ...{ id: newId(), cutId: first.cutId, fileId: first.id, text: 'Too bright', timestamp: 0 },
  });
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await expect(dune(ben.page, 2)).toBeVisible();
  await deleteCut(page, 'Dune');
  await expect(dune(ben.page, 2)).toHaveCount(0);
  await bounce(band, 'Dune v3.wav');
  await expect(dune(page, 1)).toBeVisible();

  await openDeleted(page, band.projectName);
  const dialog = page.getByRole('dialog', { name: 'Deleted', exact: true });
  await expect(dialog.getByRole('listitem')).toContainText('2 versions · 1 comment');
  await expect(dialog.getByRole('listitem')).toContainText('Deleted by Ana');
  expect(await findAccessibilityViolations(page), 'the deleted songs').toEqual([]);
  await dialog.getByRole('button', { name: 'Merge into Dune and restore Dune' }).click();
  await expect(page.getByRole('dialog', { name: 'Nothing deleted' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dune(page, 3)).toBeVisible();
  await expect(dune(ben.page, 3)).toBeVisible();
  const { body } = await band.ben.request('GET', `/api/cuts/${first.cutId}/comments`);
  expect(body).toMatchObject([{ text: 'Too bright' }]);
});

test('a song that was deleted offline is restored offline, and the band never misses it', async ({
  band,
}) => {
  await bounce(band, 'Sunset v1.wav');
  await bounce(band, 'Dune v1.wav');
  const [{ page }, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await expect(dune(ben.page, 1)).toBeVisible();
  await expect(dune(page, 1)).toBeVisible();
  await band.server.stop();
  await expect(page.getByRole('region', { name: 'Connection trouble' })).toBeVisible();

  await deleteCut(page, 'Dune');
  await expect(dune(page, 1)).toHaveCount(0);
  await page.locator('[data-message]').filter({ hasText: 'Deleted Dune' }).hover();
  await page.locator('[data-message]').getByText('Undo', { exact: true }).click();
  await expect(dune(page, 1)).toBeVisible();

  await deleteCut(page, 'Dune');
  await expect(dune(page, 1)).toHaveCount(0);
  await openDeleted(page, band.projectName);
  await page.getByRole('button', { name: 'Restore Dune', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(dune(page, 1)).toBeVisible();

  await band.server.start();
  await reconnect(page);
  await expect(page.getByRole('button', { name: /^Changes: / })).toHaveCount(0, { timeout: 70_000 });
  await expect(dune(page, 1)).toBeVisible();
  await expect(dune(ben.page, 1)).toBeVisible({ timeout: 70_000 });
});

test('offline, the comments of a merged song are at once those of the other one', async ({ band }) => {
  const dune = await bounce(band, 'Dune v1.wav');
  const sunset = await bounce(band, 'Sunset v1.wav');
  await band.ben.command('comment.create', {
    ...{ id: newId(), cutId: dune.cutId, fileId: null, text: 'Too bright', timestamp: 0 },
  });
  const { page } = await band.openApp(band.ana);
  const go = (cutId: string) =>
    page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/projects/${band.projectId}/cuts/${cutId}`);
  const comment = page.getByRole('article', { name: /^Comment by Ben/ });
  await go(dune.cutId);
  await expect(comment).toContainText('Too bright');
  await go(sunset.cutId);
  await expect(page.getByRole('heading', { level: 2, name: 'Sunset' })).toBeVisible();
  await expect(comment).toHaveCount(0);
  await page.getByRole('link', { name: 'All songs' }).click();
  await band.server.stop();
  await expect(page.getByRole('region', { name: 'Connection trouble' })).toBeVisible();

  await page.getByRole('button', { name: 'Options for Dune', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Merge into…' }).click();
  await page.getByRole('option', { name: /^Sunset/ }).click();
  await go(sunset.cutId);
  await expect(comment).toContainText('Too bright');
});

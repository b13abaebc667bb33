import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sine, writePcm } from '../helpers/pcm.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { cutRow, findAccessibilityViolations, openSettings } from './actions.ts';
import { expect, test } from './band.ts';

const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' });

test('a cut kept offline plays without a network, and the settings show its size', async ({ band }) => {
  const { ana, ben, projectId, server } = band;
  const wave = writePcm('wav-24', sine(5, { sampleRate: 44_100 }));
  await upload({ server, user: ben }, wave, newCut(projectId, 'Harbour'), { name: 'Harbour.wav' });
  const { page } = await band.openApp(ana);
  const row = cutRow(page, /^Song Harbour in /);
  await row.hover();
  await page.getByRole('button', { name: 'Options for Harbour' }).click();
  await page.getByRole('menuitem', { name: 'Keep offline', exact: true }).click();
  await expect(row).toContainText('Kept offline');
  const settings = await openSettings(page, 'This computer');
  await expect(settings.getByRole('list', { name: 'Kept offline' })).toContainText('Downloaded');
  expect(await findAccessibilityViolations(page), 'the settings').toEqual([]);
  await page.keyboard.press('Escape');

  await server.stop();
  await expect(page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible();
  await row.focus();
  await page.keyboard.press('Space');
  const position = player(page).getByRole('slider', { name: /^Position in/ });
  await expect.poll(() => position.getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(0);
});

test('a notice about local data stays until it is dismissed', async ({ band, folder }) => {
  const userData = join(folder, 'ana');
  const first = await band.openApp(band.ana, { userData });
  await first.close();
  const accounts = join(userData, 'accounts');
  const files = await readdir(accounts, { recursive: true });
  const outbox = files.find((path) => path.endsWith('outbox.sqlite'));
  if (!outbox) throw new Error('The app has no outbox file');
  const file = await open(join(accounts, outbox), 'r+');
  await file.write(Buffer.alloc(64, 'damaged '), 0, 64, 0);
  await file.close();

  const second = await band.openApp(band.ana, { userData });
  await expect(notices(second.page).getByRole('listitem')).toHaveCount(1);
  expect(await findAccessibilityViolations(second.page), 'a notice').toEqual([]);
  await second.close();
  const { page } = await band.openApp(band.ana, { userData });
  await expect(notices(page).getByRole('listitem')).toHaveCount(1);
  await notices(page)
    .getByRole('button', { name: /^Got it/ })
    .click();
  await expect(notices(page)).toHaveCount(0);
});

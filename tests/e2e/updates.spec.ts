import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { builtApp } from '../helpers/app.ts';
import { startUpdateFeed } from '../helpers/update-feed.ts';
import { findAccessibilityViolations } from './actions.ts';
import { expect, test } from './band.ts';

/** A program that writes down that it was started. */
const program = (version: string) => Buffer.from(`#!/bin/sh\necho ${version} >> "$(dirname "$0")/started"\n`);

async function openUpdates(page: Page) {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'About' }).click();
  return dialog.getByRole('region', { name: 'Updates' });
}

test('the app downloads a newer version, shows what is new, and puts it in its place', async ({
  band,
  folder,
}) => {
  const appImage = join(folder, 'BandMate.AppImage');
  await writeFile(appImage, program('0.1.0'));
  await chmod(appImage, 0o755);
  const feed = await startUpdateFeed({
    version: '9.0.0',
    bytes: program('9.0.0'),
    notes: 'Songs sound better.',
  });
  const { app, page } = await band.openApp(band.ana, {
    env: { APPIMAGE: appImage, BANDMATE_UPDATE_FEED: feed.url, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  const updates = await openUpdates(page);
  if (!builtApp.endsWith('.asar')) {
    await expect(updates.getByText('This copy runs from its sources')).toBeVisible();
    expect(feed.requests).toEqual([]);
    return feed.close();
  }
  await updates.getByRole('button', { name: 'Check now' }).click();
  await expect(updates.getByText('BandMate 9.0.0 is ready.')).toBeVisible();
  await expect(updates.getByText('Songs sound better.')).toBeVisible();
  expect(await findAccessibilityViolations(page)).toEqual([]);
  expect(await readFile(appImage, 'utf8')).toBe(program('0.1.0').toString());
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await updates.getByRole('button', { name: 'Restart and update' }).click();
  await ended;
  expect(await readFile(appImage, 'utf8')).toBe(program('9.0.0').toString());
  await expect.poll(() => readFile(join(folder, 'started'), 'utf8').catch(() => '')).toBe('9.0.0\n');
  feed.close();
});

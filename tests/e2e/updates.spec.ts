import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { builtApp } from '../helpers/app.ts';
import { type Release, startUpdateFeed } from '../helpers/update-feed.ts';
import { findAccessibilityViolations } from './actions.ts';
import { again, expect, kept, test } from './band.ts';

/** A program that writes down that it was started. */
const program = (version: string) => Buffer.from(`#!/bin/sh\necho ${version} >> "$(dirname "$0")/started"\n`);
const newer: Release = { version: '9.0.0', bytes: program('9.0.0'), notes: 'Songs sound better.' };

async function openUpdates(page: Page) {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'About' }).click();
  return dialog.getByRole('region', { name: 'Updates' });
}

test('the app refuses an older, a tampered and a held-back update, takes a newer one, and keeps its data', async ({
  band,
  folder,
}) => {
  const appImage = join(folder, 'BandMate.AppImage');
  await writeFile(appImage, program('0.1.0'));
  await chmod(appImage, 0o755);
  const feed = await startUpdateFeed({ version: '0.0.9', bytes: program('0.0.9') });
  const cache = join(folder, 'cache');
  const machine = kept(folder, 'ana');
  const env = { APPIMAGE: appImage, BANDMATE_UPDATE_FEED: feed.url, XDG_CACHE_HOME: cache, ...machine.env };
  const { app, page } = await band.openApp(band.ana, { ...machine, env });
  const updates = await openUpdates(page);
  if (!builtApp.endsWith('.asar')) {
    await expect(updates.getByText('This copy runs from its sources')).toBeVisible();
    expect(feed.requests).toEqual([]);
    return feed.close();
  }
  const check = () => updates.getByRole('button', { name: 'Check now' }).click();
  const notice = page.getByRole('button', { name: 'Update ready' });

  await test.step('an update that is older, changed on the way, or for others first is not installed', async () => {
    await check();
    await expect(updates.getByText('No newer version was found.')).toBeVisible();
    feed.publish({ ...newer, bytes: program('9.0.1'), published: program('9.0.0') });
    await check();
    await expect(updates.getByText('what was downloaded isn’t what was published')).toBeVisible();
    feed.publish({ ...newer, stagingPercentage: 0 });
    await check();
    await expect(updates.getByText('No newer version was found.')).toBeVisible();
    expect(await readFile(appImage, 'utf8')).toBe(program('0.1.0').toString());
    await expect(notice).toHaveCount(0);
  });

  await test.step('a newer one is downloaded, and one line beside the work leads to what is new', async () => {
    feed.publish(newer);
    await check();
    await expect(updates.getByText('BandMate 9.0.0 is ready.')).toBeVisible();
    await page.keyboard.press('Escape');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await notice.click();
    await expect(updates.getByText('Songs sound better.')).toBeVisible();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    expect(await readFile(appImage, 'utf8')).toBe(program('0.1.0').toString());
  });

  await test.step('it takes the place of the old one, and finds its data', async () => {
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await updates.getByRole('button', { name: 'Restart and update' }).click();
    await ended;
    expect(await readFile(appImage, 'utf8')).toBe(program('9.0.0').toString());
    await expect.poll(() => readFile(join(folder, 'started'), 'utf8').catch(() => '')).toBe('9.0.0\n');
    // The archive once more: signed in by what the first one left.
    const next = await band.openApp(band.ana, again({ ...machine, env }));
    await expect(next.page.getByRole('heading', { level: 1, name: band.projectName })).toBeVisible();
    await expect(next.page.getByRole('button', { name: 'Update ready' })).toHaveCount(0);
  });
  feed.close();
});

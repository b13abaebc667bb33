import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { File } from '../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { type RunningApp, stubFolderChooser } from '../helpers/app.ts';
import { runAxe } from '../helpers/axe.ts';
import type { TestUser } from '../helpers/server.ts';
import { expect } from './band.ts';

/** Watches the folder for the open project. `routing` is the label of a choice; by default the suggestion is kept. */
export async function bindFolder(
  { app, page }: RunningApp,
  folder: string,
  project: string,
  routing?: string,
): Promise<void> {
  await stubFolderChooser(app, folder);
  await page.getByRole('button', { name: 'Add a bounce folder' }).click();
  const dialog = page.getByRole('dialog', { name: `Watch ${basename(folder)}` });
  await expect(dialog.getByRole('combobox', { name: 'Project' })).toContainText(project);
  if (routing) await dialog.getByRole('radio', { name: routing }).check();
  await dialog.getByRole('button', { name: 'Watch folder' }).click();
  await expect(page.getByRole('listitem', { name: `${basename(folder)}, Watching` })).toBeVisible();
}

export function cutRow(page: Page, name: string | RegExp): Locator {
  return page.getByRole('row', { name });
}

/** Opens a page of the settings by the keys, and answers the dialog. */
export async function openSettings(page: Page, name: string): Promise<Locator> {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name }).click();
  return dialog;
}

/** Chooses an option of a `Select`. */
export async function chooseOption(field: Locator, option: string): Promise<void> {
  await field.click();
  await field.page().getByRole('option', { name: option, exact: true }).click();
  await expect(field).toHaveText(option);
}

export async function openTransfers(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Transfers: / }).click();
  return page.getByRole('region', { name: 'List of transfers' });
}

/** All files of the project that this person can see, read from the server. */
export async function readFiles(person: TestUser, projectId: string): Promise<File[]> {
  const { body } = await person.request('GET', `/api/projects/${projectId}`);
  return (body as ProjectSnapshot).vibes.flatMap((vibe) => vibe.cuts.flatMap((cut) => cut.files));
}

export async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** The violations that axe finds on the page, one line each. */
export async function findAccessibilityViolations(page: Page, only?: 'color-contrast'): Promise<string[]> {
  // An element that is still fading in hasn't reached its final contrast.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
  // An open menu or list is over the landmarks, and never inside one.
  const isOver = (await page.locator('[role=menu], [role=listbox]').count()) > 0;
  const violations = await runAxe(page, undefined, {
    ...(only && { runOnly: [only] }),
    ...(isOver && { rules: { region: { enabled: false } } }),
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Once the server is back: asks the app to try again, unless it has already done so, and waits until it is online. */
export async function reconnect(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: 'Retry now' })
    .click({ timeout: 5_000 })
    .catch(() => {});
  await expect(page.getByRole('status', { name: 'Connection: Online' })).toBeVisible({ timeout: 70_000 });
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { standIn } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';
import { launchSemantics, type SemanticsApp } from '../electron/launch-semantics.ts';

let semantics: SemanticsApp;
beforeAll(async () => {
  semantics = await launchSemantics(standIn);
});
afterAll(() => semantics.close());

/** Opens the chooser; `answer` resolves to what the app gets. */
async function openChooser(defaultPath: string) {
  const window = semantics.app.waitForEvent('window');
  const answer = semantics.app.evaluate(
    ({ dialog }, path) =>
      dialog.showOpenDialog({ title: 'Pick bounces', defaultPath: path, properties: ['openDirectory'] }),
    defaultPath,
  );
  const page = await window;
  await page.getByRole('heading', { name: 'Pick bounces' }).waitFor();
  return { page, answer };
}

it('browses folders and returns the chosen one', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'Bounces “2026”/Vol. 1'), { recursive: true });
  await mkdir(join(folder, '.hidden'));
  const { page, answer } = await openChooser(folder);
  expect(await page.getByRole('listitem').allTextContents()).toEqual(['Bounces “2026”']);
  await page.getByRole('button', { name: 'Bounces “2026”' }).click();
  await page.getByRole('button', { name: 'Vol. 1' }).click();
  // Earlier, “Up” would still mean the folder before it.
  const field = page.getByRole('textbox', { name: 'Folder' });
  await until(async () => (await field.inputValue()) === join(folder, 'Bounces “2026”/Vol. 1'));
  await page.getByRole('button', { name: 'Up' }).click();
  await page.getByRole('button', { name: 'Vol. 1' }).waitFor();
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  expect(await answer).toEqual({ canceled: false, filePaths: [join(folder, 'Bounces “2026”')] });
});

it('goes to a typed path, or explains why it can’t', async () => {
  const folder = await temporaryFolder();
  const { page, answer } = await openChooser('/');
  const field = page.getByRole('textbox', { name: 'Folder' });
  await field.fill(join(folder, 'missing'));
  await field.press('Enter');
  await page.getByText('ENOENT').waitFor();
  await field.fill(folder);
  await field.press('Enter');
  await page.getByText('ENOENT').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  expect(await answer).toEqual({ canceled: false, filePaths: [folder] });
});

it('is cancelled by its button, and by closing its window', async () => {
  const cancelled = { canceled: true, filePaths: [] };
  const first = await openChooser('/');
  await first.page.getByRole('button', { name: 'Cancel' }).click();
  expect(await first.answer).toEqual(cancelled);
  const second = await openChooser('/');
  await second.page.close();
  expect(await second.answer).toEqual(cancelled);
});

it('saves under the proposed name in the chosen folder', async () => {
  const folder = await temporaryFolder();
  const window = semantics.app.waitForEvent('window');
  const answer = semantics.app.evaluate(
    ({ dialog }, defaultPath) => dialog.showSaveDialog({ title: 'Save markers', defaultPath }),
    join(folder, 'Dune markers.mid'),
  );
  const page = await window;
  await page.getByRole('heading', { name: 'Save markers' }).waitFor();
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  expect(await answer).toEqual({ canceled: false, filePath: join(folder, 'Dune markers.mid') });
});

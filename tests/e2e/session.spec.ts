import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { launchApp, stubFolderChooser } from '../helpers/app.ts';
import { bindFolder, cutRow, readFiles } from './actions.ts';
import { expect, test } from './band.ts';

test('a new user gets from sign-up to the first bounce', async ({ band, folder }) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await using running = await launchApp({ serverUrl: band.server.url });
  const { app, page } = running;
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue(band.server.url);
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Cy');
  await page.getByRole('textbox', { name: 'Email' }).fill('cy@example.com');
  await page.getByLabel('Password').fill('a quiet little password');
  await page.locator('form button[type=submit]').click();

  await expect(page.getByRole('heading', { name: 'Welcome, Cy' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name of your project' }).fill('Bedroom Tapes');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bedroom Tapes' })).toBeVisible();

  await stubFolderChooser(app, bounces);
  await page.getByRole('button', { name: 'Choose bounce folder…' }).click();
  await page.getByRole('button', { name: 'Watch folder' }).click();
  await expect(page.getByRole('listitem', { name: 'Bounces, Watching' })).toBeVisible();
  await writeBounce(join(bounces, 'First Light.wav'), { format: 'wav-24', frames: 48_000 });
  await expect(cutRow(page, /^Song First Light in First Light, 1 file/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'First steps' })).toHaveCount(0);
});

test('a wrong password shows an error, and the right one signs in', async ({ band }) => {
  await using running = await launchApp({ serverUrl: band.server.url });
  const { page } = running;
  await page.getByRole('textbox', { name: 'Email' }).fill(band.ana.email);
  await page.getByLabel('Password').fill('not the password');
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByLabel('Password').fill(band.ana.password);
  await page.locator('form button[type=submit]').click();
  await expect(
    page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: 'Summer EP' }),
  ).toBeVisible();
});

test('signing out stops everything, and signing in resumes it', async ({ band, folder }) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const ana = await band.openApp(band.ana);
  const { page } = ana;
  await bindFolder(ana, bounces, band.projectName);
  await writeBounce(join(bounces, 'Before.wav'), { format: 'wav-24', frames: 9600, seed: 1 });
  await expect(cutRow(page, /^Song Before /)).toBeVisible();

  await page.getByRole('button', { name: 'Account: Ana' }).click();
  await page.getByRole('menuitem', { name: 'Sign out…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await writeBounce(join(bounces, 'Meanwhile.wav'), { format: 'wav-24', frames: 9600, seed: 2 });
  // Ben's bounce is watched and uploaded after Ana's. Once his cut is there, hers would be there too.
  const ben = await band.openApp(band.ben);
  const bensBounces = join(folder, 'Bens bounces');
  await mkdir(bensBounces);
  await bindFolder(ben, bensBounces, band.projectName);
  await writeBounce(join(bensBounces, 'Bens Take.wav'), { format: 'wav-24', frames: 9600, seed: 3 });
  await expect(cutRow(ben.page, /^Song Bens Take /)).toBeVisible();
  expect((await readFiles(band.ben, band.projectId)).map((file) => file.name).sort()).toEqual([
    'Before.wav',
    'Bens Take.wav',
  ]);

  await page.getByRole('textbox', { name: 'Email' }).fill(band.ana.email);
  await page.getByLabel('Password').fill(band.ana.password);
  await page.locator('form button[type=submit]').click();
  await expect(cutRow(ben.page, /^Song Meanwhile /)).toBeVisible();
});

test('the app says it is offline, keeps bouncing, and sends it all when the server is back', async ({
  band,
  folder,
}) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const ana = await band.openApp(band.ana);
  await bindFolder(ana, bounces, band.projectName);
  await band.server.stop();
  await expect(ana.page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible();
  await writeBounce(join(bounces, 'On The Train.wav'), { format: 'wav-24', frames: 48_000 });
  await expect(
    ana.page.getByRole('button', { name: 'Transfers: 1 file waiting for the network' }),
  ).toBeVisible();
  await band.server.start();
  // Reconnects automatically, when the next attempt is due.
  await expect(cutRow(ana.page, /^Song On The Train in On The Train, 1 file/)).toBeVisible({
    timeout: 70_000,
  });
  await expect(ana.page.getByRole('button', { name: 'Transfers: All safe' })).toBeVisible();
});

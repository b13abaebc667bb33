import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { createProject } from '../helpers/server.ts';
import { bindFolder, readFiles } from './actions.ts';
import { expect, test } from './band.ts';

test('a folder of a project the user left says so, and can be moved to another project', async ({
  band,
  folder,
}) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await writeBounce(join(bounces, 'Earlier.wav'), { format: 'wav-24', frames: 4_800 });
  const alone = await createProject(band.ben, [], 'On my own');
  const ben = await band.openApp(band.ben);
  const { page } = ben;
  await bindFolder(ben, bounces, band.projectName);
  await expect(page.getByRole('listitem', { name: 'Bounces, Watching' })).toBeVisible();

  await band.ana.command('member.remove', { projectId: band.projectId, userId: band.ben.account.id });
  const item = page.getByRole('listitem', { name: 'Bounces, Problem' });
  await expect(item.getByRole('alert')).toContainText('Choose another project');

  await item.getByRole('button', { name: 'Options for Bounces' }).click();
  await page.getByRole('menuitem', { name: 'Folder settings…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Choose a project.')).toBeVisible();
  await dialog.getByLabel('Project').selectOption('On my own');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem', { name: 'Bounces, Watching' })).toContainText('1 existing file');

  await writeBounce(join(bounces, 'Later.wav'), { format: 'wav-24', frames: 4_800 });
  await expect
    .poll(async () => (await readFiles(band.ben, alone)).map(({ name }) => name), { timeout: 20_000 })
    .toEqual(['Later.wav']);
});

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { createProject } from '../helpers/server.ts';
import { bindFolder, chooseOption, findAccessibilityViolations, readFiles } from './actions.ts';
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
  await chooseOption(dialog.getByRole('combobox', { name: 'Project' }), 'On my own');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem', { name: 'Bounces, Watching' })).toContainText('1 existing file');

  await writeBounce(join(bounces, 'Later.wav'), { format: 'wav-24', frames: 4_800 });
  await expect
    .poll(async () => (await readFiles(band.ben, alone)).map(({ name }) => name), { timeout: 20_000 })
    .toEqual(['Later.wav']);
});

test('the settings of a folder list its rules, and show what a new one would change', async ({
  band,
  folder,
}) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const ana = await band.openApp(band.ana);
  const { page } = ana;
  await bindFolder(ana, bounces, band.projectName);
  for (const [seed, name] of ['Dune v1.wav', 'Dune v2 XL.wav'].entries()) {
    await writeBounce(join(bounces, name), { format: 'wav-24', frames: 4_800, seed });
    await expect
      .poll(async () => (await readFiles(band.ben, band.projectId)).length, { timeout: 20_000 })
      .toBe(seed + 1);
  }

  await page.getByRole('button', { name: 'Options for Bounces' }).click();
  await page.getByRole('menuitem', { name: 'Folder settings…' }).click();
  const names = page.getByRole('dialog').getByRole('region', { name: 'File names' });
  await names.getByLabel('Word').fill('XL');
  await expect(names.getByText('Changes 1 of the last 2 names here:')).toBeVisible();
  await expect(names.getByRole('list', { name: 'What the rule changes' })).toContainText('Dune XL, v2');
  await names.getByLabel('Word').press('Enter');
  const rules = names.getByRole('list', { name: 'Rules' });
  await expect(rules).toContainText('“XL” is part of the title');
  expect(await findAccessibilityViolations(page)).toEqual([]);
  await rules.getByRole('button', { name: /^Remove rule/ }).click();
  await expect(rules).toHaveCount(0);

  await names.getByRole('switch', { name: 'Stack versions of a song' }).click();
  await expect(names.getByLabel('Word')).toHaveCount(0);
});

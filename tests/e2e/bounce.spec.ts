import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { bindFolder, cutRow, readFiles, sha256Of } from './actions.ts';
import { expect, test } from './band.ts';

const seconds = (count: number) => count * 48_000;

test('a bounce written slowly, header last, appears whole on the bandmate’s screen', async ({
  band,
  folder,
}) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await bindFolder(ana, bounces, band.projectName);
  const path = join(bounces, 'Sunset Groove v3 rough.wav');
  const onBensScreen = cutRow(ben.page, /^Song Sunset Groove in Sunset Groove, 1 file/);

  await test.step('nothing is shown while the DAW still writes', async () => {
    let looks = 0;
    await writeBounce(
      path,
      { format: 'wav-24', frames: seconds(4) },
      {
        style: 'header-last',
        pieces: 6,
        pause: 150,
        stall: 1500,
        onPiece: async () => {
          looks++;
          expect(await ben.page.getByRole('row', { name: /Sunset Groove/ }).count()).toBe(0);
          expect(await readFiles(band.ben, band.projectId)).toEqual([]);
        },
      },
    );
    expect(looks).toBe(6);
  });

  await test.step('then the whole bounce appears automatically', async () => {
    await expect(onBensScreen).toBeVisible();
    const files = await readFiles(band.ben, band.projectId);
    expect(files.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual([
      { name: 'Sunset Groove v3 rough.wav', sha256: await sha256Of(path) },
    ]);
    await expect(ana.page.getByRole('button', { name: 'Transfers: All safe' })).toBeVisible();
    await expect(ben.page.getByRole('complementary', { name: 'Activity' })).toContainText(
      'Ana bounced Sunset Groove v1',
    );
  });

  await test.step('exporting again to the same path adds a version to the same cut', async () => {
    await writeBounce(path, { format: 'wav-24', frames: seconds(3), seed: 2 }, { style: 'overwrite' });
    await expect(cutRow(ben.page, /^Song Sunset Groove in Sunset Groove, 2 files/)).toBeVisible();
    await expect(ben.page.getByRole('row', { name: /^Song / })).toHaveCount(1);
  });
});

test('existing files are offered, and only the selected ones are uploaded', async ({ band, folder }) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  for (const [index, name] of ['Old One', 'Old Two', 'Old Three'].entries()) {
    await writeBounce(join(bounces, `${name}.wav`), { format: 'wav-16', frames: 9600, seed: index + 1 });
  }
  const { app, page, ...rest } = await band.openApp(band.ana);
  await bindFolder({ app, page, ...rest }, bounces, band.projectName);
  await expect(page.getByText('3 existing files')).toBeVisible();

  await writeBounce(join(bounces, 'Brand New.wav'), { format: 'wav-16', frames: 9600, seed: 9 });
  await expect(cutRow(page, /^Song Brand New /)).toBeVisible();
  expect((await readFiles(band.ben, band.projectId)).map((file) => file.name)).toEqual(['Brand New.wav']);

  await page.getByRole('button', { name: 'Review…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Existing files' });
  await dialog.getByRole('checkbox', { name: 'Select all' }).uncheck();
  await dialog.getByRole('checkbox', { name: /Old Two\.wav/ }).check();
  await dialog.getByRole('button', { name: 'Upload 1, ignore the rest' }).click();
  await expect(cutRow(page, /^Song Old Two /)).toBeVisible();
  await expect(page.getByText('existing files')).toHaveCount(0);
  expect((await readFiles(band.ben, band.projectId)).map((file) => file.name).sort()).toEqual([
    'Brand New.wav',
    'Old Two.wav',
  ]);
});

test.describe('a server with a small file limit', () => {
  test.use({ serverConfig: { maximumFileBytes: 100_000 } });

  test('a refused upload shows the reason and what to do', async ({ band, folder }) => {
    const bounces = join(folder, 'Bounces');
    await mkdir(bounces);
    const ana = await band.openApp(band.ana);
    await bindFolder(ana, bounces, band.projectName);
    await writeBounce(join(bounces, 'Too Long.wav'), { format: 'wav-24', frames: seconds(2) });
    const lamp = ana.page.getByRole('button', { name: 'Transfers: 1 file needs you' });
    await expect(lamp).toBeVisible();
    await lamp.click();
    const entry = ana.page.getByRole('listitem', { name: 'Too Long.wav' });
    await expect(entry).toContainText('Too large for this server');
    expect(await readFiles(band.ben, band.projectId)).toEqual([]);
  });
});

import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { readZipContents } from '../../server/stems/zip-contents.ts';
import { dropFiles } from '../helpers/app.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import { upload } from '../helpers/uploads.ts';
import { zipOf } from '../helpers/zip.ts';
import { cutRow, findAccessibilityViolations, readFiles } from './actions.ts';
import type { Band } from './band.ts';
import { expect, makeCut, test } from './web.ts';

const sound = (seconds: number) => writePcm('wav-16', sine(seconds, { sampleRate: 8_000 }));

/** A cut with a version, three stems and a ZIP of stems. */
async function addStems(band: Band): Promise<string> {
  const { cutId, place } = await makeCut(band);
  const add = (name: string, bytes: Buffer<ArrayBuffer>, part?: string) =>
    upload(
      { server: band.server, user: band.ana },
      bytes,
      { kind: 'cut', cutId },
      {
        name,
        song: { title: 'Harbour', isStem: true, ...(part !== undefined && { part }) },
      },
    );
  for (const part of ['drums', 'bass', 'lead vox']) await add(`Harbour ${part}.wav`, sound(20), part);
  const names = ['Stems/01 Kick.wav', 'Stems/02 Snare.wav', 'read me.txt'];
  await add('Harbour v1 stems.zip', await zipOf(names));
  return place;
}

const group = (page: Page) => page.getByRole('region', { name: /^Stems of/ });

test('the stems of a version are waves at its scale, each of which can be heard alone', async ({
  band,
  web,
}) => {
  const place = await addStems(band);
  const page = await web.signIn(band.ben, `/#${place}`, { viewport: { width: 1280, height: 900 } });
  await expect(group(page)).toContainText('4 stems');
  const lanes = page.getByRole('list', { name: /^Stems of/ }).getByRole('listitem');
  await expect(lanes).toHaveText([/^Bass/, /^Drums/, /^Lead vox/]);
  const hero = page.getByRole('slider', { name: /^Position in Harbour v1, / });
  await expect(hero).toBeVisible();
  const edges = async (of: Locator) => {
    const box = await of.boundingBox();
    return box && [Math.round(box.x), Math.round(box.width)];
  };
  expect(await edges(lanes.nth(1))).toEqual(await edges(hero));

  await lanes.nth(1).locator('[data-lane]').click();
  await expect(hero).toHaveAttribute('aria-valuenow', '10');
  const alone = page.getByRole('button', { name: /^Hear only Drums, stem of/ });
  await alone.click();
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player).toContainText('Drums');
  await expect(alone).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => Number(await hero.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(10);
  await expect(page.getByRole('button', { name: /^Show / })).toHaveAttribute('aria-pressed', 'true');
  await alone.click();
  await expect(player).not.toContainText('Drums');
  await expect(alone).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(async () => Number(await hero.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(10);

  await page.getByRole('button', { name: 'Harbour v1 stems.zip' }).click();
  await expect(page.getByRole('list', { name: 'Contents of Harbour v1 stems.zip' })).toContainText(
    '01 Kick.wav',
  );
  expect(await findAccessibilityViolations(page)).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download the stems of/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Harbour.* stems\.zip$/);
  expect(await download.failure()).toBeNull();
});

/** A folder with three parts of one length, none of them the bytes of the version. */
async function writeStems(folder: string): Promise<string> {
  const stems = join(folder, 'Harbour v1 stems');
  await mkdir(stems);
  for (const [index, name] of ['Drums.wav', 'Bass.wav', 'Lead Vox.wav'].entries()) {
    await writeFile(
      join(stems, name),
      writePcm('wav-16', sine(20 + (index + 1) / 100, { sampleRate: 8_000 })),
    );
  }
  return stems;
}

/** Ana drops the folder there, beside the version that is already in the song, and it becomes one group. */
async function dropStems(band: Band, folder: string, place: (page: Page) => Locator): Promise<Page> {
  await makeCut(band);
  const stems = await writeStems(folder);
  const { page } = await band.openApp(band.ana);
  await dropFiles(page, place(page), [stems]);
  await expectOneGroup(band);
  return page;
}

async function expectOneGroup(band: Band): Promise<void> {
  await expect.poll(() => readFiles(band.ben, band.projectId)).toHaveLength(4);
  const [version, ...stems] = await readFiles(band.ben, band.projectId);
  expect(version).toMatchObject({ type: 'CUT' });
  expect(stems.map(({ part }) => part).sort()).toEqual(['bass', 'drums', 'lead vox']);
  for (const stem of stems) expect(stem).toMatchObject({ type: 'STEM', versionId: version?.id });
}

const harbour = (page: Page) => cutRow(page, /^Song Harbour/);

test('a folder of stems dropped on a cut in the app becomes one group under its version', async ({
  band,
  folder,
}) => {
  const page = await dropStems(band, folder, harbour);
  await cutRow(page, /^Song Harbour/).press('Enter');
  await expect(page.getByRole('region', { name: /^Stems of/ }).getByText(/^3 stems/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Show / })).toHaveCount(1);
});

test('a dropped folder of stems is taken back by one press', async ({ band, folder }) => {
  const page = await dropStems(band, folder, harbour);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages).toContainText('3 files added');
  await messages.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readFiles(band.ben, band.projectId)).toMatchObject([{ name: 'Harbour v1.wav' }]);
  await cutRow(page, /^Song Harbour/).press('Enter');
  await expect(page.getByRole('region', { name: 'Song Harbour' })).toBeVisible();
  await expect(page.getByRole('region', { name: /^Stems of/ })).toHaveCount(0);
  await expect(messages).not.toContainText('Couldn’t undo');
});

test('a folder of stems dropped on a project joins its song, and makes no song of a stem', async ({
  band,
  folder,
}) => {
  const page = await dropStems(band, folder, (shown) =>
    shown.getByRole('region', { name: `Project ${band.projectName}` }),
  );
  await expect(page.getByRole('row', { name: /^Song / })).toHaveCount(1);
  await cutRow(page, /^Song Harbour/).press('Enter');
  await expect(page.getByRole('region', { name: /^Stems of/ }).getByText(/^3 stems/)).toBeVisible();
});

test('a folder of stems dropped in a browser becomes one group under its version', async ({
  band,
  web,
  folder,
}) => {
  const { place } = await makeCut(band);
  const stems = await writeStems(folder);
  const page = await web.signIn(band.ana, `/#${place}`);
  await dropFiles(page, page.getByRole('region', { name: /^Song Harbour/ }), [stems]);
  await expectOneGroup(band);
  await expect(page.getByRole('region', { name: /^Stems of/ }).getByText(/^3 stems/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Show / })).toHaveCount(1);
});

test('the app saves the stems of a version as a ZIP in the downloads folder', async ({ band, folder }) => {
  await addStems(band);
  const { page } = await band.openApp(band.ben, { env: { HOME: folder } });
  await cutRow(page, /^Song Harbour/).press('Enter');
  await page.getByRole('button', { name: /^Download the stems of/ }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Stems saved');
  const [name = ''] = await readdir(join(folder, 'Downloads'));
  expect(name).toMatch(/^Harbour.* stems\.zip$/);
  const handle = await open(join(folder, 'Downloads', name));
  const { size } = await handle.stat();
  const { entries } = await readZipContents({
    size,
    read: async (at, length) => (await handle.read(Buffer.alloc(length), 0, length, at)).buffer,
  });
  await handle.close();
  expect(entries).toHaveLength(4);
});

test('stems whose version was deleted are a group of their own, play, and can be given to another version', async ({
  band,
  web,
}) => {
  const { cutId, place } = await makeCut(band);
  const here = { server: band.server, user: band.ana };
  const at = { kind: 'cut', cutId } as const;
  for (const part of ['drums', 'bass']) {
    await upload(here, sound(20), at, {
      name: `Harbour ${part}.wav`,
      song: { title: 'Harbour', isStem: true, part },
    });
  }
  const [first] = await readFiles(band.ana, band.projectId);
  await upload(here, sound(21), at, { name: 'Harbour v2.wav' });
  await band.ana.request('DELETE', `/api/files/${first?.id}`);

  const page = await web.signIn(band.ben, `/#${place}`, { viewport: { width: 1280, height: 900 } });
  const loose = page.getByRole('region', { name: 'Stems without a version' });
  await expect(loose.getByRole('listitem')).toHaveText([/^drums/i, /^bass/i]);
  await loose.getByRole('button', { name: /^Play drums, stem without a version/i }).click();
  await expect(page.getByRole('region', { name: 'Player' })).toContainText(/drums/i);
  expect(await findAccessibilityViolations(page)).toEqual([]);

  const attach = async (part: string) => {
    await loose.getByRole('button', { name: `Options for Harbour ${part}.wav` }).click();
    await page.getByRole('menuitem', { name: /^Stem of v2/ }).click();
    await expect(loose.getByText(new RegExp(`^${part}`, 'i'))).toHaveCount(0);
  };
  await attach('drums');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(loose.getByRole('listitem')).toHaveCount(2);
  for (const part of ['drums', 'bass']) await attach(part);
  await expect(loose).toHaveCount(0);
  await expect(page.getByRole('region', { name: /^Stems of/ }).getByText(/^2 stems/)).toBeVisible();
});

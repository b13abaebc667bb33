import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { dropFiles, type RunningApp } from '../helpers/app.ts';
import type { TestUser } from '../helpers/server.ts';
import { sixBounces } from '../helpers/six-bounces.ts';
import { bindFolder, cutRow, readFiles, reconnect } from './actions.ts';
import type { Band } from './band.ts';
import { expect, test } from './web.ts';

async function writeWeek(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths = sixBounces.map((name) => join(folder, name));
  for (const [seed, path] of paths.entries()) {
    await writeBounce(path, { format: 'wav-24', frames: 9600, seed });
  }
  return paths;
}

/** Each cut of the project with the number of its versions, read from the server. */
async function readStacks(person: TestUser, projectId: string) {
  const { body } = await person.request('GET', `/api/projects/${projectId}`);
  const cuts = (body as ProjectSnapshot).vibes.flatMap((vibe) => vibe.cuts);
  return cuts.map(({ alternate = 'main', files }) => [alternate, files.length] as const).sort();
}

async function expectTwoCuts({ ben, projectId }: Band): Promise<void> {
  await expect
    .poll(() => readStacks(ben, projectId), { timeout: 60_000 })
    .toEqual([
      ['instrumental', 1],
      ['main', 5],
    ]);
}

async function expectTwoRows(page: Page): Promise<void> {
  const song = cutRow(page, /^Song Sunset Groove .*5 files/i);
  await expect(song).toBeVisible();
  await expect(song).toContainText('alternate');
  await song.press('ArrowRight');
  await expect(cutRow(page, /^Song Sunset Groove \(Instrumental\) .*1 file/i)).toBeVisible();
}

test('six bounces of one song into a watched folder become two cuts on a bandmate’s screen', async ({
  band,
  folder,
}) => {
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  await bindFolder(ana, bounces, band.projectName);
  await writeWeek(bounces);
  await expectTwoCuts(band);
  await expectTwoRows(ben.page);
});

test('six files of one song dropped on the app become two cuts', async ({ band, folder }) => {
  const ana = await band.openApp(band.ana);
  await dropFiles(ana.page, ana.page.getByRole('main'), await writeWeek(join(folder, 'Week')));
  await expectTwoCuts(band);
  await expectTwoRows(ana.page);
});

test('six files of one song dropped on the page in a browser become two cuts', async ({
  band,
  folder,
  web,
}) => {
  const page = await web.signIn(band.ana, `/#/projects/${band.projectId}`);
  await dropFiles(page, page.getByRole('main'), await writeWeek(join(folder, 'Week')));
  await expectTwoCuts(band);
  await expectTwoRows(page);
});

test('versions that two apps bounced offline become one cut of both', async ({ band, folder }) => {
  const apps = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);
  const folders = ['Anas', 'Bens'].map((name) => join(folder, name, 'Bounces'));
  for (const [at, bounces] of folders.entries()) {
    await mkdir(bounces, { recursive: true });
    await bindFolder(apps[at] as RunningApp, bounces, band.projectName);
  }
  await band.server.stop();
  for (const { page } of apps)
    await expect(page.getByRole('status', { name: 'Connection: Offline' })).toBeVisible();
  for (const [seed, name] of ['Dune v3.wav', 'Dune v4 louder.wav'].entries()) {
    await writeBounce(join(folders[seed] as string, name), { format: 'wav-24', frames: 9600, seed });
  }
  for (const { page } of apps)
    await expect(
      page.getByRole('button', { name: /^Transfers: 1 file waiting for the network/ }),
    ).toBeVisible();

  await band.server.start();
  for (const { page } of apps) await reconnect(page);
  for (const { page } of apps)
    await expect(cutRow(page, /^Song Dune in Dune, 2 files/)).toBeVisible({ timeout: 70_000 });
  expect(await readStacks(band.ben, band.projectId)).toEqual([['main', 2]]);
  const files = await readFiles(band.ben, band.projectId);
  expect(files.map(({ label, note }) => [label, note]).sort()).toEqual([
    ['v3', undefined],
    ['v4', 'louder'],
  ]);
});

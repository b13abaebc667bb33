import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { dropFiles, launchApp } from '../helpers/app.ts';
import { registerUser } from '../helpers/server.ts';
import { cutRow, readFiles } from './actions.ts';
import { expect, test } from './band.ts';

test('files and folders dropped on a vibe or a cut reach the band', async ({ band, folder }) => {
  const vibeId = newId();
  await band.ana.command('vibe.create', { id: vibeId, projectId: band.projectId, name: 'Late Night' });
  await mkdir(join(folder, 'Takes/Drums'), { recursive: true });
  const single = join(folder, 'Keys v1.wav');
  await writeBounce(single, { format: 'wav-24', frames: 9600, seed: 1 });
  await writeBounce(join(folder, 'Takes/Bass v1.aiff'), { format: 'aiff', frames: 9600, seed: 2 });
  await writeBounce(join(folder, 'Takes/Drums/Kit v1.wav'), { format: 'wav-16', frames: 9600, seed: 3 });
  const newer = join(folder, 'Keys louder.wav');
  await writeBounce(newer, { format: 'wav-24', frames: 9600, seed: 4 });
  const [ana, ben] = await Promise.all([band.openApp(band.ana), band.openApp(band.ben)]);

  await dropFiles(ana.page, ana.page.getByRole('row', { name: /^Group Late Night/ }), [
    single,
    join(folder, 'Takes'),
  ]);
  for (const name of ['Keys', 'Bass', 'Kit']) {
    await expect(cutRow(ben.page, new RegExp(`^Song ${name} in Late Night, 1 file`))).toBeVisible();
  }

  await dropFiles(ana.page, cutRow(ana.page, /^Song Keys /), [newer]);
  await expect(cutRow(ben.page, /^Song Keys in Late Night, 2 files/)).toBeVisible();

  const newest = join(folder, 'Keys last.wav');
  await writeBounce(newest, { format: 'wav-24', frames: 9600, seed: 5 });
  await cutRow(ana.page, /^Song Keys /).press('Enter');
  await dropFiles(ana.page, ana.page.getByRole('region', { name: 'Song Keys' }), [newest]);
  await expect(cutRow(ben.page, /^Song Keys in Late Night, 3 files/)).toBeVisible();
  await expect(ana.page.getByRole('button', { name: /^Show v3/ })).toBeVisible();
  expect(await readFiles(band.ben, band.projectId)).toHaveLength(5);
});

test('an unsupported file is skipped with its reason, and the others are added', async ({ band, folder }) => {
  await band.ana.command('vibe.create', { id: newId(), projectId: band.projectId, name: 'Late Night' });
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'bring the bass down');
  const good = join(folder, 'Keys v1.wav');
  await writeBounce(good, { format: 'wav-24', frames: 9600 });
  const ana = await band.openApp(band.ana);
  await dropFiles(ana.page, ana.page.getByRole('row', { name: /^Group Late Night/ }), [notes, good]);
  const message = ana.page.getByRole('region', { name: 'Messages' });
  await expect(message).toContainText('1 added, 1 skipped');
  await expect(message).toContainText('notes.txt');
  await expect(cutRow(ana.page, /^Song Keys /)).toBeVisible();
  expect((await readFiles(band.ben, band.projectId)).map((file) => file.name)).toEqual(['Keys v1.wav']);
  // One message about one drop, with the way back.
  await expect(message.getByRole('heading')).toHaveCount(1);
  await message.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readFiles(band.ben, band.projectId)).toEqual([]);
});

test('a bounce dropped on the first screen starts a project named after it', async ({ band, folder }) => {
  const bounce = join(folder, 'Night Drive v2 rough.wav');
  await writeBounce(bounce, { format: 'wav-24', frames: 9600 });
  const fay = await registerUser(band.server, { name: 'Fay' });
  await using running = await launchApp({
    serverUrl: band.server.url,
    env: { BANDMATE_EMAIL: fay.email, BANDMATE_PASSWORD: fay.password },
  });
  const { page } = running;
  const first = page.getByRole('region', { name: 'First steps' });
  await expect(first.getByRole('heading', { name: 'Welcome, Fay' })).toBeVisible();
  await dropFiles(page, first, [bounce]);
  await expect(page.getByRole('heading', { level: 1, name: 'Night Drive' })).toBeVisible();
  await expect(cutRow(page, /^Song Night Drive in Night Drive, 1 file/)).toBeVisible();
});

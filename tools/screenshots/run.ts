import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '../../server/app.ts';
import { launchApp, stubFolderChooser } from '../../tests/helpers/app.ts';
import { writeBounce } from '../daw-simulator/writers.ts';
import { joinBand, signUp } from '../demo/band.ts';
import { makeProject } from '../demo/songs.ts';

/**
 * `node tools/screenshots/run.ts`: takes the pictures of docs/images from the built app, with a band of three and real
 * bounces. Look at each before you commit it.
 */
const second = 48_000;
const images = join(import.meta.dirname, '../../docs/images');
const folder = await mkdtemp(join(tmpdir(), 'bandmate-pictures-'));
const server = await createServer({
  port: 0,
  dataDirectory: join(folder, 'server'),
  logLevel: 'silent',
  maximumFileBytes: 60_000_000,
});
try {
  const password = 'a password for pictures';
  const ana = await signUp(server.url, 'Ana', password);
  const others = [await signUp(server.url, 'Ben', password), await signUp(server.url, 'Cy', password)];
  const project = await makeProject(ana, others, (id, newcomer) => joinBand(ana, id, newcomer));
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await using running = await launchApp({
    serverUrl: server.url,
    env: { BANDMATE_EMAIL: ana.email, BANDMATE_PASSWORD: ana.password },
  });
  const { app, page } = running;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: project.name }).click();
  await stubFolderChooser(app, bounces);
  await page.getByRole('button', { name: 'Add a bounce folder' }).click();
  await page.getByRole('button', { name: 'Watch folder' }).click();
  await page.getByRole('listitem', { name: 'Bounces, Watching' }).waitFor();

  for (const [name, seconds] of [
    ['Sunset Groove v2', 168],
    ['Sunset Groove v3 rough', 174],
    ['Sunset Groove v4 louder', 181],
    ['Paper Moon v1', 143],
  ] as const) {
    await writeBounce(join(bounces, `${name}.wav`), {
      format: 'wav-24',
      frames: seconds * second,
      seed: seconds,
    });
    await page.getByRole('row', { name: new RegExp(`^Cut ${name} `) }).waitFor();
  }
  await page.getByRole('row', { name: /^Cut Sunset Groove v4 louder / }).click();
  await page.getByRole('button', { name: 'Transfers: All safe' }).waitFor();
  await page.screenshot({ path: join(images, 'project.png') });

  await writeBounce(join(bounces, 'Whole Set.wav'), { format: 'wav-24', frames: 260 * second, seed: 7 });
  await page.getByRole('button', { name: 'Transfers: 1 file needs you' }).click();
  await page.screenshot({ path: join(images, 'transfers.png') });

  await page.setViewportSize({ width: 380, height: 700 });
  await page.screenshot({ path: join(images, 'mini.png') });
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

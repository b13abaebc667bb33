import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../protocol/wire/id.ts';
import { projectSnapshotSchema } from '../../protocol/wire/project.ts';
import { createServer } from '../../server/app.ts';
import { launchApp, stubFolderChooser } from '../../tests/helpers/app.ts';
import { writeBounce } from '../daw-simulator/writers.ts';
import { type BandMember, joinBand, signUp } from '../demo/band.ts';
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
  const findCut = async ({ cookie }: BandMember, name: string) => {
    const answer = await fetch(`${server.url}/api/projects/${project.id}`, { headers: { cookie } });
    const { vibes } = projectSnapshotSchema.parse(await answer.json());
    const found = vibes.flatMap(({ cuts }) => cuts).find((each) => each.name === name);
    if (!found) throw new Error(`There is no cut ${name}`);
    return found;
  };
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

  const ben = others[0] as BandMember;
  const cut = await findCut(ana, 'Sunset Groove v4 louder');
  for (const [member, timestamp, text] of [
    [ben, 42.3, 'More reverb on the snare from here, please.'],
    [ana, 97, 'This is where the second guitar should come in.'],
    [ben, 151.5, 'Love the way it falls apart at the end. Leave it.'],
  ] as const) {
    await member.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp });
  }
  await page.getByRole('row', { name: /^Cut Sunset Groove v4 louder / }).dblclick();
  await page.getByRole('tab', { name: 'Comments' }).click();
  await page.getByRole('tabpanel').getByText('Leave it.').waitFor();
  // A message is hidden from the accessibility tree while it is read out by its live region.
  const messages = page.locator('[aria-label="Close message"]');
  await messages.nth(1).waitFor();
  for (let left = 2; left > 0; left--) await messages.first().click();
  await page.getByRole('button', { name: /^Ben 0:42\.3/ }).click();
  await page.screenshot({ path: join(images, 'cut.png') });
  await page.goBack();

  await writeBounce(join(bounces, 'Whole Set.wav'), { format: 'wav-24', frames: 260 * second, seed: 7 });
  await page.getByRole('button', { name: 'Transfers: 1 file needs you' }).click();
  await page.screenshot({ path: join(images, 'transfers.png') });

  await page.setViewportSize({ width: 380, height: 700 });
  await page.screenshot({ path: join(images, 'mini.png') });
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { type ProjectSnapshot, projectSnapshotSchema } from '../../protocol/wire/project.ts';
import { type RunningApp, stubFolderChooser } from '../../tests/helpers/app.ts';
import { until } from '../../tests/helpers/until.ts';
import { writeBounce } from '../daw-simulator/writers.ts';
import type { BandMember } from '../demo/band.ts';
import type { Camera } from './camera.ts';

export type PictureSet = {
  /** Ana's app. */
  running: RunningApp;
  take: Camera;
  serverUrl: string;
  ana: BandMember;
  ben: BandMember;
  project: { id: string; name: string };
  /** The folder that Ana's DAW bounces into. It doesn't exist yet. */
  bounces: string;
};

const second = 48_000;

export async function readProject({ serverUrl, ana, project }: PictureSet): Promise<ProjectSnapshot> {
  const answer = await fetch(`${serverUrl}/api/projects/${project.id}`, { headers: { cookie: ana.cookie } });
  return projectSnapshotSchema.parse(await answer.json());
}

const filesOf = ({ vibes }: ProjectSnapshot) =>
  vibes.flatMap(({ cuts }) => cuts).flatMap(({ files }) => files);

/** A project, a cut with comments, a share link, transfers, and the mini window. */
export async function showWork(set: PictureSet): Promise<void> {
  const { running, take, ana, ben, project, bounces } = set;
  const { app, page } = running;
  await page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: project.name }).click();
  await mkdir(bounces);
  await stubFolderChooser(app, bounces);
  await page.getByRole('button', { name: 'Add a bounce folder' }).click();
  await page.getByRole('button', { name: 'Watch folder' }).click();
  await page.getByRole('listitem', { name: 'Bounces, Watching' }).waitFor();
  for (const [name, seconds] of [
    ['Sunset Groove v2', 168],
    ['Sunset Groove v3 rough', 174],
    ['Sunset Groove v4 louder', 181],
    ['Sunset Groove (instrumental) v4', 182],
    ['Paper Moon v1', 143],
  ] as const) {
    const frames = seconds * second;
    await writeBounce(join(bounces, `${name}.wav`), { format: 'wav-24', frames, seed: seconds });
    await until(async () => filesOf(await readProject(set)).some((file) => file.name === `${name}.wav`));
  }
  const row = page.getByRole('row', { name: /^Cut Sunset Groove in / });
  await row.click();
  await page.getByRole('button', { name: 'Transfers: All safe' }).waitFor();
  await page.locator('[role=treegrid] canvas').nth(2).waitFor();
  await take('project');
  await page.emulateMedia({ colorScheme: 'light' });
  await take('project-light');
  await page.emulateMedia({ colorScheme: 'dark' });

  const { vibes } = await readProject(set);
  const cut = vibes.flatMap(({ cuts }) => cuts).find(({ name }) => name === 'Sunset Groove');
  if (!cut) throw new Error('The cut is missing');
  for (const [member, timestamp, text] of [
    [ben, 42.3, 'More reverb on the snare from here, please.'],
    [ana, 97, 'This is where the second guitar should come in.'],
    [ben, 151.5, 'Love the way it falls apart at the end. Leave it.'],
  ] as const) {
    await member.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp });
  }
  await row.press('Enter');
  await page.getByRole('tabpanel').getByText('Leave it.').waitFor();
  await page.getByRole('button', { name: /^Ben 0:42\.3/ }).click();
  await take('cut');

  await page.getByRole('button', { name: /^Share v4/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create and copy link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link copied' }).inputValue();
  if (!link.startsWith(set.serverUrl)) throw new Error(`The link leads elsewhere: ${link}`);
  await take('sharing');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'All songs' }).click();

  await writeBounce(join(bounces, 'Whole Set.wav'), { format: 'wav-24', frames: 260 * second, seed: 7 });
  await page.getByRole('button', { name: 'Transfers: 1 file needs you' }).click();
  await take('transfers');
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.setViewportSize({ width: 380, height: 700 });
  await take('mini');
  await page.setViewportSize({ width: 1280, height: 800 });
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { type ProjectSnapshot, projectSnapshotSchema } from '../../protocol/wire/project.ts';
import { type RunningApp, stubFolderChooser } from '../../tests/helpers/app.ts';
import { until } from '../../tests/helpers/until.ts';
import { makeSongVersion } from '../daw-simulator/song.ts';
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

const sampleRate = 32_000;

export async function readProject({ serverUrl, ana, project }: PictureSet): Promise<ProjectSnapshot> {
  const answer = await fetch(`${serverUrl}/api/projects/${project.id}`, { headers: { cookie: ana.cookie } });
  return projectSnapshotSchema.parse(await answer.json());
}

const filesOf = ({ vibes }: ProjectSnapshot) =>
  vibes.flatMap(({ cuts }) => cuts).flatMap(({ files }) => files);

export type Mix = { name: string; planes: Float32Array[] };

/** The bounces of `showWork`. Takes some seconds, in which no server of this process can answer. */
export function makeMixes(): Mix[] {
  const mixes = [
    ['Sunset Groove v2', 2, 1],
    ['Sunset Groove v3 rough', 2, 2],
    ['Sunset Groove v4 louder', 2, 4],
    ['Sunset Groove (instrumental) v4', 3, 4],
    ['Paper Moon v1', 4, 1],
  ] as const;
  return mixes.map(([name, song, version]) => ({
    name: `${name}.wav`,
    planes: makeSongVersion({ song, version, seconds: 168 - 5 * song, sampleRate }),
  }));
}

/** A project, a cut with comments, a share link, transfers, and the mini window. */
export async function showWork(set: PictureSet, mixes: readonly Mix[]): Promise<void> {
  const { running, take, ana, ben, project, bounces } = set;
  const { app, page } = running;
  await page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: project.name }).click();
  await mkdir(bounces);
  await stubFolderChooser(app, bounces);
  await page.getByRole('button', { name: 'Add a bounce folder' }).click();
  await page.getByRole('button', { name: 'Watch folder' }).click();
  await page.getByRole('listitem', { name: 'Bounces, Watching' }).waitFor();
  for (const { name, planes } of mixes) {
    const frames = planes[0]?.length ?? 0;
    await writeBounce(join(bounces, name), { format: 'wav-24', frames, sampleRate, planes });
    await until(async () => filesOf(await readProject(set)).some((file) => file.name === name));
  }
  const row = page.getByRole('row', { name: /^Song Sunset Groove in / });
  await row.click();
  await page.getByRole('button', { name: 'Transfers: All safe' }).waitFor();
  const flat = page.locator('[role=treegrid] [data-wave]:not(:has(path[d], canvas))');
  await until(async () => (await flat.count()) === 0);
  await page
    .getByRole('row', { name: /^Song Paper Moon/ })
    .getByText('LUFS')
    .waitFor();
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
  await page.getByRole('img', { name: /^Level difference over time/ }).waitFor();
  for (const close of await page.getByRole('button', { name: 'Close message' }).all()) await close.click();
  await take('cut');

  await page.getByRole('button', { name: /^Share v4/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create and copy link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link copied' }).inputValue();
  if (!link.startsWith(set.serverUrl)) throw new Error(`The link leads elsewhere: ${link}`);
  await take('sharing');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'All songs' }).click();

  await writeBounce(join(bounces, 'Whole Set.wav'), { format: 'wav-24', frames: 260 * 48_000, seed: 7 });
  await page.getByRole('button', { name: 'Transfers: 1 file needs you' }).click();
  await take('transfers');
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.setViewportSize({ width: 380, height: 700 });
  await take('narrow');
  await page.setViewportSize({ width: 1280, height: 800 });
}

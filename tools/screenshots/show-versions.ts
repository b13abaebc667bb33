import { newId } from '../../common/new-id.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { type Music, makeMusic } from '../../tests/helpers/music.ts';
import { writePcm } from '../../tests/helpers/pcm.ts';
import { until } from '../../tests/helpers/until.ts';
import { type PictureSet, readProject } from './show-work.ts';

const sampleRate = 32_000;
const seconds = 84;

/** A song with verses, choruses and a break: `level` is the gain at each second. */
function arrange({ planes }: Music): Music {
  const level = (at: number) =>
    at < 8 ? 0.25 : at < 24 ? 0.45 : at < 40 ? 0.8 : at < 56 ? 0.45 : at < 64 ? 0.2 : 0.8;
  const shape = (plane: Float32Array<ArrayBuffer>) =>
    plane.map((value, frame) => {
      const at = frame / sampleRate;
      return Math.tanh(3.5 * value) * level(at) * Math.min(1, (seconds - at) / 4);
    });
  return { sampleRate, planes: [shape(planes[0]), shape(planes[1])] };
}

/** The same song, louder, with 4 seconds of the second verse gone and more bass in the last chorus. */
function remix({ planes }: Music): Music {
  const change = (plane: Float32Array<ArrayBuffer>) => {
    const next = new Float32Array(plane.length - 4 * sampleRate);
    let low = 0;
    for (let frame = 0; frame < next.length; frame++) {
      const value = plane[frame + (frame < 44 * sampleRate ? 0 : 4 * sampleRate)] ?? 0;
      low += 0.03 * (value - low);
      next[frame] = 1.12 * (value + (frame > 60 * sampleRate ? 0.35 * low : 0));
    }
    return next;
  };
  return { sampleRate, planes: [change(planes[0]), change(planes[1])] };
}

function bytesOf({ planes: [left, right] }: Music): Uint8Array<ArrayBuffer> {
  const samples: number[] = [];
  for (const [frame, value] of left.entries()) samples.push(value, right[frame] ?? 0);
  return writePcm('wav-24', { sampleRate, channels: 2, samples });
}

export type Bounce = { name: string; bytes: Uint8Array<ArrayBuffer> };

/** Takes some seconds, in which no server of this process can answer. */
export function makeVersions(): Bounce[] {
  const first = arrange(makeMusic(seconds, { seed: 4, sampleRate }));
  const second = {
    ...first,
    planes: first.planes.map((plane) => plane.map((value) => 0.8 * value)),
  } as Music;
  return [
    { name: 'Night Drive v1.wav', bytes: bytesOf(first) },
    { name: 'Night Drive v2.wav', bytes: bytesOf(second) },
    { name: 'Night Drive v2 more bass.wav', bytes: bytesOf(remix(second)) },
  ];
}

const findCut = ({ vibes }: ProjectSnapshot, id: string) =>
  vibes.flatMap(({ cuts }) => cuts).find((cut) => cut.id === id);

/** The stack of a song with what changed, the comparison and the blind test. */
export async function showVersions(set: PictureSet, versions: readonly Bounce[]): Promise<void> {
  const { running, take, ana, ben, project } = set;
  const { page } = running;
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId: project.id, name: 'Night Drive' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Night Drive' });
  for (const { name, bytes } of versions) await ana.upload(cutId, { name, bytes });
  const [, older] = await until(async () => {
    const files = findCut(await readProject(set), cutId)?.files ?? [];
    return files.length === 3 && files.slice(1).every(({ difference }) => difference) && files;
  });
  const comments = [
    [ben, 26, 'Love the lift into the chorus.', null],
    [ben, 66, 'More bass from here?', older?.id ?? null],
    [ana, 75, 'Done. The verse is shorter, too.', null],
  ] as const;
  for (const [member, timestamp, text, fileId] of comments)
    await member.command('comment.create', {
      id: newId(),
      cutId,
      text,
      timestamp,
      ...(fileId !== null && { fileId }),
    });

  await page.getByRole('row', { name: /^Song Night Drive/ }).press('Enter');
  const strip = page.getByRole('img', { name: /^Level difference over time/ });
  await strip.waitFor();
  await page.getByText('there').first().waitFor();
  await take('versions');
  await page.keyboard.press('Shift+A');
  await page.getByRole('region', { name: /^Compare versions/ }).waitFor();
  await strip.waitFor();
  await page.keyboard.press('b');
  await page.getByRole('button', { name: /^Hear in a loop: .*Bass/ }).click();
  await page.keyboard.press('ArrowRight');
  await page.getByText('in the loop, matched').waitFor();
  await take('compare');
  await page.keyboard.press('h');
  await page.keyboard.press('Shift+X');
  await page.keyboard.press('Shift+Y');
  await page.getByText('Round 3').waitFor();
  await take('compare-blind');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'All songs' }).click();
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { createServer } from '../../server/app.ts';
import { startUnrulyProxy } from '../../tests/faults/unruly-proxy.ts';
import { launchApp, stubFolderChooser } from '../../tests/helpers/app.ts';
import { writePcm } from '../../tests/helpers/pcm.ts';
import { makeSongVersion } from '../daw-simulator/song.ts';
import { joinBand, signUp } from '../demo/band.ts';
import { makeProject } from '../demo/songs.ts';

/**
 * `node tools/screenshots/moving-picture.ts [FILE]`: the moving picture of the README, a GIF by ffmpeg. In the built app,
 * with a real server, a DAW writes a bounce, which is uploaded, verified, and a new version on the band's screens. How long a
 * frame is shown doesn't depend on how fast this machine is. Look at it before you commit it.
 */
const target = process.argv[2] ?? join(import.meta.dirname, '../../docs/images/bounce.gif');
const sampleRate = 32_000;
const size = { width: 1000, height: 620 };
/** Seconds that a frame is shown: while things move, and at the end of a chapter. */
const [moving, resting] = [0.16, 1.6];

/** Between two pictures: a fast machine doesn't take more of them. */
const leastMilliseconds = 400;

/** Few colours without dithering: a still area stays the same from frame to frame, and costs nothing. */
const fewColours = 'paletteuse=dither=none:diff_mode=rectangle';

type Frame = { path: string; seconds: number };

/** Takes pictures as long as `during` runs, and keeps those that differ from the one before. */
async function film(page: Page, folder: string, frames: Frame[], during: Promise<unknown>): Promise<void> {
  let isOver = false;
  let last = '';
  const over = during.finally(() => (isOver = true));
  while (!isOver) {
    const begun = performance.now();
    const bytes = await page.screenshot();
    await page.waitForTimeout(Math.max(0, leastMilliseconds - (performance.now() - begun)));
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash === last) continue;
    last = hash;
    const path = join(folder, `${String(frames.length).padStart(4, '0')}.png`);
    await writeFile(path, bytes);
    frames.push({ path, seconds: moving });
  }
  await over;
  const end = frames.at(-1);
  if (end) end.seconds = resting;
}

function makeBounce(version: number): Buffer {
  const planes = makeSongVersion({ song: 4, version, seconds: 96, sampleRate });
  const samples = Array.from(planes[0] ?? [], (value, frame) => [value, planes[1]?.[frame] ?? 0]).flat();
  return writePcm('wav-24', { sampleRate, channels: 2, samples });
}

/** As a DAW does: piece by piece. */
async function bounce(path: string, bytes: Buffer, pieces: number): Promise<void> {
  const file = await open(path, 'w');
  for (let piece = 0; piece < pieces; piece++) {
    const at = Math.floor((bytes.length * piece) / pieces);
    await file.write(bytes.subarray(at, Math.floor((bytes.length * (piece + 1)) / pieces)));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await file.close();
}

const [first, second] = [makeBounce(1), makeBounce(3)];
const folder = await mkdtemp(join(tmpdir(), 'bandmate-moving-'));
const server = await createServer({ port: 0, dataDirectory: join(folder, 'server'), logLevel: 'silent' });
const link = await startUnrulyProxy(server.port);
try {
  const password = 'a password for pictures';
  const ana = await signUp(server.url, 'Ana', password);
  const others = [await signUp(server.url, 'Ben', password), await signUp(server.url, 'Cy', password)];
  const project = await makeProject(ana, others, (id, newcomer) => joinBand(ana, id, newcomer));
  await using running = await launchApp({
    serverUrl: link.url,
    env: { BANDMATE_EMAIL: ana.email, BANDMATE_PASSWORD: password },
  });
  const { app, page } = running;
  page.setDefaultTimeout(180_000);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(size);
  await page.getByRole('region', { name: 'Projects' }).getByRole('link', { name: project.name }).click();
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await stubFolderChooser(app, bounces);
  await page.getByRole('button', { name: 'Add a bounce folder' }).click();
  await page.getByRole('button', { name: 'Watch folder' }).click();
  await page.getByRole('listitem', { name: 'Bounces, Watching' }).waitFor();
  const safe = page.getByRole('button', { name: 'Transfers: All safe' });
  await bounce(join(bounces, 'Glass Coast v1.wav'), first, 1);
  const song = page.getByRole('row', { name: /^Song Glass Coast/ });
  await song.waitFor();
  await safe.waitFor();
  await page.waitForTimeout(6_000);
  for (const close of await page.getByRole('button', { name: 'Close message' }).all()) await close.click();

  const frames: Frame[] = [];
  link.setWeather({ kind: 'slow', bytesPerSecond: 700_000 });
  await film(page, folder, frames, page.waitForTimeout(500));
  await film(page, folder, frames, bounce(join(bounces, 'Glass Coast v2.wav'), second, 12));
  const arrived = song.getByText('v2', { exact: true }).waitFor();
  await film(
    page,
    folder,
    frames,
    arrived.then(() => page.waitForTimeout(12_000)),
  );
  const list = join(folder, 'frames.txt');
  const lines = frames.flatMap(({ path, seconds }) => [`file '${path}'`, `duration ${seconds}`]);
  await writeFile(list, [...lines, `file '${frames.at(-1)?.path}'`].join('\n'));
  const { status, stderr } = spawnSync(
    'ffmpeg',
    [
      ...['-y', '-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list],
      ...[
        '-vf',
        `fps=25/4,split[a][b];[a]palettegen=max_colors=200[p];[b][p]${fewColours}`,
        '-loop',
        '0',
        target,
      ],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`ffmpeg failed: ${stderr}`);
  process.stdout.write(`${frames.length} frames in ${target}\n`);
} finally {
  await link.close();
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

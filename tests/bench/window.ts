import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { formatDeepLink } from '../../protocol/ipc/open-target.ts';
import { ensureBuilt } from '../../tools/setup/app-build.ts';
import { launchApp } from '../helpers/app.ts';
import { type BenchMember, type BenchServer, makeProject, signUp, startBenchServer } from './band.ts';
import { makeBigProject } from './big-project.ts';
import { median, percentile, residentBytes } from './meter.ts';
import { countDropped, timeFrames, timeToAsk, timeToPaint, weigh } from './page-timing.ts';
import { mebibytes, milliseconds, type Row, times } from './report.ts';

const runs = 5;
const scrollSeconds = 5;
/** In each frame: at 60 of them in a second, two screens of cuts. */
const scrollPixels = 24;
const paintLimit = 100;
/** Between a pointer's arrival on a link and its press. */
const handMilliseconds = 200;

/** A project and the cut of it that is opened. */
export type Place = { projectId: string; cutName: string };

/** The built app with a project of 500 cuts and 20,000 comments, beside one with a single cut without comments. */
export async function benchWindow(folder: string): Promise<Row[]> {
  await ensureBuilt(resolve(import.meta.dirname, '../..'));
  const server = await startBenchServer(join(folder, 'server'));
  try {
    const ana = await signUp(server, 'ana');
    const small = await makeSmallProject(ana);
    const big = await makeBigProject(server, ana);
    const empty = await makeProject(ana, 'Empty');
    return await measureWindow(server, ana, { userData: join(folder, 'app'), empty, small, big });
  } finally {
    await server.child.stop();
  }
}

export async function makeSmallProject(member: BenchMember): Promise<Place> {
  const projectId = await makeProject(member, 'One cut');
  const [vibeId, cutName] = [newId(), 'The only cut'];
  await member.command('vibe.create', { id: vibeId, projectId, name: 'Song' });
  await member.command('cut.create', { id: newId(), vibeId, name: cutName });
  return { projectId, cutName };
}

const linkOf = ({ projectId }: Place) => `nav a[href="#/projects/${projectId}"]`;
const rowOf = ({ cutName }: Place) => `[role=row][aria-label^="Song ${cutName} in "]`;
const backLink = 'main a[href^="#/projects/"]';
const comment = 'article[data-comment]';
const cutHeading = 'main h2';

/** The figures of one place over all runs. Times in milliseconds, memory in bytes. */
type Measured = {
  project: number[];
  readProject: number[];
  cut: number[];
  readComments: number[];
  framesOfProject: number[];
  framesOfCut: number[];
  heap: number;
  nodes: number;
  main: number;
};

export async function measureWindow(
  server: BenchServer,
  { email, password }: Pick<BenchMember, 'email' | 'password'>,
  { userData, empty, small, big }: { userData: string; empty: string; small: Place; big: Place },
): Promise<Row[]> {
  // A link to a missing place, so that no project is read before it is clicked.
  const start = () =>
    launchApp({
      serverUrl: server.url,
      userData,
      args: [formatDeepLink({ projectId: empty })],
      env: { BANDMATE_EMAIL: email, BANDMATE_PASSWORD: password },
    });

  // Once, to fill the cache.
  await using first = await start();
  for (const place of [small, big]) {
    await first.page.locator(linkOf(place)).click();
    await first.page.locator(rowOf(place)).press('Enter');
    await first.page
      .locator(place === big ? comment : cutHeading)
      .first()
      .waitFor();
  }
  await first.close();

  const [ours, floor] = [big, small].map(nothingOf) as [Measured, Measured];
  for (let run = 0; run < runs; run++) {
    await using app = await start();
    const { page } = app;
    await page.getByRole('heading', { level: 1, name: 'Empty' }).waitFor();
    await page.getByRole('status', { name: 'Connection: Online' }).waitFor();
    for (const [place, of] of [
      [small, floor],
      [big, ours],
    ] as const) {
      // Like a hand: the pointer arrives first and presses a moment later.
      await page.hover(linkOf(place));
      await page.waitForTimeout(handMilliseconds);
      of.project.push(await timeToPaint(page, linkOf(place), rowOf(place)));
      await rest(page);
      of.readProject.push(await timeToAsk(page, 'projects.read', { id: place.projectId }));
      Object.assign(of, await weigh(page), { main: residentBytes(app.app.process().pid ?? 0) });
      await page.hover(rowOf(place));
      await page.waitForTimeout(handMilliseconds);
      of.cut.push(await timeToPaint(page, rowOf(place), place === big ? comment : cutHeading));
      await rest(page);
      const cutId = String(await page.evaluate('location.hash')).split('/')[4];
      of.readComments.push(await timeToAsk(page, 'comments.list', { cutId }));
      const scroller = 'section[aria-label="Comments on the song"]';
      of.framesOfCut.push(
        ...(await timeFrames(page, scrollSeconds, place === big ? scroller : null, scrollPixels)),
      );
      await page.locator(backLink).first().click();
      await page.locator(rowOf(place)).waitFor();
      const list = 'main :has(> [role=treegrid])';
      of.framesOfProject.push(
        ...(await timeFrames(page, scrollSeconds, place === big ? list : null, scrollPixels)),
      );
    }
  }
  return [
    paintRow('500 cuts, 20,000 comments: click → first paint from the cache', ours.project, floor.project),
    wayRow('project’s data', ours.readProject, floor.readProject),
    paintRow('a cut with 2,000 comments: click → first paint with them', ours.cut, floor.cut),
    wayRow('comments', ours.readComments, floor.readComments),
    scrollRow('scrolling through 500 cuts: frames dropped', ours.framesOfProject, floor.framesOfProject),
    scrollRow('scrolling through 2,000 comments: frames dropped', ours.framesOfCut, floor.framesOfCut),
    weightRow('memory of the page with 500 cuts, after collection', ours.heap, floor.heap),
    weightRow('resident memory of the main process with them', ours.main, floor.main),
    {
      what: 'elements in the page with 500 cuts',
      ours: `${ours.nodes}`,
      floor: `${floor.nodes} (one cut)`,
      ratio: times(ours.nodes / floor.nodes),
      goal: '–',
      met: null,
    },
  ];
}

const nothingOf = (): Measured => ({
  project: [],
  readProject: [],
  cut: [],
  readComments: [],
  framesOfProject: [],
  framesOfCut: [],
  heap: 0,
  nodes: 0,
  main: 0,
});

/** Waits until the page is still: waveforms and the rest that follows a first paint. */
async function rest(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve), 1000))');
}

function paintRow(what: string, ours: number[], floor: number[]): Row {
  return {
    what: `${what}, median of ${ours.length} (worst ${milliseconds(Math.max(...ours))})`,
    ours: milliseconds(median(ours)),
    floor: `${milliseconds(median(floor))} (one cut)`,
    ratio: times(median(ours) / median(floor)),
    goal: `≤ ${paintLimit} ms`,
    met: median(ours) <= paintLimit,
  };
}

/** The page's wait for the main process's answer. The page asks when the pointer arrives, so the click doesn't wait for it. */
function wayRow(of: string, ours: number[], floor: number[]): Row {
  return {
    what: `– while the pointer rests before: the ${of} on the way from the main process to the page`,
    ours: milliseconds(median(ours)),
    floor: `${milliseconds(median(floor))} (one cut)`,
    ratio: times(median(ours) / median(floor)),
    goal: '–',
    met: null,
  };
}

/** Met if no more frames were dropped than on a still page at the same load. */
function scrollRow(what: string, ours: number[], floor: number[]): Row {
  const frame = median(floor);
  const dropped = [ours, floor].map((gaps) => countDropped(gaps, frame)) as [number, number];
  const said = (gaps: number[], count: number) =>
    `${count} of ${gaps.length + count} (p99 ${milliseconds(percentile(gaps, 99))})`;
  return {
    what,
    ours: said(ours, dropped[0]),
    floor: `${said(floor, dropped[1])} (nothing moves)`,
    ratio: '–',
    goal: 'no more than idle',
    met: dropped[0] <= dropped[1],
  };
}

function weightRow(what: string, ours: number, floor: number): Row {
  return {
    what,
    ours: mebibytes(ours),
    floor: `${mebibytes(floor)} (one cut)`,
    ratio: times(ours / floor),
    goal: '–',
    met: null,
  };
}

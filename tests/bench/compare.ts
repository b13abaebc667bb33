import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { findChromium } from '../../tools/electron-host/chromium/find-chromium.ts';
import { ensureBuilt } from '../../tools/setup/app-build.ts';
import { launchApp } from '../helpers/app.ts';
import { findElectronExecutable } from '../helpers/electron-executable.ts';
import { reachDeck } from '../helpers/page-deck.ts';
import { type Judged, judge } from '../helpers/recorded/judge.ts';
import { makeMusic, noiseWave, render, waveOf } from '../helpers/recorded/music.ts';
import { until } from '../helpers/until.ts';
import { upload } from '../helpers/uploads.ts';
import { type BenchMember, type BenchServer, makeProject, signUp, startBenchServer } from './band.ts';
import { type Drive, drive, measureMemory, type PageMemory } from './compare/drive.ts';
import { type Pulse, rate, startPulse } from './compare/pulse.ts';
import { openQuietApp, openQuietBrowser } from './compare/quiet-page.ts';
import { median, percentile } from './meter.ts';
import { formatTable, mebibytes, milliseconds, type Row } from './report.ts';

/** `BENCH_SHORT=1 npm run bench compare` shows in three minutes that everything works. */
const isShort = process.env.BENCH_SHORT === '1';
const seconds = isShort ? 20 : 80;
const switches = isShort ? 20 : 200;
const switchesAcross = isShort ? 10 : 50;
const plainSwitches = isShort ? 4 : 12;
const memorySeconds = isShort ? 20 : 60;
const startSeconds = 2;
/** The newer version starts later and is louder. */
const laterSeconds = 0.07;
const louderDecibels = 1.5;
const longSeconds = 600;
const longRate = 96_000;
const memoryGoal = 60 * 1024 ** 2;
const durationGoal = 20;

const older = makeMusic(1, 0.8);
const newer = makeMusic(2, 0.8 * 10 ** (louderDecibels / 20));

type Place = { projectId: string; cutId: string };

/**
 * Switching between two versions, by what really comes out: recorded from a PulseAudio sink, for the app and for a
 * browser on the server's page, beside changing the address of an audio element.
 */
export async function benchCompare(folder: string): Promise<Row[]> {
  // Before the server starts: it closes connections that rest while sound is made.
  const first = waveOf(older, seconds, rate, 0);
  const second = waveOf(newer, seconds, rate, laterSeconds);
  const converted = waveOf(newer, seconds, 44_100, laterSeconds);
  return withBand(folder, async ({ server, ana, pulse }) => {
    const same = await makeCut(server, ana, 'Same rate', [first, second]);
    const other = await makeCut(server, ana, 'Other rate', [first, converted]);
    const rows: Row[] = [];
    for (const where of ['app', 'browser'] as const) {
      const start = where === 'app' ? openApp : openBrowser;
      const name = where === 'app' ? nameOfApp() : 'Chromium on the server’s page';
      await using opened = await start(server, ana, pulse, join(folder, where));
      const { page } = opened;
      const listen = async (place: Place, how: Drive) => {
        await openCut(page, place);
        const recording = await pulse.record(join(folder, 'recorded.raw'));
        const answers = await drive(page, how);
        console.log(`${name}: ${how.switches} switches recorded`);
        return { judged: await judgeRecording(await recording.stop()), answers };
      };
      const options = { startSeconds, laterSeconds, louderDecibels };
      const plain = await listen(same, { ...options, kind: 'plain', switches: plainSwitches, every: 1_500 });
      const ours = await listen(same, { ...options, kind: 'deck', switches, every: 250 });
      const across = await listen(other, { ...options, kind: 'deck', switches: switchesAcross, every: 250 });
      rows.push(...rowsOf(name, '24/48 and 24/48', ours.judged, plain.judged, switches));
      rows.push(...rowsOf(name, '24/48 and 24/44.1', across.judged, null, switchesAcross));
      console.log(formatTable(rows));
      rows.push(answerRow(name, [...ours.answers, ...across.answers]));
    }
    return rows;
  });
}

type TestBand = { server: BenchServer; ana: BenchMember; pulse: Pulse };

/** Without a PulseAudio nothing is measured. */
async function withBand(folder: string, use: (band: TestBand) => Promise<Row[]>): Promise<Row[]> {
  const pulse = await startPulse(join(folder, 'pulse'));
  if (!pulse) return [];
  await ensureBuilt(resolve(import.meta.dirname, '../..'));
  const server = await startBenchServer(join(folder, 'server'));
  console.log(`Load before: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`);
  try {
    return await use({ server, ana: await signUp(server, 'ana'), pulse });
  } finally {
    await server.child.stop();
    await pulse.stop();
  }
}

let rendered: [Float32Array, Float32Array] | undefined;

async function judgeRecording(recording: Float32Array): Promise<Judged> {
  rendered ??= [render(older, seconds, rate), render(newer, seconds, rate)];
  return judge(recording, rendered, startSeconds * rate);
}

const nameOfApp = () =>
  /electron-host/.test(findElectronExecutable()) ? 'the app on the stand-in for Electron' : 'the app';

async function makeCut(
  server: BenchServer,
  ana: BenchMember,
  name: string,
  versions: Buffer<ArrayBuffer>[],
): Promise<Place> {
  const projectId = await makeProject(ana, name);
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name });
  await ana.command('cut.create', { id: cutId, vibeId, name });
  for (const [index, bytes] of versions.entries()) {
    const place = { server, user: { cookie: ana.cookie, request: requestOf(ana) } };
    const send = () =>
      upload(place as never, bytes, { kind: 'cut', cutId }, { name: `${name} v${index + 1}.wav` });
    // Hashing takes long, and the server closes a connection that rests meanwhile.
    await send().catch(send);
  }
  return { projectId, cutId };
}

/** As the tests' helpers want it. */
const requestOf = (ana: BenchMember) => async (method: string, path: string, body?: unknown) => ({
  status: 200,
  body: await ana.request(method, path, body),
});

async function openCut(page: Page, { projectId, cutId }: Place): Promise<void> {
  await page.evaluate(`location.assign('#/projects/${projectId}/cuts/${cutId}')`);
  await reachDeck(page);
  await until(() =>
    page.evaluate(
      `window.bandDeck().tracks.length === 2 && window.bandDeck().tracks[0].cutId === '${cutId}'`,
    ),
  );
  // A browser makes sound only for somebody who did something.
  await page.mouse.click(5, 5);
}

/** The memory of a comparison, in windows without Playwright, which makes Chromium keep each answer. */
export async function benchCompareMemory(folder: string): Promise<Row[]> {
  const noises = [noiseWave(longSeconds, longRate), noiseWave(longSeconds, longRate)];
  return withBand(folder, async ({ server, ana, pulse }) => {
    const { projectId, cutId } = await makeCut(server, ana, 'Long', noises);
    const rows: Row[] = [];
    for (const where of ['app', 'browser'] as const) {
      const start = where === 'app' ? openQuietApp : openQuietBrowser;
      await using page = await start(server.url, ana, pulse.env, join(folder, `quiet-${where}`));
      await page.evaluate(`location.assign('#/projects/${projectId}/cuts/${cutId}')`);
      await reachDeck(page);
      await until(() => page.evaluate('window.bandDeck().tracks.length === 2'));
      const name = where === 'app' ? nameOfApp() : 'Chromium on the server’s page';
      console.log(`${name}: measuring memory`);
      rows.push(memoryRow(name, await measureMemory(page, () => pulse.countStreams(), memorySeconds)));
    }
    return rows;
  });
}

type Opened = { page: Page; pid: number; [Symbol.asyncDispose](): Promise<void> };

async function openApp(
  server: BenchServer,
  ana: BenchMember,
  pulse: Pulse,
  userData: string,
): Promise<Opened> {
  const app = await launchApp({
    serverUrl: server.url,
    userData,
    env: { ...pulse.env, BANDMATE_EMAIL: ana.email, BANDMATE_PASSWORD: ana.password },
  });
  await app.page.getByRole('status', { name: 'Connection: Online' }).waitFor();
  return { page: app.page, pid: app.app.process().pid ?? 0, [Symbol.asyncDispose]: app.close };
}

async function openBrowser(
  server: BenchServer,
  ana: BenchMember,
  pulse: Pulse,
  profile: string,
): Promise<Opened> {
  const executablePath = findChromium(process.env);
  const browser = await chromium.launchServer({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', `--crash-dumps-dir=${profile}`],
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...process.env, ...pulse.env } as Record<string, string>,
  });
  const connected = await chromium.connect(browser.wsEndpoint());
  const page = await connected.newPage();
  await page.goto(server.url);
  await page.getByRole('textbox', { name: 'Email' }).fill(ana.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(ana.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('contentinfo').waitFor();
  return { page, pid: browser.process().pid ?? 0, [Symbol.asyncDispose]: () => browser.close() };
}

const inMilliseconds = (frames: number) => (1_000 * frames) / rate;

function rowsOf(name: string, formats: string, ours: Judged, plain: Judged | null, made: number): Row[] {
  const all = (judged: Judged, of: 'gap' | 'duration' | 'offset') => judged.switches.map((one) => one[of]);
  const figures = (
    judged: Judged | null,
    of: 'gap' | 'duration' | 'offset',
    show: (value: number) => string,
  ) =>
    judged
      ? `${show(median(all(judged, of)))}, ${show(percentile(all(judged, of), 95))}, ${show(Math.max(...all(judged, of)))}`
      : '';
  const isWithin = (of: 'gap' | 'duration' | 'offset', most: number) => Math.max(...all(ours, of)) <= most;
  const what = `${name}, ${formats}, ${ours.switches.length} of ${made} switches recognised, ${ours.interruptions} interruptions between them`;
  const row = (figure: string, ours: string, floor: string, goal: string, met: boolean | null): Row => ({
    what: `${what}: ${figure}`,
    ours,
    floor: plain ? `${floor} (change of \`src\`, ${plain.switches.length} switches)` : '–',
    ratio: '–',
    goal,
    met,
  });
  const time = (frames: number) => milliseconds(inMilliseconds(frames));
  return [
    row(
      'silence (median, 95 %, worst)',
      figures(ours, 'gap', time),
      figures(plain, 'gap', time),
      'none',
      isWithin('gap', rate / 1_000),
    ),
    row(
      'duration of a switch (median, 95 %, worst)',
      figures(ours, 'duration', time),
      figures(plain, 'duration', time),
      `≤ ${durationGoal} ms`,
      isWithin('duration', (durationGoal / 1_000) * rate),
    ),
    row(
      'samples from the same moment (median, 95 %, worst)',
      figures(ours, 'offset', (value) => value.toFixed(2)),
      figures(plain, 'offset', (value) => value.toFixed(2)),
      '≤ 1',
      isWithin('offset', 1),
    ),
    row(
      `difference of level, where the file is ${louderDecibels} dB louder`,
      `${ours.levelDifference.toFixed(2)} dB`,
      plain ? `${plain.levelDifference.toFixed(2)} dB` : '',
      '≤ 0.1 dB',
      Math.abs(ours.levelDifference) <= 0.1,
    ),
  ];
}

function answerRow(name: string, answers: number[]): Row {
  return {
    what: `${name}: from the press to the report that the other version comes out, median (worst)`,
    ours: `${milliseconds(median(answers))} (${milliseconds(Math.max(...answers))})`,
    floor: '–',
    ratio: '–',
    goal: '–',
    met: null,
  };
}

function memoryRow(name: string, memory: PageMemory): Row {
  const { idle, plain, compared, paused, idleStreams, pausedStreams } = memory;
  return {
    what: `${name}: memory of the page over idle (${mebibytes(idle)}), comparing two files of 10 minutes at 24/96: highest, and over the highest while one plays; 5 s after a pause. Streams to the device when idle and 8 s after a pause: ${idleStreams} and ${pausedStreams}`,
    ours: `${mebibytes(compared)}, ${mebibytes(compared - plain)}; ${mebibytes(paused)}`,
    floor: `${mebibytes(plain)} (playing one)`,
    ratio: '–',
    goal: '≤ 60 MiB',
    met: compared <= memoryGoal,
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../common/new-id.ts';
import { ensureBuilt } from '../../tools/setup/app-build.ts';
import { findElectronExecutable } from '../helpers/electron-executable.ts';
import { reachDeck } from '../helpers/page-deck.ts';
import { noiseWave } from '../helpers/recorded/music.ts';
import { until } from '../helpers/until.ts';
import { makeWave, upload } from '../helpers/uploads.ts';
import { type BenchMember, type BenchServer, makeProject, signUp, startBenchServer } from './band.ts';
import { type Pulse, startPulse } from './compare/pulse.ts';
import { openQuietApp, openQuietBrowser, type QuietPage } from './compare/quiet-page.ts';
import { cpuSeconds } from './meter.ts';
import type { Row } from './report.ts';

/** `BENCH_SHORT=1 npm run bench idle` shows in two minutes that everything works. */
const seconds = process.env.BENCH_SHORT === '1' ? 10 : 60;
const restSeconds = 16;
const watchedFiles = 2_000;

/**
 * The app beside the DAW: how much it takes of the machine while nobody uses it, with a watched folder, and whether it
 * touches the audio device.
 */
export async function benchIdle(folder: string): Promise<Row[]> {
  const pulse = await startPulse(join(folder, 'pulse'));
  if (!pulse) return [];
  await ensureBuilt(resolve(import.meta.dirname, '../..'));
  console.log(`Load before: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`);
  const server = await startBenchServer(join(folder, 'server'));
  try {
    const ana = await signUp(server, 'ana');
    const place = await makeSong(server, ana);
    const door = await countingDoor(server.url);
    const rows = await measureApp({ folder, pulse, ana, place, door });
    await using browser = await openQuietBrowser(server.url, ana, pulse.env, join(folder, 'browser'));
    await openSong(browser, place);
    rows.push(soundRow('Chromium on the server’s page', await measureSound(browser, pulse)));
    await door.close();
    return rows;
  } finally {
    await server.child.stop();
    await pulse.stop();
  }
}

type Place = { projectId: string; cutId: string };

async function makeSong(server: BenchServer, ana: BenchMember): Promise<Place> {
  const projectId = await makeProject(ana, 'Idle');
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Idle' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Idle' });
  const user = {
    cookie: ana.cookie,
    request: async (method: string, path: string, body?: unknown) => ({
      status: 200,
      body: await ana.request(method, path, body),
    }),
  };
  for (const version of [1, 2]) {
    const bytes = noiseWave(30, 48_000);
    const send = () =>
      upload({ server, user } as never, bytes, { kind: 'cut', cutId }, { name: `Idle v${version}.wav` });
    // The server closes a connection that rests while sound is made.
    await send().catch(send);
  }
  return { projectId, cutId };
}

async function measureApp(parts: {
  folder: string;
  pulse: Pulse;
  ana: BenchMember;
  place: Place;
  door: Door;
}): Promise<Row[]> {
  const { folder, pulse, ana, place, door } = parts;
  const userData = join(folder, 'app');
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  for (let count = 0; count < watchedFiles; count++)
    await writeFile(join(bounces, `Song ${count} v1.wav`), makeWave(4_000));
  const rows: Row[] = [];
  {
    await using page = await openQuietApp(door.url, ana, pulse.env, userData);
    const request = JSON.stringify({
      ...{ folder: bounces, projectId: place.projectId, routing: { kind: 'song-name' } },
    });
    await page.evaluate(`bandmate.invoke('bindings.create', ${request})`);
    await openSong(page, place);
    rows.push(await idleRow('the window on a song', page.pid, pulse, door));
    rows.push(soundRow('the app', await measureSound(page, pulse)));
    rows.push(await idleRow('the window, played and paused', page.pid, pulse, door));
  }
  const hidden = spawn(findElectronExecutable(), ['.', '--hidden'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...pulse.env,
      BANDMATE_HEADLESS: '1',
      BANDMATE_USER_DATA: userData,
      BANDMATE_SERVER_URL: door.url,
      BANDMATE_EMAIL: ana.email,
      BANDMATE_PASSWORD: ana.password,
    },
  });
  try {
    rows.push(await idleRow('in the tray, without a window', hidden.pid ?? 0, pulse, door));
  } finally {
    const ended = once(hidden, 'exit');
    hidden.kill('SIGTERM');
    await ended;
  }
  return rows;
}

async function openSong(page: QuietPage, { projectId, cutId }: Place): Promise<void> {
  await page.evaluate(`location.assign('#/projects/${projectId}/cuts/${cutId}')`);
  await reachDeck(page);
  await until(() => page.evaluate('window.bandDeck().tracks.length === 2'));
}

type Sound = { idle: number; playing: number; running: number; open: number };

/** Streams to the device, after playing as usual and after a comparison. */
async function measureSound(page: QuietPage, pulse: Pulse): Promise<Sound> {
  const idle = pulse.countStreams();
  const found: Sound = { idle, playing: Number.POSITIVE_INFINITY, running: 0, open: 0 };
  const plays = () => page.evaluate(`bandDeck().player.state.get().phase === 'playing'`);
  for (const isCompared of [false, true]) {
    if (isCompared)
      await page.evaluate(`{
        const { deck, tracks } = bandDeck();
        deck.compare(tracks[0], tracks[1], { gainDecibels: null });
      }`);
    await page.evaluate('bandDeck().player.play(bandDeck().tracks[0], 1)');
    await until(plays);
    await sleep(2_000);
    found.playing = Math.min(found.playing, pulse.countRunning());
    await page.evaluate('bandDeck().player.pause()');
    await sleep(2_000);
    found.running = Math.max(found.running, pulse.countRunning());
    await sleep(6_000);
    found.open = Math.max(found.open, pulse.countStreams());
  }
  return found;
}

function soundRow(name: string, { idle, playing, running, open }: Sound): Row {
  return {
    what: `${name}: streams to the device before anything plays, while it plays, running 2 s after a pause, open 8 s after it`,
    ours: `${idle}, ${playing}, ${running}, ${open}`,
    floor: '–',
    ratio: '–',
    goal: '0, 1, 0, 0',
    met: idle === 0 && playing === 1 && running === 0 && open === 0,
  };
}

async function idleRow(name: string, pid: number, pulse: Pulse, door: Door): Promise<Row> {
  await sleep(restSeconds * 1_000);
  const before = { ...usedBy(pid), bytes: door.bytes() };
  await sleep(seconds * 1_000);
  const after = { ...usedBy(pid), bytes: door.bytes() };
  const streams = pulse.countStreams();
  const per = (of: 'cpu' | 'switches' | 'bytes') => (after[of] - before[of]) / seconds;
  return {
    what: `idle for ${seconds} s, ${watchedFiles} files watched, ${name}: CPU of one core, wake-ups a second, bytes to and from the server a second, streams to the device`,
    ours: `${(100 * per('cpu')).toFixed(2)} %, ${per('switches').toFixed(0)}, ${per('bytes').toFixed(0)}, ${streams}`,
    floor: '–',
    ratio: '–',
    goal: '0 streams',
    met: streams === 0,
  };
}

/** Of a process and all that it has started: seconds of processor time, and how often a thread was woken. */
function usedBy(pid: number): { cpu: number; switches: number } {
  let [cpu, switches] = [0, 0];
  for (const id of familyOf(pid)) {
    try {
      cpu += cpuSeconds(id);
      for (const task of readdirSync(`/proc/${id}/task`)) {
        const status = readFileSync(`/proc/${id}/task/${task}/status`, 'utf8');
        switches += Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
      }
    } catch {
      // It has ended.
    }
  }
  return { cpu, switches };
}

function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended.
    }
  }
  const isOurs = (id: number): boolean => id === pid || (parents.has(id) && isOurs(parents.get(id) ?? 0));
  return [...parents.keys()].filter(isOurs);
}

type Door = { url: string; bytes(): number; close(): Promise<void> };

/** In front of the server: counts the bytes in both directions. */
async function countingDoor(serverUrl: string): Promise<Door> {
  const port = Number(new URL(serverUrl).port);
  let bytes = 0;
  const sockets = new Set<net.Socket>();
  const door = net.createServer((client) => {
    const server = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (piece) => {
        bytes += piece.length;
      });
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `http://127.0.0.1:${(door.address() as net.AddressInfo).port}`,
    bytes: () => bytes,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}

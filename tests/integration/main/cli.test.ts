import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ReportLine } from '../../../main/headless/report.ts';
import { hashToken } from '../../../server/hash-token.ts';
import { bareEnvironment } from '../../helpers/bare-environment.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import {
  createProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { sixBounces } from '../../helpers/six-bounces.ts';
import { until } from '../../helpers/until.ts';
import { makeWave } from '../../helpers/uploads.ts';

const command = join(import.meta.dirname, '../../../main/cli.ts');

type Watcher = {
  process: ChildProcess;
  /** The lines of stdout that are JSON, as objects. */
  lines: ReportLine[];
  output(): string;
  errors(): string;
  ended: Promise<number | null>;
};

function run(words: string[], environment: Record<string, string> = {}): Watcher {
  const child = spawn(process.execPath, [command, ...words], {
    env: { ...bareEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: ReportLine[] = [];
  let output = '';
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    if (line.startsWith('{')) lines.push(JSON.parse(line));
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  disposeLater(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { process: child, lines, output: () => output, errors: () => errors, ended };
}

async function studio() {
  const server = await startServer();
  const ana = await registerUser(server, { name: 'Ana' });
  const projectId = await createProject(ana, [], 'Summer EP');
  const [folder, userData] = [await temporaryFolder('bounces'), await temporaryFolder('watcher')];
  const words = (more: string[] = []) => [
    ...['watch', folder, '--server', server.url, '--email', ana.email],
    ...['--project', 'Summer EP', '--json', ...more],
  ];
  const watch = (more?: string[], environment: Record<string, string> = {}) =>
    run(words(more), { BANDMATE_PASSWORD: ana.password, BANDMATE_USER_DATA: userData, ...environment });
  return { server, ana, projectId, folder, userData, watch };
}

const said = (watcher: Watcher, event: ReportLine['event']) =>
  watcher.lines.find((line) => line.event === event);
const doneWith = (watcher: Watcher, name: string) =>
  watcher.lines.find((line) => line.event === 'transfer' && line.state === 'done' && line.name === name);

async function cutsOf(user: TestUser, projectId: string): Promise<string[]> {
  const { body } = await user.request('GET', `/api/projects/${projectId}`);
  return body.vibes.flatMap((vibe: { name: string; cuts: { name: string; files: unknown[] }[] }) =>
    vibe.cuts.map((cut) => `${vibe.name} / ${cut.name} × ${cut.files.length}`),
  );
}

async function endSessions(server: TestServer, user: TestUser): Promise<void> {
  const database = new Database(join(server.dataDirectory, 'bandmate.sqlite'));
  database
    .prepare('delete from session where userId = ? and tokenHash <> ?')
    .run(user.account.id, hashToken(user.accessToken));
  database.close();
}

describe('watching from a terminal', () => {
  it('uploads a bounce, leaves older ones alone, and ends cleanly', async () => {
    const { ana, projectId, folder, watch } = await studio();
    await writeFile(join(folder, 'older.wav'), makeWave());
    const watcher = watch(['--vibe', 'Sunset Groove']);
    expect(await until(() => said(watcher, 'watching'))).toMatchObject({
      folder,
      project: 'Summer EP',
      vibe: 'Sunset Groove',
      older: 1,
    });
    await writeFile(join(folder, 'v1 rough.wav'), makeWave());
    expect(await until(() => doneWith(watcher, 'v1 rough.wav'))).toMatchObject({ outcome: 'new-cut' });
    expect(await cutsOf(ana, projectId)).toEqual([expect.stringMatching(/^Sunset Groove \/ .* × 1$/)]);

    watcher.process.kill('SIGINT');
    expect(await watcher.ended).toBe(0);
    expect(watcher.lines.at(-1)).toMatchObject({ event: 'stopped' });
    expect(watcher.errors()).toBe('');
  });

  it.each([
    { options: [], stacks: [1, 5] },
    { options: ['--no-stacking'], stacks: [1, 1, 1, 1, 1, 1] },
  ])('stacks the six bounces of a song, with $options', async ({ options, stacks }) => {
    const { ana, projectId, folder, watch } = await studio();
    const watcher = watch(options);
    await until(() => said(watcher, 'watching'));
    for (const [at, name] of sixBounces.entries())
      await writeFile(join(folder, name), makeWave(20_044 + 4 * at));
    for (const name of sixBounces) await until(() => doneWith(watcher, name));
    const cuts = await cutsOf(ana, projectId);
    expect(cuts.map((cut) => Number(cut.split(' × ')[1])).sort()).toEqual(stacks);
    if (options.length > 0) return;
    expect(cuts).toContainEqual(
      expect.stringMatching(/^Sunset Groove \/ Sunset Groove \(Instrumental\) × 1$/i),
    );
  });

  it('resumes after kill -9 in the same binding, with what was bounced meanwhile', async () => {
    const { ana, projectId, folder, watch } = await studio();
    const first = watch(['--vibe', 'Ideas']);
    await until(() => said(first, 'watching'));
    await writeFile(join(folder, 'one.wav'), makeWave(4_000_044));
    await until(() => first.lines.some(({ event }) => event === 'transfer'));
    first.process.kill('SIGKILL');
    await first.ended;
    await writeFile(join(folder, 'two.wav'), makeWave());

    const second = watch(['--vibe', 'Ideas']);
    await until(async () => (await cutsOf(ana, projectId)).length === 2);
    expect((await cutsOf(ana, projectId)).sort()).toEqual(['Ideas / one × 1', 'Ideas / two × 1']);
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('prints sentences without --json', async () => {
    const { server, ana, folder, userData } = await studio();
    const watcher = run(
      ['watch', folder, '--server', server.url, '--email', ana.email, '--project', 'summer ep'],
      { BANDMATE_PASSWORD: ana.password, BANDMATE_USER_DATA: userData },
    );
    await until(() => watcher.output().includes(`Watching ${folder} for Summer EP.`));
    expect(watcher.output()).not.toContain('{');
    watcher.process.kill('SIGINT');
    expect(await watcher.ended).toBe(0);
    expect(watcher.output()).toContain('Stopped.');
  });

  it('keeps trying without a server, and reports it', async () => {
    const { server, watch } = await studio();
    await server.stop();
    const watcher = watch();
    expect(await until(() => said(watcher, 'sign-in-waiting'))).toMatchObject({
      message: expect.stringContaining('Can’t reach the server'),
    });
    await server.restart();
    await until(() => said(watcher, 'watching'));
  });

  it('ends cleanly while it is still trying', async () => {
    const { server, watch } = await studio();
    await server.stop();
    const watcher = watch();
    await until(() => said(watcher, 'sign-in-waiting'));
    watcher.process.kill('SIGINT');
    expect(await watcher.ended).toBe(0);
  });

  it('signs in again when its session ends', async () => {
    const { server, ana, watch } = await studio();
    const watcher = watch();
    await until(() => said(watcher, 'watching'));
    await endSessions(server, ana);
    await server.restart();
    await until(() => watcher.lines.filter(({ event }) => event === 'signed-in').length === 2);
    await until(() => watcher.lines.filter(({ event }) => event === 'watching').length === 2);
    expect(watcher.lines.at(-1)?.event).not.toBe('error');
  });
});

describe('it refuses', () => {
  it('an invalid command line, with exit code 2 and the usage', async () => {
    const watcher = run(['watch', '/somewhere'], { BANDMATE_PASSWORD: 'x' });
    expect(await watcher.ended).toBe(2);
    expect(watcher.errors()).toContain('--server is missing.');
    expect(watcher.errors()).toContain('Usage: watch FOLDER');
  });

  it('an unknown project, with exit code 2 and the existing names', async () => {
    const { watch } = await studio();
    const watcher = watch(['--project', 'Winter EP']);
    expect(await watcher.ended).toBe(2);
    expect(watcher.errors()).toContain('There is no project “Winter EP”. Projects: “Summer EP”.');
  });

  it('a password that the server refuses, with exit code 3', async () => {
    const { watch } = await studio();
    const watcher = watch([], { BANDMATE_PASSWORD: 'not the password' });
    expect(await watcher.ended).toBe(3);
    expect(watcher.errors()).toContain('don’t match');
  });

  it('a data folder that another watcher uses, with exit code 1', async () => {
    const { watch } = await studio();
    const first = watch();
    await until(() => said(first, 'watching'));
    const second = watch();
    expect(await second.ended).toBe(1);
    expect(second.errors()).toContain('already running for this account');
  });
});

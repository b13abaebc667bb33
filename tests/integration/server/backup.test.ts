import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { manifestSchema } from '../../../server/backup/backup-content.ts';
import { createBackup } from '../../../server/backup/create-backup.ts';
import { bareEnvironment } from '../../helpers/bare-environment.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { otherDisk } from '../../helpers/other-disk.ts';
import {
  createProject,
  registerUser,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, sha256Of, upload } from '../../helpers/uploads.ts';

const program = new URL('../../../server/backup/cli.ts', import.meta.url).pathname;

function start(dataDirectory: string, words: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...bareEnvironment(), DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  disposeLater(() => child.kill('SIGKILL'));
  return child;
}

/** Kills the child once the condition holds, unless it ends first. Checks without a pause: all may take milliseconds. */
async function killWhen(child: ChildProcess, condition: () => boolean): Promise<void> {
  const ended = once(child, 'close');
  while (child.exitCode === null && !condition()) await nextTurn();
  child.kill('SIGKILL');
  await ended;
}

/** Runs the program; returns the path it printed, its messages and its exit code. */
async function run(dataDirectory: string, ...words: string[]) {
  const child = start(dataDirectory, words);
  const [made, messages, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { made: made.trim(), messages, code };
}

async function backUp({ dataDirectory }: { dataDirectory: string }, folder: string): Promise<string> {
  const { made, messages, code } = await run(dataDirectory, 'backup', folder);
  expect({ code, messages }).toMatchObject({ code: 0 });
  return made;
}

/** Restores a backup into a new folder and starts a server on it. */
async function startRestored(backup: string): Promise<TestServer> {
  const dataDirectory = join(await temporaryFolder(), 'restored');
  const { messages, code } = await run(dataDirectory, 'restore', backup);
  expect({ code, messages }).toMatchObject({ code: 0 });
  return startServer({ dataDirectory });
}

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  return { server, user, projectId, place: { server, user } };
}

const readProject = async (
  server: TestServer,
  user: TestUser,
  projectId: string,
): Promise<ProjectSnapshot> => {
  const headers = { cookie: user.cookie };
  const response = await fetch(`${server.url}/api/projects/${projectId}`, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as ProjectSnapshot;
};

const filesOf = (project: ProjectSnapshot): File[] =>
  project.vibes.flatMap((vibe) => vibe.cuts.flatMap((cut) => cut.files));

/** Expects that every file can be downloaded unchanged. */
async function expectBytes(server: TestServer, user: TestUser, files: File[]): Promise<void> {
  for (const { url, sha256 } of files) {
    const response = await fetch(`${server.url}${url}`, { headers: { cookie: user.cookie } });
    expect(response.status).toBe(200);
    expect(sha256Of(Buffer.from(await response.arrayBuffer()))).toBe(sha256);
  }
}

test('a backup made while everyone works has everything acknowledged before it, and each file whole', async () => {
  const { server, user, projectId, place } = await band();
  const folder = await temporaryFolder();
  const made: string[] = [];
  const uploaded: string[] = [];
  const deleted = new Set<string>();
  let isWorking = true;
  const work = [
    async () => {
      const id = newId();
      await user.command('vibe.create', { id, projectId, name: 'Idea' });
      made.push(id);
    },
    async () => {
      const { file } = await upload(place, makeWave(50_000), newCut(projectId));
      uploaded.push(file.id);
    },
    async () => {
      const id = uploaded.find((each) => !deleted.has(each));
      if (!id) return;
      // Before sending: an answer that arrives after the copy says nothing about the copy.
      deleted.add(id);
      await user.command('file.delete', { id });
    },
  ].map(async (step) => {
    while (isWorking) {
      await step();
      await nextTurn();
    }
  });

  const backups: { path: string; made: string[]; uploaded: string[]; deleted: Set<string> }[] = [];
  for (let round = 0; round < 3; round += 1) {
    const enough = uploaded.length + 5;
    await until(() => uploaded.length > enough, { what: 'some work to be done' });
    const before = { made: [...made], uploaded: [...uploaded] };
    const path = await backUp(server, folder);
    backups.push({ path, ...before, deleted: new Set(deleted) });
  }
  isWorking = false;
  await Promise.all(work);
  expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);

  for (const { path, ...before } of backups) {
    for (const name of ['', 'bandmate.sqlite', 'secret', 'backup.json', 'blobs']) {
      expect((await stat(join(path, name))).mode & 0o077, name).toBe(0);
    }
    const restored = await startRestored(path);
    const project = await readProject(restored, user, projectId);
    const vibes = new Set(project.vibes.map(({ id }) => id));
    expect(before.made.filter((id) => !vibes.has(id))).toEqual([]);
    const files = filesOf(project);
    const fileIds = new Set(files.map(({ id }) => id));
    expect(before.uploaded.filter((id) => !fileIds.has(id) && !before.deleted.has(id))).toEqual([]);
    await expectBytes(restored, user, files);
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(path, 'backup.json'), 'utf8')));
    expect(manifest.missing).toEqual([]);
    // Deleted ones that can be restored are in it too.
    expect(manifest.files).toBeGreaterThanOrEqual(files.length);
    await restored.stop();
  }
});

test('a backup has every file of its database, though files are added and removed while it is made', async () => {
  const { server, user, projectId, place } = await band();
  const add = async () => (await upload(place, makeWave(), newCut(projectId))).file;
  const [kept, deletedEarly, deletedLate] = [await add(), await add(), await add()];
  /** Deletes a file, and its bytes as the sweep would once it can no longer be restored. */
  const remove = async ({ id, sha256 }: File) => {
    await user.command('file.delete', { id });
    await server.database.run('delete from deletedFile');
    await rm(join(server.dataDirectory, 'blobs', sha256.slice(0, 2), sha256));
  };
  const added: File[] = [];
  const onStage = async (stage: 'files' | 'database') => {
    added.push(await add());
    await remove(stage === 'files' ? deletedEarly : deletedLate);
  };
  const made = await createBackup(server, await temporaryFolder(), systemEnvironment, { onStage });
  if (!made.ok) throw new Error(made.message);
  expect(made.data.manifest).toMatchObject({ files: 3, missing: [] });
  await server.stop();
  const restored = await startRestored(made.data.path);
  const files = filesOf(await readProject(restored, user, projectId));
  // Without the second file that was added, which came after the copy.
  expect(files.map(({ id }) => id)).toEqual([kept.id, deletedLate.id, added[0]?.id]);
  await expectBytes(restored, user, files);
});

test('a backup holds the sounds of deleted cuts, which can be restored from it', async () => {
  const { server, user, projectId, place } = await band();
  const { file } = await upload(place, makeWave(), newCut(projectId));
  await user.command('cut.delete', { id: file.cutId });
  const backup = await backUp(server, await temporaryFolder());
  await server.stop();
  const restored = await startRestored(backup);
  const answer = await fetch(`${restored.url}/api/cuts/${file.cutId}/restore`, {
    method: 'POST',
    headers: { cookie: user.cookie },
  });
  expect(answer.status).toBe(200);
  const files = filesOf(await readProject(restored, user, projectId));
  expect(files.map(({ id }) => id)).toEqual([file.id]);
  await expectBytes(restored, user, files);
});

test('a restored server has a new epoch, the same accounts and sessions, and works', async () => {
  const { server, user, projectId, place } = await band();
  await upload(place, makeWave(), newCut(projectId));
  const backup = await backUp(server, await temporaryFolder());
  await server.stop();
  const restored = await startRestored(backup);
  const before = manifestSchema.parse(JSON.parse(await readFile(join(backup, 'backup.json'), 'utf8')));
  const project = await readProject(restored, user, projectId);
  expect(project.epoch).not.toBe(before.epoch);
  const again = await startRestored(backup);
  expect((await readProject(again, user, projectId)).epoch).not.toBe(project.epoch);
  const here = await registerUser(restored, { name: 'New' });
  await createProject(here);
});

test('an interrupted backup is never mistaken for a finished one, wherever it was interrupted', async () => {
  const { server, user, projectId, place } = await band();
  for (let index = 0; index < 30; index += 1) await upload(place, makeWave(20_000), newCut(projectId));
  const folder = await temporaryFolder();
  const sawPartial = () => readdirSync(folder).find((name) => name.endsWith('.partial'));
  let interrupted = 0;
  for (const place of ['blobs', 'bandmate.sqlite', 'secret', 'backup.json']) {
    const child = start(server.dataDirectory, ['backup', folder]);
    await killWhen(child, () => {
      const partial = sawPartial();
      return partial !== undefined && existsSync(join(folder, partial, place));
    });
    const partial = sawPartial();
    if (!partial) continue;
    interrupted += 1;
    const refused = await run(join(await temporaryFolder(), 'data'), 'restore', join(folder, partial));
    expect(refused).toMatchObject({ code: 1, made: '' });
  }
  expect(interrupted).toBeGreaterThan(0);
  await backUp(server, folder);
  expect(sawPartial()).toBeUndefined();
  const backups = (await readdir(folder)).filter((name) => name !== 'lock.sqlite');
  for (const name of backups) {
    const restored = await startRestored(join(folder, name));
    const files = filesOf(await readProject(restored, user, projectId));
    expect(files).toHaveLength(30);
    await expectBytes(restored, user, files);
    await restored.stop();
  }
});

test('no server starts on an interrupted restore, wherever it was interrupted', async () => {
  const { server, user, projectId, place } = await band();
  for (let index = 0; index < 30; index += 1) await upload(place, makeWave(20_000), newCut(projectId));
  const backup = await backUp(server, await temporaryFolder());
  let interrupted = 0;
  for (const place of ['restoring', 'blobs', 'secret', 'bandmate.sqlite']) {
    const dataDirectory = join(await temporaryFolder(), 'data');
    const child = start(dataDirectory, ['restore', backup]);
    await killWhen(child, () => existsSync(join(dataDirectory, place)));
    if (existsSync(join(dataDirectory, 'restoring'))) {
      interrupted += 1;
      await expect(startServer({ dataDirectory })).rejects.toThrow(/was not fully restored/);
      continue;
    }
    const restored = await startServer({ dataDirectory });
    const files = filesOf(await readProject(restored, user, projectId));
    expect(files).toHaveLength(30);
    await expectBytes(restored, user, files);
  }
  expect(interrupted).toBeGreaterThan(0);
});

test.runIf(otherDisk)('copies bytes to another disk once, and links them in the next backup', async () => {
  const { server, projectId, place } = await band();
  const first = await upload(place, makeWave(), newCut(projectId));
  const folder = await mkdtemp(join(otherDisk ?? '', 'bandmate-backup-'));
  disposeLater(() => rm(folder, { recursive: true, force: true }));
  const inode = async (backup: string, sha256: string) =>
    (await stat(join(backup, 'blobs', sha256.slice(0, 2), sha256))).ino;
  const one = await backUp(server, folder);
  const second = await upload(place, makeWave(), newCut(projectId));
  const two = await backUp(server, folder);
  expect(await inode(two, first.file.sha256)).toBe(await inode(one, first.file.sha256));
  expect(await inode(two, second.file.sha256)).toBeGreaterThan(0);
  // Backups don't depend on each other.
  await rm(one, { recursive: true });
  await server.stop();
  const restored = await startRestored(two);
  const files = filesOf(await readProject(restored, place.user, projectId));
  expect(files).toHaveLength(2);
  await expectBytes(restored, place.user, files);
});

test('names lost and damaged bytes, and has all others', async () => {
  const { server, user, projectId, place } = await band();
  const [kept, lost, damaged] = [
    await upload(place, makeWave(), newCut(projectId)),
    await upload(place, makeWave(), newCut(projectId)),
    await upload(place, makeWave(), newCut(projectId)),
  ].map(({ file }) => file) as [File, File, File];
  const blob = (folder: string, { sha256 }: File) => join(folder, 'blobs', sha256.slice(0, 2), sha256);
  await truncate(blob(server.dataDirectory, lost), 10);
  const folder = await temporaryFolder();
  const { made, messages, code } = await run(server.dataDirectory, 'backup', folder);
  expect(code).toBe(2);
  expect(messages).toContain(lost.sha256);
  // A copy without links to the server's own bytes.
  const copy = join(await temporaryFolder(), 'copy');
  await cp(made, copy, { recursive: true });
  const bytes = await readFile(blob(copy, damaged));
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await writeFile(blob(copy, damaged), bytes);
  const dataDirectory = join(await temporaryFolder(), 'restored');
  const restored = await run(dataDirectory, 'restore', copy);
  expect(restored.code).toBe(2);
  expect(restored.messages).toContain(lost.sha256);
  expect(restored.messages).toContain(damaged.sha256);
  expect(restored.messages).not.toContain(kept.sha256);
  await expectBytes(await startServer({ dataDirectory }), user, [kept]);
});

test('refuses wrong arguments in a sentence, and makes nothing', async () => {
  const { server } = await band();
  const { dataDirectory } = server;
  const folder = await temporaryFolder();
  const backup = await backUp(server, folder);
  const empty = await temporaryFolder();
  const notEmpty = await temporaryFolder();
  await writeFile(join(notEmpty, 'something'), '');
  const broken = join(await temporaryFolder(), 'broken');
  await mkdir(broken);
  const cases: [string, string[], RegExp][] = [
    [dataDirectory, ['backup', join(dataDirectory, 'backups')], /is inside the data folder/],
    [empty, ['backup', join(folder, 'other')], /no server's data/],
    [
      dataDirectory,
      ['backup', '/dev/null/backups'],
      /The backup folder \/dev\/null\/backups can't be created/,
    ],
    [dataDirectory, ['backup'], /^Usage:/],
    [dataDirectory, ['restore', backup], /is not empty/],
    [notEmpty, ['restore', backup], /is not empty/],
    [empty, ['restore', broken], /isn.t a finished backup/],
    [empty, ['restore', folder], /isn.t a finished backup/],
    [empty, ['undo', backup], /^Usage:/],
  ];
  for (const [data, words, sentence] of cases) {
    const { made, messages, code } = await run(data, ...words);
    expect(messages, words.join(' ')).toMatch(sentence);
    expect({ made, code }).toEqual({ made: '', code: 1 });
  }
  expect(await readdir(empty)).toEqual([]);
  expect(existsSync(join(dataDirectory, 'backups'))).toBe(false);
});

test('no server starts on a folder with an unfinished restore', async () => {
  const dataDirectory = await temporaryFolder();
  await writeFile(join(dataDirectory, 'restoring'), '');
  const starting = startServer({ dataDirectory });
  await expect(starting).rejects.toThrow(
    /was not fully restored into .+\. Empty the folder and restore again/,
  );
  expect(existsSync(join(dataDirectory, 'bandmate.sqlite'))).toBe(false);
});

import { once } from 'node:events';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { watch } from 'chokidar';
import { expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { createFolderWatch } from '../../../main/bounces/folders/folder-watch.ts';
import { defaultPipelineSettings } from '../../../main/bounces/settings.ts';
import type { BindingStatus } from '../../../protocol/ipc/binding.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';
import { openStudio, type Studio } from './studio.ts';

const statusOf = (studio: Studio) => studio.pipeline.listBindings()[0]?.status.kind;
const names = [1, 2, 3].map((n) => `Take ${n}.wav`);
const sound = (seed: number) => ({ format: 'wav-16', frames: 10_000, seed }) as const;

it('offers existing files and uploads them only when asked', async () => {
  const studio = await openStudio({
    prepare: async (folder) => {
      for (let n = 1; n <= 4; n++) await writeBounce(join(folder, 'Old', `Idea ${n}.wav`), sound(n));
    },
  });
  expect(studio.pipeline.listBindings()[0]).toMatchObject({
    olderCount: 4,
    status: { kind: 'watching', polling: false },
  });
  await writeBounce(join(studio.folder, 'New.wav'), sound(10));
  await studio.settled(1);
  studio.pipeline.rescan();
  const older = studio.pipeline.listOlder(studio.bindingId);
  if (!older.ok) throw new Error(older.message);
  expect(older.data.map(({ relativePath }) => relativePath)).toEqual(
    [4, 3, 2, 1].map((n) => `Old/Idea ${n}.wav`),
  );
  expect(older.data[0]).toMatchObject({ size: 40_044 });

  await studio.pipeline.decideOlder(studio.bindingId, [join(studio.folder, 'Old', 'Idea 2.wav')]);
  const files = await studio.settled(2);
  expect(files.map(({ cut }) => cut.name).sort()).toEqual(['Idea 2', 'New']);
  expect(studio.pipeline.listBindings()[0]?.olderCount).toBe(0);

  await studio.restart();
  await writeBounce(join(studio.folder, 'Old', 'Idea 3.wav'), sound(33));
  const later = await studio.settled(3);
  expect(later.map(({ cut }) => cut.name).sort()).toEqual(['Idea 2', 'Idea 3', 'New']);
});

it('asks the disk once for each file in a folder that is being bound', async () => {
  const disk = createDisk();
  const asked: string[] = [];
  await openStudio({
    disk: {
      ...disk,
      run(path, operation, late) {
        asked.push(basename(path));
        return disk.run(path, operation, late);
      },
    },
    prepare: (folder) => Promise.all(names.map((name) => writeBounce(join(folder, name), sound(1)))),
  });
  expect(asked.filter((name) => names.includes(name)).sort()).toEqual(names);
});

it('uploads a bounce that arrives during the first scan of a folder', async () => {
  const disk = createDisk();
  let come: (() => Promise<void>) | null = null;
  const studio = await openStudio({
    disk: {
      ...disk,
      async run(path, operation, late) {
        const coming = basename(path) === 'Take 1.wav' ? come : null;
        if (coming) {
          come = null;
          await coming();
        }
        return disk.run(path, operation, late);
      },
    },
    async prepare(folder) {
      await writeBounce(join(folder, 'Take 1.wav'), sound(1));
      await writeBounce(join(dirname(folder), 'New.wav'), sound(2));
      come = async () => {
        const watcher = watch(folder, { ignoreInitial: true });
        disposeLater(() => watcher.close());
        await once(watcher, 'ready');
        const added = once(watcher, 'add');
        await rename(join(dirname(folder), 'New.wav'), join(folder, 'New.wav'));
        await added;
      };
    },
  });
  expect((await studio.settled(1)).map(({ cut }) => cut.name)).toEqual(['New']);
  expect(studio.pipeline.listBindings()[0]?.olderCount).toBe(1);
});

it('reports a missing folder and resumes when it is back', async () => {
  const studio = await openStudio();
  const away = `${studio.folder} away`;
  const gone = performance.now();
  await rename(studio.folder, away);
  await until(() => statusOf(studio) === 'missing');
  expect(performance.now() - gone).toBeLessThan(5_000);
  await writeBounce(join(away, 'Made elsewhere.wav'), sound(1));
  await rename(away, studio.folder);
  await until(() => statusOf(studio) === 'watching');
  await studio.settled(1);
  await writeBounce(join(studio.folder, 'And again.wav'), sound(2));
  expect(await studio.settled(2)).toHaveLength(2);
});

it('waits for a bounce whose folder disappears before it is uploaded', async () => {
  const studio = await openStudio({ settings: { quietMilliseconds: 1_200 } });
  await writeBounce(join(studio.folder, 'On the drive.wav'), sound(1));
  await until(() => studio.transferOf('On the drive.wav'));
  await rename(studio.folder, `${studio.folder} away`);
  await until(() => statusOf(studio) === 'missing');
  await rename(`${studio.folder} away`, studio.folder);
  expect((await studio.settled(1)).map(({ cut }) => cut.name)).toEqual(['On the drive']);
});

it('uploads nothing while paused and catches up afterwards', async () => {
  const studio = await openStudio();
  await studio.pipeline.updateBinding({ id: studio.bindingId, paused: true });
  expect(statusOf(studio)).toBe('paused');
  await writeBounce(join(studio.folder, 'Quietly.wav'), sound(1));
  await studio.restart();
  studio.pipeline.rescan();
  expect(studio.pipeline.listTransfers()).toEqual([]);
  await studio.pipeline.updateBinding({ id: studio.bindingId, paused: false });
  expect(await studio.settled(1)).toHaveLength(1);
});

it('starts before its folders are scanned, and can be stopped then', async () => {
  const studio = await openStudio();
  await studio.restart();
  expect(statusOf(studio)).toBe('starting');
  await studio.restart();
  await until(() => statusOf(studio) === 'watching');
  await writeBounce(join(studio.folder, 'Later.wav'), sound(1));
  expect(await studio.settled(1)).toHaveLength(1);
});

it('refuses a missing or already bound folder; a removed one uploads nothing more', async () => {
  const studio = await openStudio();
  const { projectId, folder, pipeline } = studio;
  const routing = { kind: 'song-name' } as const;
  expect(await pipeline.createBinding({ folder: join(folder, 'nowhere'), projectId, routing })).toMatchObject(
    { kind: 'invalid' },
  );
  await mkdir(join(folder, 'sub'));
  expect(await pipeline.createBinding({ folder: join(folder, 'sub'), projectId, routing })).toMatchObject({
    kind: 'conflict',
  });
  await symlink(folder, `${folder} by a link`);
  expect(await pipeline.createBinding({ folder: `${folder} by a link`, projectId, routing })).toMatchObject({
    kind: 'conflict',
  });
  expect(await pipeline.removeBinding(studio.bindingId)).toEqual({ ok: true, data: null });
  expect(pipeline.listBindings()).toEqual([]);
  expect(await pipeline.removeBinding(studio.bindingId)).toMatchObject({ kind: 'not-found' });
  await writeBounce(join(folder, 'Late.wav'), sound(1));
  expect(await pipeline.createBinding({ folder, projectId, routing })).toMatchObject({
    data: { olderCount: 1 },
  });
});

it('binds a folder once, however many requests come at the same time', async () => {
  const { projectId, folder, pipeline } = await openStudio();
  const other = `${folder} 2`;
  await mkdir(other);
  const request = { folder: other, projectId, routing: { kind: 'song-name' } } as const;
  const answers = await Promise.all([1, 2, 3].map(() => pipeline.createBinding(request)));
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, false]);
  expect(pipeline.listBindings()).toHaveLength(2);
});

it('explains how to raise the system’s watch limit, and finds bounces all the same', async () => {
  const folder = await temporaryFolder();
  const statuses: BindingStatus[] = [];
  const found: string[] = [];
  /** A chokidar whose watch the system refuses. */
  const refused = ((path, options) => {
    const watcher = watch(path, options);
    queueMicrotask(() => watcher.emit('error', Object.assign(new Error('limit'), { code: 'ENOSPC' })));
    return watcher;
  }) as typeof watch;
  const folderWatch = createFolderWatch({
    disk: createDisk(),
    clock: systemClock,
    folder,
    settings: { ...defaultPipelineSettings, rescanMilliseconds: 200 },
    onFound: async (files) => void found.push(...files.map(({ path }) => path)),
    onHint: () => undefined,
    onStatus: (status) => statuses.push(status),
    watchTree: refused,
  });
  disposeLater(() => folderWatch.stop());
  await folderWatch.start();
  expect(statuses.at(-1)).toMatchObject({
    kind: 'error',
    message: expect.stringContaining('fs.inotify.max_user_watches'),
  });
  await writeFile(join(folder, 'mix.wav'), 'sound');
  await until(() => found.includes(join(folder, 'mix.wav')));
});

it('notices a bounce at once in a folder that is bound through a link', async () => {
  const home = await temporaryFolder();
  const folder = join(home, 'Bounces');
  await mkdir(join(home, 'disk', 'Song'), { recursive: true });
  await symlink(join(home, 'disk'), folder);
  const hints: string[] = [];
  const folderWatch = createFolderWatch({
    disk: createDisk(),
    clock: systemClock,
    folder,
    settings: defaultPipelineSettings,
    onFound: async () => undefined,
    onHint: (path) => hints.push(path),
    onStatus: () => undefined,
  });
  disposeLater(() => folderWatch.stop());
  await folderWatch.start();
  await writeFile(join(folder, 'Song', 'mix.wav'), 'sound');
  await until(() => hints.includes(join(folder, 'Song', 'mix.wav')));
});

it('ignores links in a folder, whether they were there before or appear later', async () => {
  const studio = await openStudio();
  const elsewhere = `${studio.folder} elsewhere.wav`;
  await writeBounce(elsewhere, sound(1));
  await symlink(elsewhere, join(studio.folder, 'Linked.wav'));
  await symlink(studio.folder, join(studio.folder, 'Round'));
  await writeBounce(join(studio.folder, 'Real.wav'), sound(2));
  expect((await studio.settled(1)).map(({ cut }) => cut.name)).toEqual(['Real']);
  expect(studio.pipeline.listTransfers().map(({ name }) => name)).toEqual(['Real.wav']);
});

it('polls a network volume', async () => {
  const folder = await temporaryFolder();
  const statuses: BindingStatus[] = [];
  const found: string[] = [];
  const folderWatch = createFolderWatch({
    disk: createDisk(),
    clock: systemClock,
    folder,
    settings: { ...defaultPipelineSettings, rescanMilliseconds: 100 },
    onFound: async (files) => void found.push(...files.map(({ path }) => path)),
    onHint: () => expect.unreachable('a network volume has no events'),
    onStatus: (status) => statuses.push(status),
    isNetwork: async () => true,
  });
  disposeLater(() => folderWatch.stop());
  await folderWatch.start();
  expect(statuses.at(-1)).toEqual({ kind: 'watching', polling: true });
  await writeFile(join(folder, 'mix.wav'), 'sound');
  await until(() => found.length > 0);
  await rm(folder, { recursive: true });
  expect(folderWatch.network).toBe(true);
});

it('starts quickly with 10,000 files and uploads only the new one', async () => {
  const studio = await openStudio({
    prepare: async (folder) => {
      for (let song = 0; song < 100; song++) {
        const path = join(folder, `Song ${song}`);
        await mkdir(path);
        await Promise.all(
          Array.from({ length: 100 }, (_, n) => writeFile(join(path, `Take ${n}.wav`), 'RIFF')),
        );
      }
    },
  });
  expect(studio.pipeline.listBindings()[0]?.olderCount).toBe(10_000);
  const started = performance.now();
  await studio.restart();
  expect(performance.now() - started).toBeLessThan(10_000);
  await writeBounce(join(studio.folder, 'Song 42', 'Take 100.wav'), sound(1));
  const files = await studio.settled(1);
  expect(files.map(({ cut }) => cut.name)).toEqual(['Take 100']);
  expect(studio.pipeline.listTransfers()).toHaveLength(1);
});

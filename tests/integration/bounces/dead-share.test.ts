import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDisk, type Disk } from '../../../main/bounces/disk/disk.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { until } from '../../helpers/until.ts';
import { openStudio, type StudioOptions } from './studio.ts';

const sound = (seed: number) => ({ format: 'wav-24', frames: 200_000, seed }) as const;

/** A studio whose folder is on a share that can die: operations on it then hang until it is revived. */
async function openStudioOnShare(options: StudioOptions = {}, patienceMilliseconds = 300) {
  let share = '';
  let revival: PromiseWithResolvers<void> | null = null;
  let hanging = 0;
  let mostHanging = 0;
  const isOnShare = (path: string) => share !== '' && path.startsWith(share);
  const disk = createDisk({
    patienceMilliseconds,
    nameVolume: (path) => (isOnShare(path) ? 'share' : 'local'),
  });
  async function reach(path: string): Promise<void> {
    if (!revival || !isOnShare(path)) return;
    mostHanging = Math.max(mostHanging, ++hanging);
    await revival.promise;
    hanging--;
  }
  const mortal: Disk = {
    ...disk,
    run: (path, operation, late) => disk.run(path, () => reach(path).then(operation), late),
    runLong: (path, operation) => disk.runLong(path, (alive) => reach(path).then(() => operation(alive))),
  };
  const studio = await openStudio({
    ...options,
    disk: mortal,
    async prepare(folder) {
      share = folder;
      await options.prepare?.(folder);
    },
  });
  return {
    studio,
    disk,
    die: () => {
      revival = Promise.withResolvers();
    },
    revive: () => {
      revival?.resolve();
      revival = null;
    },
    hanging: () => hanging,
    mostHanging: () => mostHanging,
  };
}

const statusOf = ({ studio }: Awaited<ReturnType<typeof openStudioOnShare>>) =>
  studio.pipeline.listBindings()[0]?.status;

async function takes(work: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return performance.now() - started;
}

it('reports a volume that does not answer, blocks few threads, and resumes when it answers', async () => {
  const scene = await openStudioOnShare();
  const { studio } = scene;
  scene.die();
  for (let n = 1; n <= 12; n++) await writeBounce(join(studio.folder, `Take ${n}.wav`), sound(n));
  await until(() => statusOf(scene)?.kind === 'error');
  expect(statusOf(scene)).toHaveProperty('message', expect.stringContaining('does not answer'));
  studio.pipeline.rescan();
  expect(scene.mostHanging()).toBeLessThanOrEqual(3 + 3);
  scene.revive();
  await until(() => statusOf(scene)?.kind === 'watching');
  expect(await studio.settled(12)).toHaveLength(12);
});

it('resumes a bounce whose volume died during the upload', async () => {
  const scene = await openStudioOnShare({ settings: { folderCheckMilliseconds: 60_000 } });
  const { studio } = scene;
  await studio.server.stop();
  await writeBounce(join(studio.folder, 'On its way.wav'), sound(1));
  await until(() => studio.transferOf('On its way.wav')?.state.kind === 'waiting');
  scene.die();
  await studio.server.restart();
  studio.connectivity.set({ kind: 'online', since: 1, transport: 'websocket' });
  await until(() => {
    const state = studio.transferOf('On its way.wav')?.state;
    return state?.kind === 'waiting' && state.for === 'disk' && state.message.includes('does not answer');
  });
  scene.revive();
  expect(await studio.settled(1)).toHaveLength(1);
});

it('pauses the folder and stops without waiting for operations that never return', async () => {
  const scene = await openStudioOnShare({}, 600_000);
  const { studio } = scene;
  await writeBounce(join(studio.folder, 'Before.wav'), sound(1));
  await studio.settled(1);
  scene.die();
  for (let n = 1; n <= 5; n++) await writeBounce(join(studio.folder, `Take ${n}.wav`), sound(n + 1));
  studio.pipeline.rescan();
  await until(() => scene.hanging() > 2);
  expect(await takes(studio.pipeline.updateBinding({ id: studio.bindingId, paused: true }))).toBeLessThan(
    3_000,
  );
  expect(statusOf(scene)?.kind).toBe('paused');
  await studio.pipeline.updateBinding({ id: studio.bindingId, paused: false });
  expect(await takes(studio.pipeline.stop())).toBeLessThan(5_000);
  // Operations that return now find everything closed and must not cause warnings.
  const warnings = studio.log.filter(({ event }) => event === 'warning').length;
  scene.revive();
  await until(() => scene.hanging() === 0);
  expect(studio.log.filter(({ event }) => event === 'warning')).toHaveLength(warnings);
});

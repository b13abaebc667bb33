import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';
import { openStudio, type Studio } from './studio.ts';

const online = { kind: 'online', since: 1, transport: 'websocket' } as const;

/** Until `free` is called, no state of a transfer can be written. */
function fillDisk(studio: Studio): { free(): void } {
  const database = new Database(join(studio.folder, '..', 'bounces.sqlite'));
  disposeLater(() => database.close());
  database.exec("create trigger full before insert on transfer begin select raise(abort, 'full'); end");
  return { free: () => void database.exec('drop trigger full') };
}

const wasWarned = (studio: Studio) => studio.log.some(({ event }) => event === 'warning');
const stateOf = (studio: Studio, name: string) => studio.transferOf(name)?.state;

it('resumes a transfer whose state could not be written for a while', async () => {
  const studio = await openStudio();
  await studio.server.stop();
  await writeBounce(join(studio.folder, 'Full.wav'), { format: 'wav-24', frames: 20_000, seed: 1 });
  await until(() => stateOf(studio, 'Full.wav')?.kind === 'waiting');
  const disk = fillDisk(studio);
  studio.connectivity.set(online);
  await until(() => {
    const state = stateOf(studio, 'Full.wav');
    return state?.kind === 'waiting' && state.for === 'disk';
  });
  disk.free();
  await studio.server.restart();
  studio.connectivity.set(online);
  expect(await studio.settled(1)).toHaveLength(1);
});

it('reports a vanished bounce even if that state could not be written at first', async () => {
  const studio = await openStudio({ settings: { quietMilliseconds: 10_000 } });
  const path = join(studio.folder, 'Undone.wav');
  await writeBounce(path, { format: 'wav-24', frames: 20_000, seed: 2 });
  await until(() => stateOf(studio, 'Undone.wav')?.kind === 'transferred');
  const disk = fillDisk(studio);
  await rm(path);
  await until(() => wasWarned(studio));
  disk.free();
  await until(() => stateOf(studio, 'Undone.wav')?.kind === 'failed');
  expect(stateOf(studio, 'Undone.wav')).toMatchObject({ reason: 'vanished' });
});

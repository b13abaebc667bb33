import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { until } from '../../helpers/until.ts';
import { openStudio } from './studio.ts';

const sound = (seed: number) => ({ format: 'wav-16', frames: 10_000, seed }) as const;

it('a folder whose known files were lost offers its files once, then works as usual', async () => {
  const studio = await openStudio({
    prepare: (folder) => writeBounce(join(folder, 'Never meant for the band.wav'), sound(1)),
  });
  await writeBounce(join(studio.folder, 'Shared.wav'), sound(2));
  await studio.settled(1);
  const database = new Database(join(studio.folder, '..', 'bounces.sqlite'));
  database.exec('delete from knownFile; delete from transfer; update binding set offersAnew = 1');
  database.close();

  await studio.restart();
  await until(() => studio.pipeline.listBindings()[0]?.olderCount === 2);
  await writeBounce(join(studio.folder, 'New.wav'), sound(3));
  expect((await studio.settled(2)).map(({ cut }) => cut.name).sort()).toEqual(['New', 'Shared']);
  await studio.restart();
  await writeBounce(join(studio.folder, 'Newer.wav'), sound(4));
  expect(await studio.settled(3)).toHaveLength(3);
  expect(studio.pipeline.listBindings()[0]?.olderCount).toBe(2);
});

import { copyFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeAudio } from '../../../tools/daw-simulator/audio.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { until } from '../../helpers/until.ts';
import { openStudio, type Studio, sha256Of } from './studio.ts';

/** Uploads another bounce: after that, the pipeline has looked at everything in the folder. */
async function bounceAnother(studio: Studio, seed: number): Promise<void> {
  const before = (await studio.readFiles()).length;
  await writeBounce(join(studio.folder, `Another ${seed}.wav`), { format: 'wav-16', frames: 9_000, seed });
  studio.pipeline.rescan();
  await studio.settled(before + 1);
}

it('a re-export makes a new version; the same bytes or another name make nothing new', async () => {
  const studio = await openStudio();
  const path = join(studio.folder, 'Kite Season.wav');
  const sound = { format: 'wav-24', frames: 20_000, seed: 5 } as const;
  await writeBounce(path, sound);
  await studio.settled(1);

  await writeBounce(path, sound);
  await utimes(path, new Date(1_000_000), new Date(1_000_000));
  await bounceAnother(studio, 11);
  expect(await studio.readFiles()).toHaveLength(2);

  const renamed = join(studio.folder, 'Kite Season (renamed).wav');
  await rename(path, renamed);
  await bounceAnother(studio, 12);
  expect(await studio.readFiles()).toHaveLength(3);

  await writeBounce(renamed, { ...sound, seed: 6 }, { style: 'replace' });
  const files = await studio.settled(4);
  const kite = files.filter(({ cut }) => cut.name === 'Kite Season');
  expect(kite).toHaveLength(2);
  expect(new Set(kite.map(({ cut }) => cut.id)).size).toBe(1);
  expect(studio.transferOf('Kite Season (renamed).wav')?.state).toMatchObject({ outcome: 'new-version' });
});

it('a copy under another name makes no second cut, of the same bytes or of others', async () => {
  const studio = await openStudio();
  const path = join(studio.folder, 'Slow Harbour.wav');
  await writeBounce(path, { format: 'wav-16', frames: 20_000 });
  const [original] = await studio.settled(1);
  await copyFile(path, join(studio.folder, 'Slow Harbour copy.wav'));
  const copied = await until(() => {
    const transfer = studio.transferOf('Slow Harbour copy.wav');
    return transfer?.state.kind === 'done' && transfer.state;
  });
  expect(copied).toMatchObject({ outcome: 'duplicate', fileId: original?.file.id });
  expect(await studio.readFiles()).toHaveLength(1);

  await writeBounce(join(studio.folder, 'Slow Harbour copy.wav'), {
    format: 'wav-16',
    frames: 20_000,
    seed: 9,
  });
  const files = await studio.settled(2);
  expect(new Set(files.map(({ cut }) => cut.id)).size).toBe(1);
});

it('a folder that is bound again makes no second cut, and later exports are versions', async () => {
  const studio = await openStudio();
  const { folder, projectId } = studio;
  const path = join(folder, 'Both.wav');
  await writeBounce(path, { format: 'wav-16', frames: 20_000, seed: 1 });
  await studio.settled(1);

  // The pipeline forgets the folder: the existing file is offered again, and accepted.
  await studio.pipeline.removeBinding(studio.bindingId);
  studio.pipeline.clearDone();
  const bound = await studio.pipeline.createBinding({ folder, projectId, routing: { kind: 'song-name' } });
  if (!bound.ok) throw new Error(bound.message);
  await studio.pipeline.decideOlder(bound.data.id, [path]);
  await until(() => {
    const state = studio.transferOf('Both.wav')?.state;
    return state?.kind === 'done' && state.outcome === 'duplicate';
  });

  await writeBounce(path, { format: 'wav-16', frames: 20_000, seed: 2 });
  const files = await studio.settled(2);
  expect(new Set(files.map(({ cut }) => cut.id)).size).toBe(1);
});

it('recognises known files after a restart and uploads what came meanwhile', async () => {
  const studio = await openStudio();
  const path = join(studio.folder, 'Sunset Groove.wav');
  await writeBounce(path, { format: 'wav-16', frames: 20_000 });
  await studio.settled(1);
  await studio.pipeline.stop();
  await writeBounce(join(studio.folder, 'While away.wav'), { format: 'wav-16', frames: 10_000, seed: 3 });
  await studio.restart();
  const files = await studio.settled(2);
  expect(files.map(({ cut }) => cut.name).sort()).toEqual(['Sunset Groove', 'While away']);
});

it('an export whose cut was deleted by the band makes a new cut', async () => {
  const studio = await openStudio();
  const path = join(studio.folder, 'Paper Moon.wav');
  await writeBounce(path, { format: 'wav-16', frames: 20_000 });
  const [first] = await studio.settled(1);
  await studio.ana.command('cut.delete', { id: first?.cut.id as string });
  await writeBounce(path, { format: 'wav-16', frames: 21_000, seed: 2 });
  const files = await studio.settled(1);
  expect(files).toHaveLength(1);
  expect(files[0]?.cut.id).not.toBe(first?.cut.id);
});

it('a file written over and over ends in its last state, and no half-written one is uploaded', async () => {
  const studio = await openStudio();
  const path = join(studio.folder, 'Night Bus.wav');
  const states = Array.from({ length: 12 }, (_, seed) =>
    makeAudio({ format: 'wav-16', frames: 12_000, seed: seed + 1 }),
  );
  const whole = new Set<string>();
  for (const bytes of states) {
    await writeFile(path, bytes);
    await new Promise((resolve) => setTimeout(resolve, 15 * (whole.size + 1)));
    whole.add(await sha256Of(path));
  }
  const last = [...whole].at(-1);
  await until(async () => (await studio.readFiles()).some(({ file }) => file.sha256 === last));
  for (const { file } of await studio.readFiles()) expect(whole).toContain(file.sha256);
  expect(new Set((await studio.readFiles()).map(({ cut }) => cut.id)).size).toBe(1);
});

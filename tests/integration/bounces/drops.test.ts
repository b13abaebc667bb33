import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { openStudio, sha256Of } from './studio.ts';

const sound = (seed: number) => ({ format: 'wav-16', frames: 10_000, seed }) as const;

it('uploads files and folders into a vibe or the project, and says which it refuses and why', async () => {
  const studio = await openStudio();
  const { projectId, pipeline } = studio;
  const desk = await temporaryFolder();
  await writeBounce(join(desk, 'Album', 'Disc', 'Paper Moon v2.wav'), sound(1));
  await writeBounce(join(desk, 'Album', 'Kite Season.wav'), sound(2));
  await writeBounce(join(desk, 'Single v1.wav'), sound(3));
  await writeFile(join(desk, 'Album', 'cover.jpg'), 'picture');
  await writeFile(join(desk, 'Lyrics.txt'), 'la la la');
  await writeFile(join(desk, 'Empty.wav'), '');
  await mkdir(join(desk, 'Nothing'));
  const vibe = await studio.ana.command('vibe.create', { id: newId(), projectId, name: 'Ideas' });

  const dropped = await pipeline.drop({
    paths: ['Album', 'Lyrics.txt', 'Empty.wav', 'Nothing', 'gone.wav'].map((name) => join(desk, name)),
    target: { kind: 'vibe', projectId, vibeId: vibe.id },
  });
  expect(
    dropped.taken
      .map(({ name, bindingId }) => ({ name, bindingId }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  ).toEqual([
    { name: 'Kite Season.wav', bindingId: null },
    { name: 'Paper Moon v2.wav', bindingId: null },
  ]);
  expect(dropped.refused.map(({ path, message }) => [path.slice(desk.length + 1), message])).toEqual([
    ['Lyrics.txt', expect.stringContaining('.txt isn’t supported')],
    ['Empty.wav', 'This file is empty.'],
    ['Nothing', 'There is no audio in this folder.'],
    ['gone.wav', 'This file is gone.'],
  ]);
  const single = { paths: [join(desk, 'Single v1.wav')], target: { kind: 'project', projectId } } as const;
  const [once, twice] = await Promise.all([
    pipeline.drop({ ...single, paths: [...single.paths] }),
    pipeline.drop({ ...single, paths: [...single.paths] }),
  ]);
  expect(twice.taken.map(({ id }) => id)).toEqual(once.taken.map(({ id }) => id));
  await studio.settled(3);
  const { vibes } = await studio.readProject();
  expect(vibes.map(({ name, cuts }) => [name, cuts.map((cut) => cut.name).sort()])).toEqual([
    ['Ideas', ['Kite Season', 'Paper Moon']],
    ['Single', ['Single']],
  ]);
});

it('adds versions to a cut, even with bytes that the project has, and accepts pictures there', async () => {
  const studio = await openStudio();
  const { projectId, pipeline } = studio;
  const desk = await temporaryFolder();
  const path = join(desk, 'Night Bus.wav');
  await writeBounce(path, sound(1));
  await pipeline.drop({ paths: [path], target: { kind: 'project', projectId } });
  const [first] = await studio.settled(1);
  const cutId = first?.cut.id as string;
  const target = { kind: 'cut', projectId, cutId } as const;
  await pipeline.drop({ paths: [path], target });
  const files = await studio.settled(2);
  expect(files.map(({ cut }) => cut.id)).toEqual([cutId, cutId]);
  expect(files.map(({ file }) => file.sha256)).toEqual([await sha256Of(path), await sha256Of(path)]);

  const stems = join(desk, 'stems.zip');
  await copyFile(fileURLToPath(new URL('../../fixtures/bounces/stems.zip', import.meta.url)), stems);
  const cover = join(desk, 'cover.png');
  await writeFile(
    cover,
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );
  expect(
    (await pipeline.drop({ paths: [cover], target: { kind: 'project', projectId } })).refused,
  ).toHaveLength(1);
  await pipeline.drop({ paths: [stems, cover], target });
  const all = await studio.settled(4);
  expect(all.map(({ file }) => file.type).sort()).toEqual(['CUT', 'CUT', 'IMAGE', 'STEM']);

  await studio.ana.command('cut.delete', { id: cutId });
  await pipeline.drop({ paths: [path], target });
  await studio.settled(0);
  expect(studio.transferOf('Night Bus.wav')?.state).toMatchObject({ kind: 'failed', reason: 'target-gone' });
});

it('makes stems of at least three sounds of one length that are dropped on a cut together', async () => {
  const studio = await openStudio();
  const { projectId, pipeline } = studio;
  const desk = await temporaryFolder();
  await writeBounce(join(desk, 'Dune v1.wav'), sound(1));
  const on = (paths: string[], target: Parameters<typeof pipeline.drop>[0]['target']) =>
    pipeline.drop({ paths: paths.map((name) => join(desk, `${name}.wav`)), target });
  await on(['Dune v1'], { kind: 'project', projectId });
  await studio.settled(1);
  const cutOf = async () => (await studio.readProject()).vibes[0]?.cuts[0];
  const cut = await cutOf();
  for (const [index, name] of ['Drums', 'Bass', 'Vox'].entries()) {
    await writeBounce(join(desk, `${name}.wav`), sound(2 + index));
  }
  await writeBounce(join(desk, 'Keys.wav'), { ...sound(7), frames: 11_000 });
  await on(['Drums', 'Bass', 'Vox', 'Keys'], { kind: 'cut', projectId, cutId: cut?.id ?? '' });
  await studio.settled(5);
  const files = (await cutOf())?.files ?? [];
  const typeOf = new Map(files.map(({ name, type }) => [name, type]));
  expect(Object.fromEntries(typeOf)).toEqual({
    ...{ 'Dune v1.wav': 'CUT', 'Keys.wav': 'CUT' },
    ...{ 'Drums.wav': 'STEM', 'Bass.wav': 'STEM', 'Vox.wav': 'STEM' },
  });
});

it('announces a version with the note that was written on its way, and sends a later one as an update', async () => {
  const written = { during: '' };
  const studio: Awaited<ReturnType<typeof openStudio>> = await openStudio({
    wrapClient: (client) => ({
      ...client,
      async request(wish) {
        const [open] = studio.pipeline.listTransfers();
        if (wish.path.endsWith('/commit') && open && written.during !== '')
          await studio.pipeline.note(open.id, written.during);
        return client.request(wish);
      },
    }),
  });
  const { projectId } = studio;
  const desk = await temporaryFolder();
  const drop = async (name: string, seed: number, note: string) => {
    await writeBounce(join(desk, name), sound(seed));
    const target = { kind: 'project', projectId } as const;
    const { taken } = await studio.pipeline.drop({ paths: [join(desk, name)], target });
    const id = taken[0]?.id ?? '';
    expect(await studio.pipeline.note(id, note)).toEqual({ ok: true, data: null });
    return id;
  };
  const id = await drop('Dune v1.wav', 1, 'less snare');
  const [first] = await studio.settled(1);
  expect(first?.file.note).toBe('less snare');
  expect(studio.lateNotes).toEqual([]);

  await studio.pipeline.note(id, 'less snare, as Ben asked');
  const late = { projectId, fileId: first?.file.id, note: 'less snare, as Ben asked' };
  expect(studio.lateNotes).toEqual([late]);
  await studio.restart();
  expect(studio.pipeline.listTransfers()).toMatchObject([{ id, note: 'less snare, as Ben asked' }]);
  await studio.pipeline.discard(id);

  written.during = 'too late for the commit';
  await drop('Kite v1.wav', 2, 'in time');
  const files = await studio.settled(2);
  const kite = files.find(({ file }) => file.name === 'Kite v1.wav')?.file;
  expect(kite?.note).toBe('in time');
  expect(studio.lateNotes.at(-1)).toEqual({ projectId, fileId: kite?.id, note: 'too late for the commit' });
  expect(await studio.pipeline.note(newId(), 'x')).toMatchObject({ ok: false, kind: 'not-found' });
});

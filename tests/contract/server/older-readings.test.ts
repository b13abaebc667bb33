import { expect, test } from 'vitest';
import { startBand } from '../../helpers/stacks.ts';

test.each([
  ['Dune Mastered', 'Dune_Mastered_v%.wav'],
  ['Dune pre', 'Dune pre-master %.wav'],
  ['Dune Vox Up 1dB', '03 Dune Vox Up 1dB v%.wav'],
  ['Dune (Main)', 'Dune (Main) v%.wav'],
  ['Copy of Dune', 'Copy of Dune v%.wav'],
  ['Dune feat. Ana', 'Dune_feat._Ana_v%.wav'],
  ['1. Dune', '1._Dune_v%.wav'],
  ['Dune inst2', 'Dune inst2 v%.wav'],
])('a cut that was made for %s before its words were tags keeps getting its bounces', async (title, name) => {
  const { ana, bounce } = await startBand();
  const song = await bounce('Dune v1.wav');
  const alternates = await Promise.all(['Dune Vox Up.wav', 'Dune Inst.wav'].map((one) => bounce(one)));
  const older = await bounce(name.replace('%', '1'), { song: { title, label: 'v1' } });
  expect([song, ...alternates].map(({ cutId }) => cutId)).not.toContain(older.cutId);
  await ana.command('cut.update', { id: older.cutId, name: 'For the label' });
  expect(await bounce(name.replace('%', '2'))).toMatchObject({ cutId: older.cutId });
  expect(await bounce('Dune v2.wav')).toMatchObject({ cutId: song.cutId });
});

test('bounces follow such a cut into the one it was merged into, and come back with it', async () => {
  const { ana, bounce } = await startBand();
  await bounce('Dune v1.wav');
  const moon = await bounce('Moon v1.wav');
  const older = await bounce('Dune Mastered v1.wav', { song: { title: 'Dune Mastered', label: 'v1' } });
  await ana.command('cut.merge', { id: older.cutId, targetCutId: moon.cutId });
  expect(await bounce('Dune Mastered v2.wav')).toMatchObject({ cutId: moon.cutId });
  const undo = { id: older.cutId, cutId: moon.cutId, name: 'Dune Mastered', fileIds: [older.id] };
  await ana.command('cut.split', undo);
  expect(await bounce('Dune Mastered v3.wav')).toMatchObject({ cutId: older.cutId });
});

test('where no such cut is, the words are tags', async () => {
  const { bounce, stacks } = await startBand();
  for (const name of ['Dune v1.wav', 'Dune Mastered v2.wav', 'Dune rough.wav']) await bounce(name);
  expect(Object.keys(await stacks())).toEqual(['Dune']);
});

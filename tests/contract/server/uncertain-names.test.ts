import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { settled } from '../../helpers/hearing.ts';
import { collectEvents, connectSocket, joinProject } from '../../helpers/server.ts';
import { startBand } from '../../helpers/stacks.ts';

test('cuts of uncertain names become one by a certain one, everybody hears it, and it can be undone', async () => {
  const { server, ana, ben, projectId, bounce, stacks, cuts } = await startBand();
  const rough = await bounce('Dune rough.wav');
  const demo = await bounce('Dune demo.wav');
  expect(Object.keys(await stacks())).toEqual(['Dune rough', 'Dune demo']);
  const socket = await connectSocket(server, ben);
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);

  const certain = await bounce('Dune v1.wav');
  expect(certain.cutId).toBe(rough.cutId);
  expect(await stacks()).toEqual({ Dune: ['Dune rough.wav', 'Dune demo.wav', 'Dune v1.wav'] });
  await settled(socket);
  // Figures of the sounds may be measured at any moment.
  const stacking = ['cut:merged', 'cut:updated', 'file:uploaded'];
  expect(seen.map(({ name }) => name).filter((name) => stacking.includes(name))).toEqual(stacking);
  expect(seen).toContainEqual(
    expect.objectContaining({ payload: expect.objectContaining({ type: 'cut_merged' }) }),
  );
  expect(await bounce('Dune demo.wav')).toMatchObject({ cutId: rough.cutId });

  const undo = { id: demo.cutId, cutId: rough.cutId, name: 'Dune demo', fileIds: [demo.id] };
  await ana.command('cut.split', undo);
  expect((await cuts()).map(({ name }) => name).sort()).toEqual(['Dune', 'Dune demo']);
});

test.each([
  ['commented on', 'comment.create', (cutId: string) => ({ id: newId(), cutId, text: 'x', timestamp: 1 })],
  ['renamed', 'cut.update', (id: string) => ({ id, name: 'The old one' })],
] as const)('cuts of uncertain names stay apart once one was %s', async (_how, kind, payload) => {
  const { ana, bounce, stacks } = await startBand();
  await bounce('Dune rough.wav');
  const demo = await bounce('Dune demo.wav');
  await ana.command(kind, payload(demo.cutId));
  await bounce('Dune v1.wav');
  expect(Object.keys(await stacks())).toHaveLength(3);
});

test('a name that ends with Main belongs to the song that is there, and is a title of its own where none is', async () => {
  const { bounce, stacks } = await startBand();
  await bounce('Dune v1.wav');
  await bounce('Dune Main.wav');
  await bounce('Dune (Main).wav');
  await bounce('Spanish Main.wav');
  expect(await stacks()).toEqual({
    Dune: ['Dune v1.wav', 'Dune Main.wav', 'Dune (Main).wav'],
    'Spanish Main': ['Spanish Main.wav'],
  });
});

import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { collectEvents, connectSocket, joinProject, shareServer } from '../../helpers/server.ts';
import { startBand, withoutFigures } from '../../helpers/stacks.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';
import { zipOf } from '../../helpers/zip.ts';

const sharedServer = shareServer();

/** *Dune* with two versions, a stem of each and a comment on the second stem, and *Tide*. */
async function assemble() {
  const band = await startBand(sharedServer());
  const { ana, bounce } = band;
  const first = await bounce('Dune v1.wav');
  const drums = await bounce('Dune v1 stem drums.wav');
  const second = await bounce('Dune v2 Drums.wav');
  const bass = await bounce('Dune v2 stem bass.wav');
  const tide = await bounce('Tide v1.wav');
  const commentId = newId();
  await band.ben.command('comment.create', {
    ...{ id: commentId, cutId: first.cutId, fileId: bass.id, text: 'Louder', timestamp: 1 },
  });
  const cutOf = async (id: string) => withoutFigures((await band.cuts()).find((cut) => cut.id === id) as Cut);
  const shape = async (id: string) =>
    Object.fromEntries(
      (await cutOf(id)).files.map((file) => [
        file.name,
        file.type === 'CUT' ? 'CUT' : (file.versionId ?? null),
      ]),
    );
  return { ...band, ana, first, second, drums, bass, tide, commentId, cutOf, shape, dune: first.cutId };
}

test('a stem becomes a version of its cut, and a stem again, and each is told to the band', async () => {
  const { server, ana, ben, projectId, dune, drums, first, second, cutOf, shape } = await assemble();
  const before = await cutOf(dune);
  const socket = await connectSocket(server, ben);
  await joinProject(socket, projectId);
  const events = collectEvents(socket);
  const made = await ana.command('file.setType', { id: drums.id, type: 'CUT', targetCutId: dune });
  expect(made).toMatchObject({ id: drums.id, type: 'CUT' });
  expect(made).not.toHaveProperty('versionId');
  expect(await shape(dune)).toEqual({
    ...{ 'Dune v1.wav': 'CUT', 'Dune v1 stem drums.wav': 'CUT', 'Dune v2 Drums.wav': 'CUT' },
    'Dune v2 stem bass.wav': second.id,
  });
  const moved = await until(() => events.find(({ name }) => name === 'file:moved'));
  expect(moved.payload).toEqual({
    ...{ fileId: drums.id, fromCutId: dune, toCutId: dune, commentCount: 0, type: 'CUT' },
  });
  const { body } = await ben.request('GET', `/api/activities?projectId=${projectId}&limit=1`);
  expect(body).toMatchObject([{ type: 'file_moved', version: { cutName: 'Dune', number: 2 } }]);

  const back = { type: 'STEM', targetCutId: dune, versionId: first.id } as const;
  await ana.command('file.setType', { id: drums.id, ...back });
  expect(await cutOf(dune)).toEqual(before);
  const again = await ana.tryCommand('file.setType', { id: drums.id, ...back });
  expect(again).toMatchObject({ ok: true, positions: [] });
});

test('a version becomes a stem of another one, which gets its stems too, and a version again', async () => {
  const { ana, dune, first, second, drums, bass, cutOf, shape } = await assemble();
  const before = await cutOf(dune);
  await ana.command('file.setType', {
    ...{ id: second.id, type: 'STEM', targetCutId: dune, versionId: first.id },
  });
  expect(await shape(dune)).toEqual({
    ...{ 'Dune v1.wav': 'CUT', 'Dune v2 Drums.wav': first.id },
    ...{ 'Dune v1 stem drums.wav': first.id, 'Dune v2 stem bass.wav': first.id },
  });
  await ana.command('file.setType', { id: second.id, type: 'CUT', targetCutId: dune });
  await ana.command('file.move', { id: bass.id, targetCutId: dune, versionId: second.id });
  expect(await cutOf(dune)).toEqual(before);

  await ana.command('cut.reorder', { id: dune, fileIds: [second.id, first.id] });
  const ordered = await cutOf(dune);
  await ana.command('file.setType', { id: second.id, type: 'STEM', targetCutId: dune, versionId: drums.id });
  expect(await shape(dune), 'a stem has no stems').toMatchObject({ 'Dune v2 Drums.wav': null });
  await ana.command('file.setType', { id: second.id, type: 'CUT', targetCutId: dune, order: 0 });
  await ana.command('file.move', { id: bass.id, targetCutId: dune, versionId: second.id });
  expect(await cutOf(dune)).toEqual(ordered);
});

test('a stem becomes a version of another cut with its comments, and goes back', async () => {
  const { ana, ben, dune, tide, bass, second, commentId, cutOf } = await assemble();
  const before = await cutOf(dune);
  await ana.command('file.setType', { id: bass.id, type: 'CUT', targetCutId: tide.cutId });
  expect((await cutOf(tide.cutId)).files.map(({ name, type }) => [name, type])).toEqual([
    ...[
      ['Dune v2 stem bass.wav', 'CUT'],
      ['Tide v1.wav', 'CUT'],
    ],
  ]);
  const { body } = await ben.request('GET', `/api/cuts/${tide.cutId}/comments`);
  expect(body).toMatchObject([{ id: commentId, fileId: bass.id }]);
  await ana.command('file.setType', {
    ...{ id: bass.id, type: 'STEM', targetCutId: dune, versionId: second.id },
  });
  expect(await cutOf(dune)).toEqual(before);
});

test('stems that are split off alone become versions in the order of their names', async () => {
  const { ana, bounce, first, drums, bass, dune, cutOf } = await assemble();
  const tenth = await bounce('Dune v2 stem 10.wav');
  const ninth = await bounce('Dune v2 stem 9.wav');
  const before = await cutOf(dune);
  const stems = [tenth, bass, drums, ninth];
  const kept = [
    'Dune v1 stem drums.wav',
    'Dune v2 stem 9.wav',
    'Dune v2 stem 10.wav',
    'Dune v2 stem bass.wav',
  ];
  for (const files of [
    { fileIds: [], stemIds: stems.map(({ id }) => id) },
    { fileIds: stems.map(({ id }) => id) },
  ]) {
    const id = newId();
    const cut = await ana.command('cut.split', { id, cutId: dune, name: 'Own', ...files });
    expect(cut.files.map(({ name, type, order, versionId }) => [name, type, order, versionId])).toEqual(
      kept.map((name, order) => [name, 'CUT', order, undefined]),
    );
    expect(await cutOf(id)).toEqual(withoutFigures(cut));
    await ana.command('cut.merge', { id, targetCutId: dune });
    for (const stem of stems) {
      const versionId = before.files.find((file) => file.id === stem.id)?.versionId;
      const place = { targetCutId: dune, ...(versionId && { versionId }) };
      await ana.command('file.setType', { id: stem.id, type: 'STEM', ...place });
    }
    const { files: after } = await cutOf(dune);
    expect(after).toEqual(before.files);
  }
  const own = await ana.command('cut.split', {
    ...{ id: newId(), cutId: dune, name: 'One', fileIds: [drums.id, first.id] },
  });
  expect(own.files, 'stems that go with a version stay stems').toMatchObject([
    { id: first.id },
    { type: 'STEM', versionId: first.id },
  ]);
});

test('a cut of stems alone that comes back after a merge has stems again', async () => {
  const { ana, dune, first, second, drums, tide } = await assemble();
  await ana.command('cut.split', { id: newId(), cutId: dune, name: 'Versions', fileIds: [second.id] });
  await ana.command('file.move', { id: drums.id, targetCutId: dune });
  await ana.command('file.move', { id: first.id, targetCutId: tide.cutId });
  await ana.command('cut.merge', { id: dune, targetCutId: tide.cutId });
  const cut = await ana.command('cut.split', {
    ...{ id: dune, cutId: tide.cutId, name: 'Dune', fileIds: [drums.id] },
  });
  expect(cut.files).toMatchObject([{ id: drums.id, type: 'STEM' }]);
});

test('only sound can be a version, and only of a cut that its person may change', async () => {
  const { server, ana, dune, drums, tide } = await assemble();
  const song = { title: 'Dune', isStem: true };
  const at = { kind: 'cut', cutId: dune } as const;
  const { file: zip } = await upload({ server, user: ana }, await zipOf(['a.wav']), at, {
    ...{ name: 'Dune stems.zip', song },
  });
  const foreign = await startBand(server);
  const { file: far } = await upload({ server, user: foreign.ana }, makeWave(), foreign.target(), {
    name: 'Far v1.wav',
  });
  const cases = [
    [ana, { id: zip.id, type: 'CUT', targetCutId: dune }, 'invalid'],
    [ana, { id: drums.id, type: 'CUT', targetCutId: far.cutId }, 'not-found'],
    [ana, { id: newId(), type: 'CUT', targetCutId: dune }, 'not-found'],
    [foreign.ana, { id: drums.id, type: 'CUT', targetCutId: tide.cutId }, 'not-found'],
  ] as const;
  for (const [user, payload, kind] of cases)
    expect(await user.tryCommand('file.setType', payload)).toMatchObject({ ok: false, kind });
});

test('a version that comes back from the deleted ones takes no version that was a stem of it', async () => {
  const { ana, dune, second, bass, shape } = await assemble();
  await ana.command('file.delete', { id: second.id });
  await ana.command('file.setType', { id: bass.id, type: 'CUT', targetCutId: dune });
  await ana.command('file.restore', { id: second.id });
  expect(await shape(dune)).toMatchObject({ 'Dune v2 stem bass.wav': 'CUT', 'Dune v2 Drums.wav': 'CUT' });
});

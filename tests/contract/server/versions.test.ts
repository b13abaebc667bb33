import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { expectExactPayload, ofTopic, settled } from '../../helpers/hearing.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
} from '../../helpers/server.ts';
import { fileWithoutFigures, withoutFigures } from '../../helpers/stacks.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

/** A cut with three versions, an admin and a member, and what the member's socket hears. */
async function assemble() {
  const server = await startServer();
  const [ada, bo] = [await registerUser(server), await registerUser(server, { name: 'Bo' })];
  const projectId = await createProject(ada, [bo]);
  const target = newCut(projectId);
  const versions: string[] = [];
  for (const kind of ['new-cut', 'cut', 'cut'] as const) {
    const at = kind === 'cut' ? { kind, cutId: target.cutId } : target;
    versions.push((await upload({ server, user: ada }, makeWave(), at)).file.id);
  }
  const socket = await connectSocket(server, bo);
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  const heard = async () => {
    await settled(socket);
    const events = ofTopic(seen.splice(0), projectTopic(projectId));
    for (const event of events) expectExactPayload(event);
    return events.map(({ name, payload }) => [name, payload]);
  };
  const cut = async () =>
    withoutFigures((await bo.request('GET', `/api/projects/${projectId}`)).body.vibes[0].cuts[0]);
  return { server, ada, bo, projectId, cutId: target.cutId, versions, heard, cut };
}

const idsOf = ({ files }: { files: { id: string }[] }) => files.map(({ id }) => id);

describe('the order of versions', () => {
  test('changes for everybody, is announced once, and holds for later versions too', async () => {
    const { server, ada, bo, cutId, versions, heard, cut } = await assemble();
    const [one, two, three] = versions as [string, string, string];
    const fileIds = [three, one, two];
    const answer = await bo.request('PUT', `/api/cuts/${cutId}/order`, { fileIds });
    expect(answer.status).toBe(200);
    expect(idsOf(answer.body)).toEqual(fileIds);
    expect(withoutFigures(answer.body)).toEqual(await cut());
    expect(await heard()).toEqual([['files:reordered', { cutId, fileIds }]]);

    expect((await bo.request('PUT', `/api/cuts/${cutId}/order`, { fileIds })).status).toBe(200);
    expect(await heard()).toEqual([]);

    const { file } = await upload({ server, user: ada }, makeWave(), { kind: 'cut', cutId });
    expect(idsOf(await cut())).toEqual([...fileIds, file.id]);
    await bo.command('cut.reorder', { id: cutId, fileIds: [...versions, file.id] });
    expect(idsOf(await cut())).toEqual([...versions, file.id]);
  });

  test('must name each version once', async () => {
    const { bo, cutId, versions, heard, cut } = await assemble();
    const before = await cut();
    const [one, two, three] = versions as [string, string, string];
    for (const wrong of [
      [one, two],
      [one, two, two],
      [one, two, three, newId()],
      [one, two, newId()],
    ]) {
      const answer = await bo.request('PUT', `/api/cuts/${cutId}/order`, { fileIds: wrong });
      expect(answer).toMatchObject({ status: 409, body: { kind: 'conflict' } });
    }
    expect(await bo.tryCommand('cut.reorder', { id: cutId, fileIds: [] })).toMatchObject({ kind: 'invalid' });
    expect(await cut()).toEqual(before);
    expect(await heard()).toEqual([]);
  });
});

describe('the label and note of a version', () => {
  test('change for everybody, one at a time or both, and can be taken away', async () => {
    const { bo, cutId, versions, heard, cut } = await assemble();
    const [id = ''] = versions;
    const told = { fileId: id, cutId, versionId: null };
    const answer = await bo.request('PUT', `/api/files/${id}`, { label: ' v2 ', note: 'louder' });
    expect(answer).toMatchObject({ status: 200, body: { id, label: 'v2', note: 'louder' } });
    expect((await cut()).files[0]).toEqual(fileWithoutFigures(answer.body));
    expect(await heard()).toEqual([
      ['file:updated', { ...told, label: 'v2', note: 'louder' }],
      ['activity:new', expect.objectContaining({ type: 'file_noted' })],
    ]);

    await bo.command('file.update', { id, note: null });
    expect((await cut()).files[0]).not.toHaveProperty('note');
    expect(await heard()).toEqual([['file:updated', { ...told, label: 'v2', note: null }]]);

    await bo.command('file.update', { id });
    await bo.command('file.update', { id, label: 'v2', note: null });
    expect(await heard()).toEqual([]);
    expect(await bo.tryCommand('file.update', { id, label: '  ' })).toMatchObject({ kind: 'invalid' });
    expect(await bo.tryCommand('file.update', { id: newId(), label: 'x' })).toMatchObject({
      kind: 'not-found',
    });
  });
});

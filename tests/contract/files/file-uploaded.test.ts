import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { expectExactPayload, expectGapless, ofTopic, settled } from '../../helpers/hearing.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { commit, makeWave, newCut, reserved, sendBytes, upload } from '../../helpers/uploads.ts';

async function band() {
  const server = await startServer();
  const [user, other] = [await registerUser(server), await registerUser(server, { name: 'Ben' })];
  const projectId = await createProject(user, [other]);
  const listen = async (who: TestUser, room: string, transports = ['websocket']) => {
    const socket = await connectSocket(server, who, { transports });
    const answer = await joinProject(socket, room);
    return { socket, answer, seen: collectEvents(socket) };
  };
  return { server, user, other, projectId, listen, place: { server, user } };
}

describe('file:uploaded', () => {
  it('follows its vibe and cut, each payload matching its schema, over websocket and long-polling', async () => {
    const { other, user, projectId, listen, place } = await band();
    const listeners = [await listen(other, projectId), await listen(user, projectId, ['polling'])];
    const target = newCut(projectId, 'Mix', { name: 'Song' });
    const { file } = await upload(place, makeWave(), target);
    for (const { socket, seen } of listeners) {
      await settled(socket);
      const ofProject = ofTopic(seen, projectTopic(projectId));
      expect(ofProject.map(({ name }) => name)).toEqual([
        'vibe:created',
        'cut:created',
        'file:uploaded',
        'activity:new',
        'activity:new',
        'activity:new',
      ]);
      for (const event of seen) expectExactPayload(event);
      expectGapless(seen);
      const [vibe, cut, uploaded, ...activities] = ofProject.map(({ payload }) => payload);
      expect(cut).toMatchObject({ id: target.cutId, name: 'Mix', vibeId: vibe.id, order: 0, files: [] });
      expect(uploaded).toEqual(file);
      const place = { projectId, vibeId: vibe.id, cutId: target.cutId };
      expect(activities).toMatchObject([
        { type: 'vibe_created', target: { type: 'vibe', id: vibe.id, name: 'Song' } },
        { type: 'cut_created', target: { type: 'cut', id: target.cutId, name: 'Mix' } },
        { type: 'file_uploaded', target: { type: 'file', id: file.id, name: 'mix.wav' } },
      ]);
      expect(activities[2].link).toEqual({ ...place, fileId: file.id });
      expect(activities[2].actor).toEqual({ id: user.account.id, name: 'Ada', avatarUrl: null });
    }
  });

  it('comes alone, with its activity, for a new version and for a form', async () => {
    const { server, user, other, projectId, listen, place } = await band();
    const target = newCut(projectId);
    await upload(place, makeWave(), target);
    const { socket, seen } = await listen(other, projectId);
    await upload(place, makeWave(), { kind: 'cut', cutId: target.cutId });
    const form = new FormData();
    form.append('file', new Blob([makeWave()]), 'again.wav');
    form.append('cutId', target.cutId);
    await fetch(`${server.url}/api/files/upload`, {
      method: 'POST',
      headers: { cookie: user.cookie },
      body: form,
    });
    await settled(socket);
    expect(ofTopic(seen, projectTopic(projectId)).map(({ name }) => name)).toEqual([
      'file:uploaded',
      'activity:new',
      'file:uploaded',
      'activity:new',
    ]);
    for (const event of seen) expectExactPayload(event);
  });

  it('reaches the project’s room only, and not members who left the room or were removed', async () => {
    const { server, user, other, projectId, listen, place } = await band();
    const stranger = await registerUser(server);
    const elsewhere = await createProject(user);
    const inRoom = await listen(other, projectId);
    const otherRoom = await listen(user, elsewhere);
    const outside = await listen(stranger, projectId);
    expect(outside.answer).toMatchObject({ ok: false });
    const left = await listen(user, projectId);
    await left.socket.timeout(5000).emitWithAck('leave:project', { projectId });
    await upload(place, makeWave(), newCut(projectId));
    for (const { socket } of [inRoom, otherRoom, outside, left]) await settled(socket);
    expect(inRoom.seen).not.toEqual([]);
    expect([otherRoom.seen, outside.seen, left.seen]).toEqual([[], [], []]);

    await user.command('member.remove', { projectId, userId: other.account.id });
    await settled(inRoom.socket);
    inRoom.seen.length = 0;
    await upload(place, makeWave(), newCut(projectId));
    await settled(inRoom.socket);
    expect(inRoom.seen).toEqual([]);
  });

  it('comes after the commit only, never for uncommitted or refused bytes', async () => {
    const { user, other, projectId, listen, place } = await band();
    const { socket, seen } = await listen(other, projectId);
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    const wrong = await reserved(user, makeWave(), newCut(projectId));
    await sendBytes(place, wrong, makeWave());
    expect((await commit(user, wrong)).status).toBe(409);
    const page = Buffer.from('<!doctype html>');
    const disguised = await reserved(user, page, newCut(projectId));
    await sendBytes(place, disguised, page);
    expect((await commit(user, disguised)).status).toBe(400);
    await settled(socket);
    expect(seen).toEqual([]);

    // A client that gets the event can download the file at once.
    const received = new Promise<{ url: string }>((resolve) => socket.once('file:uploaded', resolve));
    const [{ url }] = await Promise.all([received, commit(user, row)]);
    expect((await other.request('GET', url)).status).toBe(200);
  });

  it('comes once, however often the commit is repeated, and never if nothing was added', async () => {
    const { user, other, projectId, listen, place } = await band();
    const bytes = makeWave();
    const { socket, seen } = await listen(other, projectId);
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    await Promise.all(Array.from({ length: 10 }, () => commit(user, row)));
    await upload(place, bytes, newCut(projectId), { onlyIfNew: true });
    await settled(socket);
    expect(seen.filter(({ name }) => name === 'file:uploaded')).toHaveLength(1);
    expect(ofTopic(seen, projectTopic(projectId))).toHaveLength(6);
    expect(ofTopic(seen, userTopic(other.account.id))).toHaveLength(1);
  });

  it('and file:deleted are in the log for members who were away', async () => {
    const { user, other, projectId, place } = await band();
    const { file } = await upload(place, makeWave(), newCut(projectId));
    await user.command('file.delete', { id: file.id }, newId());
    const { body } = await other.request('GET', `/api/sync?topic=project:${projectId}&since=0`);
    // biome-ignore lint/suspicious/noExplicitAny: unparsed log rows.
    const events = body.events.map(({ name, payload }: any) => ({ name, payload, position: undefined }));
    for (const event of events) expectExactPayload(event);
    expect(events.at(-1)).toMatchObject({
      name: 'file:deleted',
      payload: { fileId: file.id, cutId: file.cutId },
    });
  });
});

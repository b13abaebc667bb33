import { readFile } from 'node:fs/promises';
import type { Socket } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { expectExactPayload, expectGapless, ofTopic, settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type SeenEvent,
  shareServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { upload } from '../../helpers/uploads.ts';

const sharedServer = shareServer();

/** One of each kind of listener of a project, each on a plain socket.io-client, and some content in the project. */
async function assemble() {
  const server = sharedServer();
  const [admin, member, idle, left, removed, signedOut, stranger, guest] = (await Promise.all(
    ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser, TestUser, TestUser, TestUser, TestUser, TestUser];
  const projectId = await createProject(admin, [member, idle, left, removed, signedOut]);
  const first = await admin.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
  const second = await admin.command('vibe.create', { id: newId(), projectId, name: 'Dawn' });
  const cut = await admin.command('cut.create', { id: newId(), vibeId: first.id, name: 'Rough mix' });
  const comment = await member.command('comment.create', {
    id: newId(),
    cutId: cut.id,
    text: 'More reverb',
    timestamp: 42.5,
  });
  const reply = await admin.command('reply.create', { id: newId(), commentId: comment.id, text: 'Done' });
  const other = await admin.command('cut.create', { id: newId(), vibeId: second.id, name: 'Live' });
  // It has no sound, so nothing about it is measured later.
  const zip = await readFile('tests/fixtures/bounces/stems.zip');
  const { file } = await upload({ server, user: member }, zip, { kind: 'cut', cutId: cut.id });
  const { token } = await admin.command('project.invite', {
    id: newId(),
    projectId,
    email: guest.email,
    role: 'MEMBER',
  });

  const connect = async (user: TestUser, transport: 'websocket' | 'polling', isJoining: boolean) => {
    const socket = await connectSocket(server, user, { transports: [transport] });
    if (isJoining) expect(await joinProject(socket, projectId)).toMatchObject({ ok: true });
    return { socket, seen: collectEvents(socket) };
  };
  const hearing = {
    overWebSocket: await connect(member, 'websocket', true),
    overPolling: await connect(member, 'polling', true),
    admin: await connect(admin, 'websocket', true),
  };
  const elsewhere = await connect(idle, 'websocket', false);
  const otherId = await createProject(admin, [idle], 'Live 2026');
  expect(await joinProject(elsewhere.socket, otherId)).toMatchObject({ ok: true });
  const leaver = await connect(left, 'websocket', true);
  leaver.socket.emit('leave:project', { projectId });
  const deaf: Record<string, { socket: Socket; seen: SeenEvent[] }> = {
    'a member who has not joined': await connect(idle, 'websocket', false),
    'a member who is in another room': elsewhere,
    'one who has left the room': leaver,
    'a removed member': await connect(removed, 'websocket', true),
    'a stranger': await connect(stranger, 'websocket', false),
    'the guest before accepting': await connect(guest, 'polling', false),
  };
  expect(await joinProject(deaf['a stranger']?.socket as Socket, projectId)).toMatchObject({ ok: false });
  const gone = await connect(signedOut, 'websocket', true);
  await signedOut.request('POST', '/api/auth/logout');
  await until(() => gone.socket.disconnected, { what: 'the signed-out socket to go' });
  await admin.command('member.remove', { projectId, userId: removed.account.id });
  for (const { socket, seen } of [...Object.values(hearing), ...Object.values(deaf)]) {
    await settled(socket);
    seen.length = 0;
  }
  gone.seen.length = 0;
  return {
    admin,
    member,
    idle,
    guest,
    projectId,
    first,
    second,
    cut,
    other,
    file,
    comment,
    reply,
    token,
    hearing,
    deaf,
    gone,
  };
}

type Band = Awaited<ReturnType<typeof assemble>>;

const cases: { event: string; act: (band: Band) => Promise<unknown>; expected: string[] }[] = [
  {
    event: 'cut:created',
    act: ({ member, first }) => member.request('POST', `/api/vibes/${first.id}/cuts`, { name: 'Take 2' }),
    expected: ['cut:created', 'activity:new'],
  },
  {
    event: 'cut:moved',
    act: ({ member, cut, second }) =>
      member.request('PUT', `/api/cuts/${cut.id}/move`, { targetVibeId: second.id }),
    expected: ['cut:moved', 'activity:new'],
  },
  {
    event: 'file:moved',
    act: ({ member, file, other }) =>
      member.request('POST', `/api/files/${file.id}/move`, { targetCutId: other.id }),
    expected: ['file:moved', 'activity:new'],
  },
  {
    event: 'cut:merged',
    act: ({ member, cut, other }) =>
      member.request('POST', `/api/cuts/${cut.id}/merge`, { targetCutId: other.id }),
    expected: ['cut:merged', 'activity:new'],
  },
  {
    event: 'cut:split',
    act: ({ member, cut, file, comment }) =>
      member.request('POST', `/api/cuts/${cut.id}/split`, {
        ...{ name: 'Take 2', fileIds: [file.id], commentIds: [comment.id] },
      }),
    expected: ['cut:split', 'activity:new'],
  },
  {
    event: 'room:message',
    act: ({ member, admin, projectId }) =>
      member.request('POST', `/api/projects/${projectId}/messages`, {
        ...{ text: 'Load-in at four', mentions: [admin.account.id] },
      }),
    expected: ['room:message'],
  },
  {
    event: 'room:updated',
    act: async ({ member, admin, projectId }) => {
      const path = `/api/projects/${projectId}/messages`;
      const { body } = await member.request('POST', path, { text: 'Load-in at four' });
      return admin.request('POST', `${path}/${body.id}/react`, { reaction: 'fire', isGiven: true });
    },
    expected: ['room:message', 'room:updated'],
  },
  {
    event: 'cut:deleted',
    act: ({ admin, cut }) => admin.request('DELETE', `/api/cuts/${cut.id}`),
    expected: ['cut:deleted', 'activity:new'],
  },
  {
    event: 'cut:restored',
    act: async ({ admin, cut }) => {
      await admin.request('DELETE', `/api/cuts/${cut.id}`);
      return admin.request('POST', `/api/cuts/${cut.id}/restore`);
    },
    expected: ['cut:deleted', 'activity:new', 'cut:restored', 'activity:new'],
  },
  {
    event: 'cut:updated',
    act: ({ member, cut }) => member.request('PUT', `/api/cuts/${cut.id}`, { name: 'Better' }),
    expected: ['cut:updated'],
  },
  {
    event: 'cut:described',
    act: ({ member, cut }) => member.request('PUT', `/api/cuts/${cut.id}/music`, { music: { tempo: 120 } }),
    expected: ['cut:described'],
  },
  {
    event: 'comment:created',
    act: ({ member, cut }) =>
      member.request('POST', `/api/cuts/${cut.id}/comments`, { text: '<b>Louder</b>', timestamp: 63 }),
    expected: ['comment:created', 'activity:new'],
  },
  {
    event: 'comment:updated',
    act: ({ member, comment }) => member.request('PUT', `/api/comments/${comment.id}`, { timestamp: 41 }),
    expected: ['comment:updated'],
  },
  {
    event: 'comment:updated',
    act: ({ admin, comment }) => admin.request('POST', `/api/comments/${comment.id}/resolve`),
    expected: ['comment:updated'],
  },
  {
    event: 'file:approved',
    act: ({ admin, file }) => admin.request('POST', `/api/files/${file.id}/approve`, { isApproved: true }),
    expected: ['file:approved', 'activity:new'],
  },
  {
    event: 'comment:deleted',
    act: ({ member, comment }) => member.request('DELETE', `/api/comments/${comment.id}`),
    expected: ['comment:deleted'],
  },
  {
    event: 'comment:reply',
    act: ({ member, comment }) =>
      member.request('POST', `/api/comments/${comment.id}/replies`, { text: 'Thanks' }),
    expected: ['comment:reply', 'activity:new'],
  },
  {
    event: 'reply:updated',
    act: ({ admin, reply }) => admin.request('PUT', `/api/replies/${reply.id}`, { text: 'Done again' }),
    expected: ['reply:updated'],
  },
  {
    event: 'reply:deleted',
    act: ({ admin, reply }) => admin.request('DELETE', `/api/replies/${reply.id}`),
    expected: ['reply:deleted'],
  },
  {
    event: 'vibe:created',
    act: ({ member, projectId }) =>
      member.request('POST', `/api/projects/${projectId}/vibes`, { name: 'Noon' }),
    expected: ['vibe:created', 'activity:new'],
  },
  {
    event: 'vibe:updated',
    act: ({ member, first }) => member.request('PUT', `/api/vibes/${first.id}`, { name: 'Dusk' }),
    expected: ['vibe:updated'],
  },
  {
    event: 'vibe:deleted',
    act: ({ admin, first }) => admin.request('DELETE', `/api/vibes/${first.id}`),
    expected: ['cut:deleted', 'vibe:deleted', 'activity:new', 'activity:new'],
  },
  {
    event: 'vibes:reordered',
    act: ({ member, first, second }) =>
      member.request('PUT', '/api/vibes/reorder', { vibeIds: [second.id, first.id] }),
    expected: ['vibes:reordered'],
  },
  {
    event: 'member:joined',
    act: ({ guest, token }) => guest.request('POST', `/api/invitations/${token}/accept`),
    expected: ['member:joined', 'activity:new'],
  },
  {
    event: 'file:restored',
    act: async ({ admin, file }) => {
      await admin.command('file.delete', { id: file.id });
      return admin.request('POST', `/api/files/${file.id}/restore`);
    },
    expected: ['file:deleted', 'file:restored'],
  },
  {
    event: 'member:updated',
    act: ({ admin, projectId, idle }) =>
      admin.request('PATCH', `/api/projects/${projectId}/members/${idle.account.id}`, { role: 'LISTENER' }),
    expected: ['member:updated', 'activity:new'],
  },
  {
    event: 'member:left',
    act: ({ admin, projectId, idle }) =>
      admin.request('DELETE', `/api/projects/${projectId}/members/${idle.account.id}`),
    expected: ['member:left', 'activity:new'],
  },
  {
    event: 'project:updated',
    act: ({ admin, projectId }) => admin.request('PUT', `/api/projects/${projectId}`, { name: 'LP' }),
    expected: ['project:updated'],
  },
  {
    event: 'project:deleted',
    act: ({ admin, projectId }) => admin.request('DELETE', `/api/projects/${projectId}`),
    expected: ['project:deleted'],
  },
];

describe.each(cases)('$event', ({ act, expected }) => {
  test('reaches the sockets in the room and no one else, exactly, in order, and only after the commit', async () => {
    const band = await assemble();
    const topic = projectTopic(band.projectId);
    const before = await band.member.request('GET', `/api/sync?topic=${topic}&since=0`);

    // The listener reads the log as soon as it hears the event, which must already be there.
    const { socket } = band.hearing.overWebSocket;
    const readAtOnce = new Promise<{ seq: number; body: { head: number } }>((resolve, reject) => {
      const listen = (_name: string, _payload: unknown, position: { seq: number }) => {
        socket.offAny(listen);
        band.admin.request('GET', `/api/sync?topic=${topic}&since=0`).then((answer) => {
          resolve({ seq: position.seq, body: answer.body });
        }, reject);
      };
      socket.onAny(listen);
    });

    const answer = (await act(band)) as { status: number };
    expect(answer.status).toBeLessThan(300);

    for (const { socket: hears, seen } of Object.values(band.hearing)) {
      await until(() => seen.filter(({ position }) => position?.topic === topic).length >= expected.length);
      await settled(hears);
      const ofProject = ofTopic(seen, topic);
      expect(ofProject.map(({ name }) => name)).toEqual(expected);
      for (const event of ofProject) expectExactPayload(event);
      expectGapless(seen);
      expect(ofProject[0]?.position?.seq).toBe(before.body.head + 1);
    }
    if (!expected.includes('project:deleted')) {
      const atOnce = await readAtOnce;
      expect(atOnce.body.head).toBeGreaterThanOrEqual(atOnce.seq);
    }

    for (const [who, { socket: deafSocket, seen }] of Object.entries(band.deaf)) {
      await settled(deafSocket);
      const ofProject = ofTopic(seen, topic);
      expect(ofProject, `what ${who} hears of the project`).toEqual([]);
      for (const event of seen) expectExactPayload(event);
    }
    expect(band.gone.seen).toEqual([]);
  });
});

test('every poked event of a project is in the log, with the same payload and position', async () => {
  const { member, projectId, hearing, admin, first } = await assemble();
  for (let take = 1; take <= 10; take += 1) {
    await admin.command('cut.create', { id: newId(), vibeId: first.id, name: `Take ${take}` });
  }
  await settled(hearing.overPolling.socket);
  const seen = ofTopic(hearing.overPolling.seen, projectTopic(projectId));
  expect(seen).toHaveLength(20);
  const since = (seen[0]?.position?.seq ?? 1) - 1;
  const { body } = await member.request('GET', `/api/sync?topic=${projectTopic(projectId)}&since=${since}`);
  const logged = body.events.map(
    ({ seq, name, payload }: { seq: number; name: string; payload: unknown }) => ({
      name,
      payload,
      position: { topic: projectTopic(projectId), seq },
    }),
  );
  expect(seen).toEqual(logged);
});

describe('events of a person’s own topic', () => {
  test('reach every socket of that person, joined or not, and no one else', async () => {
    const server = sharedServer();
    const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
    const desk = await connectSocket(server, bo);
    const phone = await connectSocket(server, bo, { transports: ['polling'] });
    const other = await connectSocket(server, ada);
    const [atDesk, onPhone, atOther] = [desk, phone, other].map(collectEvents) as [
      SeenEvent[],
      SeenEvent[],
      SeenEvent[],
    ];
    const projectId = await createProject(ada);
    await addMember(ada, bo, projectId);
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    await Promise.all([desk, phone, other].map(settled));
    const expected = [
      {
        name: 'notification:new',
        payload: expect.objectContaining({ type: 'invited', link: { projectId } }),
        position: { topic: userTopic(bo.account.id), seq: 1 },
      },
      {
        name: 'project:joined',
        payload: { projectId },
        position: { topic: userTopic(bo.account.id), seq: 2 },
      },
      { name: 'project:left', payload: { projectId }, position: { topic: userTopic(bo.account.id), seq: 3 } },
    ];
    expect(ofTopic(atDesk, userTopic(bo.account.id))).toEqual(expected);
    expect(ofTopic(onPhone, userTopic(bo.account.id))).toEqual(expected);
    expect(ofTopic(atOther, userTopic(bo.account.id))).toEqual([]);
    expect(ofTopic(atOther, userTopic(ada.account.id)).slice(0, 1)).toEqual([
      {
        name: 'project:joined',
        payload: { projectId },
        position: { topic: userTopic(ada.account.id), seq: 1 },
      },
    ]);
  });

  test('reach each member when a project is deleted', async () => {
    const server = sharedServer();
    const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
    const projectId = await createProject(ada, [bo]);
    const socket = await connectSocket(server, bo);
    const seen = collectEvents(socket);
    await ada.command('project.delete', { id: projectId });
    await settled(socket);
    expect(ofTopic(seen, userTopic(bo.account.id)).map(({ name }) => name)).toEqual(['project:left']);
    expect((await bo.request('GET', '/api/projects')).body).toEqual([]);
  });
});

test('a refused command sends nothing to anyone', async () => {
  const { admin, member, hearing, cut, comment, reply, first, projectId } = await assemble();
  expect(await member.tryCommand('cut.delete', { id: cut.id })).toMatchObject({ kind: 'forbidden' });
  expect(await member.tryCommand('vibe.delete', { id: first.id })).toMatchObject({ kind: 'forbidden' });
  expect(await member.tryCommand('project.delete', { id: projectId })).toMatchObject({ kind: 'forbidden' });
  expect(await member.tryCommand('cut.move', { id: cut.id, targetVibeId: first.id })).toMatchObject({
    ok: true,
  });
  expect(await member.tryCommand('reply.delete', { id: reply.id })).toMatchObject({ kind: 'forbidden' });
  expect(await admin.tryCommand('comment.update', { id: comment.id, text: 'No' })).toMatchObject({
    kind: 'forbidden',
  });
  await settled(hearing.overWebSocket.socket);
  expect(hearing.overWebSocket.seen).toEqual([]);
});

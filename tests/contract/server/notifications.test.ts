import type { Socket } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { type Notification, notificationSchema } from '../../../protocol/wire/notification.ts';
import { userTopic } from '../../../protocol/wire/topic.ts';
import { expectExactPayload, expectGapless, ofTopic, settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  registerUser,
  type SeenEvent,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

async function people<const Names extends string[]>(server: TestServer, ...names: Names) {
  return (await Promise.all(names.map((name) => registerUser(server, { name })))) as {
    [Index in keyof Names]: TestUser;
  };
}

/** A band in which Ada created the song; the notifications of the setup are already read and removed. */
async function assemble() {
  const server = await startServer();
  const [ada, bo, cy, di] = await people(server, 'Ada', 'Bo', 'Cy', 'Di');
  const projectId = await createProject(ada, [bo, cy, di], 'Summer EP');
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
  const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Rough mix' });
  await server.database.run('delete from notification');
  const link = { projectId, vibeId: vibe.id, cutId: cut.id };
  const comment = (user: TestUser, text = 'More reverb', timestamp = 42.5) =>
    user.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp });
  const reply = (user: TestUser, commentId: string, text = 'Done') =>
    user.command('reply.create', { id: newId(), commentId, text });
  return { server, ada, bo, cy, di, projectId, vibe, cut, link, comment, reply };
}

async function list(user: TestUser, query = ''): Promise<Notification[]> {
  const { status, body } = await user.request('GET', `/api/notifications${query}`);
  expect(status).toBe(200);
  return body.map((one: unknown) => notificationSchema.strict().parse(one));
}

/** Each person's notifications, newest first. */
async function typesOf(users: Record<string, TestUser>): Promise<Record<string, string[]>> {
  const entries = Object.entries(users).map(
    async ([name, user]) => [name, (await list(user)).map(({ type }) => type)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

describe('recipients', () => {
  test('of a comment are the cut’s creator and uploaders, with a link to the exact comment', async () => {
    const { server, ada, bo, cy, di, cut, link, comment } = await assemble();
    await upload({ server, user: bo }, makeWave(), { kind: 'cut', cutId: cut.id });
    await server.database.run('delete from notification');
    const { id, createdAt } = await comment(cy);
    expect(await typesOf({ ada, bo, cy, di })).toEqual({
      ada: ['comment_added'],
      bo: ['comment_added'],
      cy: [],
      di: [],
    });
    expect(await list(ada)).toEqual([
      {
        id: expect.any(String),
        actor: { id: cy.account.id, name: 'Cy', avatarUrl: null },
        ...{ projectName: 'Summer EP', cutName: 'Rough mix' },
        type: 'comment_added',
        title: 'Cy commented on “Rough mix”',
        message: '0:42 More reverb',
        link: { ...link, commentId: id },
        isRead: false,
        createdAt,
      },
    ]);
    await comment(ada);
    expect(await typesOf({ ada, bo })).toEqual({
      ada: ['comment_added'],
      bo: ['comment_added', 'comment_added'],
    });
    await comment(cy, 'Here', 3723);
    expect((await list(ada))[0]?.message).toBe('1:02:03 Here');
  });

  test('of a reply are the people in the thread, with a link to the exact reply', async () => {
    const { ada, bo, cy, di, link, comment, reply } = await assemble();
    const { id } = await comment(ada);
    const first = await reply(bo, id);
    expect(await typesOf({ ada, bo, cy, di })).toEqual({ ada: ['reply_added'], bo: [], cy: [], di: [] });
    expect((await list(ada))[0]).toMatchObject({
      title: 'Bo replied on “Rough mix”',
      message: 'Done',
      link: { ...link, commentId: id, replyId: first.id },
    });
    await reply(cy, id);
    await reply(cy, id);
    expect(await typesOf({ ada, bo, cy, di })).toEqual({
      ada: ['reply_added', 'reply_added', 'reply_added'],
      bo: ['reply_added', 'reply_added'],
      cy: [],
      di: [],
    });
  });

  test('of a new cut, a new file and a new member are all the others', async () => {
    const { server, ada, bo, cy, di, vibe, cut, link, projectId } = await assemble();
    const made = await bo.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Take 2' });
    const { file } = await upload({ server, user: bo }, makeWave(), { kind: 'cut', cutId: cut.id });
    const [eve] = await people(server, 'Eve');
    await addMember(ada, eve, projectId);
    const all = ['member_joined', 'file_uploaded', 'cut_created'];
    expect(await typesOf({ ada, bo, cy, di, eve })).toEqual({
      ada: all,
      bo: ['member_joined'],
      cy: all,
      di: all,
      eve: ['invited'],
    });
    expect((await list(cy)).map(({ title, message, link: to }) => [title, message, to])).toEqual([
      ['Eve joined “Summer EP”', 'Eve accepted the invitation.', { projectId }],
      ['Bo bounced Rough mix v1', 'In “Summer EP”.', { ...link, fileId: file.id }],
      ['New song “Take 2”', 'Bo added it to “Summer EP”.', { ...link, cutId: made.id }],
    ]);
  });

  test('of a bounce that makes vibe, cut and file get one notification', async () => {
    const { server, ada, bo, cy, di, projectId } = await assemble();
    const target = newCut(projectId, 'v3 rough', { name: 'Late Night' });
    await upload({ server, user: bo }, makeWave(), target);
    expect(await typesOf({ ada, bo, cy, di })).toEqual({
      ada: ['file_uploaded'],
      bo: [],
      cy: ['file_uploaded'],
      di: ['file_uploaded'],
    });
    expect((await list(cy))[0]).toMatchObject({
      title: 'Bo bounced v3 rough v1',
      link: { projectId, cutId: target.cutId },
      ...{ actor: { name: 'Bo' }, projectName: 'Summer EP', cutName: 'v3 rough', versionNumber: 1 },
    });
  });

  test('of an invitation are the account of that address, without the token', async () => {
    const { server, ada, projectId } = await assemble();
    const [guest] = await people(server, 'Guest');
    const invite = (email: string) =>
      ada.command('project.invite', { id: newId(), projectId, email, role: 'MEMBER' });
    const { token } = await invite(guest.email.toUpperCase());
    await invite('nobody@example.com');
    expect(await list(guest)).toMatchObject([
      {
        type: 'invited',
        title: 'You’re invited to a project',
        message: 'Ada invites you to “Summer EP”. Open the link that they send you to join.',
        link: { projectId },
      },
    ]);
    const { body } = await guest.request('GET', `/api/sync?topic=user:${guest.account.id}&since=0`);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  test('never include people who left, even if the cut or the thread was theirs', async () => {
    const { ada, bo, cy, projectId, comment, reply } = await assemble();
    const { id } = await comment(bo);
    await reply(cy, id);
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    await reply(ada, id);
    expect(await typesOf({ bo, cy })).toEqual({ bo: [], cy: ['reply_added'] });
  });

  test('are nobody if a command changes nothing, is refused or is repeated', async () => {
    const { ada, bo, cut, comment } = await assemble();
    const operationId = newId();
    const payload = { id: newId(), cutId: cut.id, text: 'Once', timestamp: 1 };
    for (let time = 0; time < 3; time += 1) await bo.command('comment.create', payload, operationId);
    expect(await bo.tryCommand('comment.create', payload)).toMatchObject({ kind: 'conflict' });
    expect(await list(ada)).toHaveLength(1);
    const { id } = await comment(ada);
    expect(await bo.tryCommand('comment.update', { id, text: 'Mine' })).toMatchObject({ kind: 'forbidden' });
    await ada.command('comment.update', { id, text: 'Changed' });
    expect(await list(bo)).toEqual([]);
  });
});

test('hostile names are returned as they were given, in titles too', async () => {
  const server = await startServer();
  const name = '<img src=x onerror=alert(1)>';
  const [ada, bo] = await people(server, 'Ada', name);
  const projectId = await createProject(ada, [bo], '"><script>alert(1)</script>');
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name });
  const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: '{{7*7}}' });
  await bo.command('comment.create', { id: newId(), cutId: cut.id, text: '</p>\u202e', timestamp: 0 });
  expect((await list(ada)).map(({ title, message }) => [title, message])).toEqual([
    [`${name} commented on “{{7*7}}”`, '0:00 </p>\u202e'],
    [`${name} joined “"><script>alert(1)</script>”`, `${name} accepted the invitation.`],
  ]);
});

describe('a person’s list', () => {
  test('is newest first, in pages, without anyone else’s', async () => {
    const { ada, bo, comment } = await assemble();
    for (let count = 1; count <= 5; count += 1) await comment(bo, `Remark ${count}`, count);
    const all = await list(ada);
    expect(all.map(({ message }) => message.slice(-1))).toEqual(['5', '4', '3', '2', '1']);
    expect(await list(ada, '?limit=2')).toEqual(all.slice(0, 2));
    expect(await list(ada, `?limit=2&before=${all[1]?.id}`)).toEqual(all.slice(2, 4));
    expect(await bo.tryCommand('notification.read', { id: all[0]?.id })).toMatchObject({ kind: 'not-found' });
    await bo.command('notification.readAll', {});
    expect(await list(ada)).toEqual(all);
  });

  test('is marked as read one by one, up to one, or all; repeating it changes nothing', async () => {
    const { ada, bo, comment } = await assemble();
    for (let count = 1; count <= 4; count += 1) await comment(bo);
    const ids = (await list(ada)).map(({ id }) => id);
    const read = async () => (await list(ada)).map(({ isRead }) => isRead);
    const head = async () => {
      const { body } = await ada.request('GET', '/api/sync/heads');
      return body.heads[userTopic(ada.account.id)];
    };
    const patch = async (path: string, body?: object) => {
      const answer = await ada.request('PATCH', `/api/notifications/${path}`, body);
      expect(answer).toMatchObject({ status: 200, body: {} });
    };
    await patch(`${ids[1]}/read`);
    expect(await read()).toEqual([false, true, false, false]);
    await patch('read-all', { upTo: ids[2] });
    expect(await read()).toEqual([false, true, true, true]);
    const before = await head();
    await patch(`${ids[1]}/read`);
    await patch('read-all', { upTo: ids[2] });
    expect(await head()).toBe(before);
    await patch('read-all');
    expect(await read()).toEqual([true, true, true, true]);
    expect(await head()).toBe(before + 1);
    await patch('read-all');
    expect(await head()).toBe(before + 1);
  });
});

describe('deleting something withdraws its notifications', () => {
  test('for a reply, a comment and a cut; the others stay', async () => {
    const { ada, bo, cy, vibe, comment, reply } = await assemble();
    const kept = await comment(bo, 'Kept');
    const gone = await comment(bo, 'Gone');
    const answer = await reply(cy, gone.id, 'Gone first');
    await reply(cy, kept.id, 'Kept too');
    expect(await typesOf({ ada, bo })).toEqual({
      ada: ['comment_added', 'comment_added'],
      bo: ['reply_added', 'reply_added'],
    });
    await cy.command('reply.delete', { id: answer.id });
    expect((await list(bo)).map(({ message }) => message)).toEqual(['Kept too']);
    await bo.command('comment.delete', { id: gone.id });
    expect((await list(ada)).map(({ message }) => message)).toEqual(['0:42 Kept']);
    await ada.command('vibe.delete', { id: vibe.id });
    expect(await typesOf({ ada, bo, cy })).toEqual({ ada: [], bo: [], cy: [] });
  });

  test('for a file: its upload, but not the comments on its cut', async () => {
    const { server, ada, bo, cut } = await assemble();
    const { file } = await upload({ server, user: bo }, makeWave(), { kind: 'cut', cutId: cut.id });
    await bo.command('comment.create', {
      id: newId(),
      cutId: cut.id,
      text: 'x',
      timestamp: 1,
      fileId: file.id,
    });
    await ada.command('file.delete', { id: file.id });
    expect(await typesOf({ ada })).toEqual({ ada: ['comment_added'] });
  });

  test('but not for a moved cut whose old vibe is deleted', async () => {
    const { ada, bo, projectId, vibe, cut, comment } = await assemble();
    await comment(bo);
    const other = await ada.command('vibe.create', { id: newId(), projectId, name: 'Dawn' });
    await ada.command('cut.move', { id: cut.id, targetVibeId: other.id });
    await ada.command('vibe.delete', { id: vibe.id });
    expect(await typesOf({ ada })).toEqual({ ada: ['comment_added'] });
  });

  test('for someone who leaves a project, or whose project is deleted: only those of their other projects stay', async () => {
    const { ada, bo, cy, projectId, vibe } = await assemble();
    const other = await createProject(ada, [bo], 'Other');
    const make = () => cy.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'x' });
    await make();
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    expect((await list(bo)).map(({ link }) => link)).toEqual([{ projectId: other }]);
    await ada.command('project.delete', { id: projectId });
    expect((await list(ada)).map(({ link }) => link.projectId)).toEqual([other]);
    expect(await list(cy)).toEqual([]);
  });
});

describe('events of notifications', () => {
  /** Ada on two devices, in no room; and everyone who must not hear her events. */
  async function listen() {
    const band = await assemble();
    const { server, ada, bo, cy, di, projectId } = band;
    const [stranger, gone] = await people(server, 'Stranger', 'Gone');
    await addMember(ada, gone, projectId);
    await ada.command('member.remove', { projectId, userId: gone.account.id });
    const again = await connectSocket(server, di);
    const hear = async (user: TestUser, transport: 'websocket' | 'polling') => {
      const socket = await connectSocket(server, user, { transports: [transport] });
      return { socket, seen: collectEvents(socket) };
    };
    const hers = [await hear(ada, 'websocket'), await hear(ada, 'polling')];
    const others: { socket: Socket; seen: SeenEvent[] }[] = [];
    for (const user of [bo, cy, stranger, gone]) others.push(await hear(user, 'websocket'));
    const signedOut = { socket: again, seen: collectEvents(again) };
    await di.request('POST', '/api/auth/logout');
    await until(() => again.disconnected, { what: 'the signed-out socket to go' });
    await server.database.run('delete from notification');
    return { ...band, hers, others, signedOut };
  }
  type Listening = Awaited<ReturnType<typeof listen>>;

  const cases: {
    event: string;
    prepare: (band: Listening) => Promise<{ id: string }>;
    act: (band: Listening, made: { id: string }) => Promise<unknown>;
    payload: (band: Listening, made: { id: string }, told: Notification[]) => unknown;
  }[] = [
    {
      event: 'notification:new',
      prepare: async () => ({ id: newId() }),
      act: ({ cy, cut }, { id }) =>
        cy.request('POST', `/api/cuts/${cut.id}/comments`, { id, text: '<b>x</b>', timestamp: 5 }),
      payload: ({ link }, { id }) =>
        expect.objectContaining({
          type: 'comment_added',
          message: '0:05 <b>x</b>',
          link: { ...link, commentId: id },
        }),
    },
    {
      event: 'notification:read',
      prepare: ({ comment, cy }) => comment(cy),
      act: async ({ ada }) => ada.request('PATCH', `/api/notifications/${(await list(ada))[0]?.id}/read`),
      payload: (_band, _made, told) => ({ notificationId: told[0]?.id }),
    },
    {
      event: 'notifications:read',
      prepare: ({ comment, cy }) => comment(cy),
      act: ({ ada }) => ada.request('PATCH', '/api/notifications/read-all'),
      payload: (_band, _made, told) => ({ upTo: told[0]?.id }),
    },
    {
      event: 'notifications:withdrawn',
      prepare: ({ comment, cy }) => comment(cy),
      act: ({ cy }, { id }) => cy.request('DELETE', `/api/comments/${id}`),
      payload: (_band, { id }) => ({ about: 'comment', id }),
    },
  ];

  test.each(cases)(
    '$event reaches every socket of that person and no one else, exactly, after the commit',
    async ({ event, prepare, act, payload }) => {
      const band = await listen();
      const { ada, hers, others, signedOut } = band;
      const topic = userTopic(ada.account.id);
      const made = await prepare(band);
      const everyone = [...hers, ...others];
      for (const { socket, seen } of everyone) {
        await settled(socket);
        seen.length = 0;
      }
      const told = await list(ada);
      const heads = await ada.request('GET', '/api/sync/heads');

      // The event must already be in the log for a client that reads at once.
      const atOnce = new Promise<{ head: number }>((resolve, reject) => {
        hers[0]?.socket.once(event, () => {
          ada.request('GET', `/api/sync?topic=${topic}&since=0`).then(({ body }) => resolve(body), reject);
        });
      });
      expect(await act(band, made)).toMatchObject({ status: expect.toSatisfy((status) => status < 300) });
      for (const { socket } of everyone) await settled(socket);
      const position = { topic, seq: heads.body.heads[topic] + 1 };
      for (const { seen } of hers) {
        expect(seen).toEqual([{ name: event, payload: payload(band, made, told), position }]);
        for (const one of seen) expectExactPayload(one);
      }
      expect((await atOnce).head).toBeGreaterThanOrEqual(position.seq);
      for (const { seen } of others) expect(ofTopic(seen, topic)).toEqual([]);
      expect(signedOut.seen).toEqual([]);
      const { body } = await ada.request('GET', `/api/sync?topic=${topic}&since=${position.seq - 1}`);
      expect(body.events).toMatchObject([{ name: event, payload: hers[0]?.seen[0]?.payload }]);
    },
  );

  test('arrive in order and without a gap among the other events of the person’s topic', async () => {
    const { ada, bo, cy, projectId, hers, comment, reply } = await listen();
    const { id } = await comment(ada);
    await Promise.all(Array.from({ length: 10 }, (_, index) => reply(index % 2 ? bo : cy, id)));
    await ada.command('notification.readAll', {});
    await ada.command('comment.delete', { id });
    await ada.command('project.delete', { id: projectId });
    for (const { socket, seen } of hers) {
      await settled(socket);
      expect(seen.map(({ name }) => name)).toEqual([
        ...Array.from({ length: 10 }, () => 'notification:new'),
        'notifications:read',
        'notifications:withdrawn',
        'project:left',
      ]);
      expectGapless(seen);
    }
  });
});

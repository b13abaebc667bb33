import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  type Activity,
  activitySchema,
  activityTypeSchema,
  mostDismissed,
} from '../../../protocol/wire/activity.ts';
import { projectTopic } from '../../../protocol/wire/topic.ts';
import { ofTopic, settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

async function assemble() {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada, [bo]);
  const vibes = [newId(), newId(), newId()];
  for (const id of vibes) await ada.command('vibe.create', { id, projectId, name: id });
  const list = async (user = ada, query = '') => {
    const { body } = await user.request('GET', `/api/activities?projectId=${projectId}${query}`);
    return body.map((activity: unknown) => activitySchema.parse(activity)) as {
      id: string;
      type: string;
      target: { id: string };
    }[];
  };
  return { server, ada, bo, projectId, vibes, list };
}

test('of all types name actor, target, time and link, and are sent as they are listed', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const projectId = await createProject(ada);
  const socket = await connectSocket(server, ada);
  await joinProject(socket, projectId);
  const seen = collectEvents(socket);
  const begun = new Date().toISOString();

  const [vibeId, otherId, cutId, commentId, replyId] = [newId(), newId(), newId(), newId(), newId()];
  const [splitId, takeId] = [newId(), newId()];
  await addMember(ada, bo, projectId);
  await bo.command('vibe.create', { id: vibeId, projectId, name: 'Sunset' });
  await bo.command('vibe.create', { id: otherId, projectId, name: 'Dawn' });
  await bo.command('cut.create', { id: cutId, vibeId, name: 'Take 1' });
  const { file } = await upload({ server, user: bo }, makeWave(), { kind: 'cut', cutId });
  await bo.command('cut.split', { id: splitId, cutId, name: 'Take 2', fileIds: [file.id] });
  await bo.command('cut.create', { id: takeId, vibeId, name: 'Take 3' });
  for (const name of ['Drums.wav', 'Bass.wav']) {
    const song = { title: 'Take', isStem: true };
    await upload({ server, user: bo }, makeWave(), { kind: 'cut', cutId: takeId }, { name, song });
  }
  await bo.command('file.move', { id: file.id, targetCutId: takeId });
  await bo.command('cut.merge', { id: takeId, targetCutId: cutId });
  await ada.command('file.approve', { id: file.id, isApproved: true });
  await bo.command('file.update', { id: file.id, note: 'less snare' });
  await bo.command('comment.create', { id: commentId, cutId, text: 'More reverb', timestamp: 42.5 });
  await ada.command('reply.create', { id: replyId, commentId, text: 'Done' });
  await bo.command('cut.move', { id: cutId, targetVibeId: otherId });
  await ada.command('cut.delete', { id: cutId });
  await ada.command('cut.restore', { id: cutId });
  await ada.command('cut.delete', { id: cutId });
  await ada.command('vibe.delete', { id: otherId });
  await ada.command('vibe.restore', { id: otherId });
  await ada.command('project.transfer', { id: projectId, userId: bo.account.id });
  await bo.command('project.transfer', { id: projectId, userId: ada.account.id });
  await ada.command('member.setRole', { projectId, userId: bo.account.id, role: 'MEMBER' });
  await ada.command('member.remove', { projectId, userId: bo.account.id });
  const ended = new Date().toISOString();

  const inCut = { projectId, vibeId, cutId };
  const first = (cutName: string) => ({ cutName, number: 1 });
  const happened: [Activity['type'], TestUser, Activity['target'], Activity['link'], Activity['version']?][] =
    [
      ['member_joined', bo, { type: 'member', id: bo.account.id, name: 'Bo' }, { projectId }],
      ['vibe_created', bo, { type: 'vibe', id: vibeId, name: 'Sunset' }, { projectId, vibeId }],
      ['vibe_created', bo, { type: 'vibe', id: otherId, name: 'Dawn' }, { projectId, vibeId: otherId }],
      ['cut_created', bo, { type: 'cut', id: cutId, name: 'Take 1' }, inCut],
      [
        'file_uploaded',
        bo,
        { type: 'file', id: file.id, name: 'mix.wav' },
        { ...inCut, fileId: file.id },
        first('Take 1'),
      ],
      ['cut_split', bo, { type: 'cut', id: splitId, name: 'Take 2' }, { ...inCut, cutId: splitId }],
      ['cut_created', bo, { type: 'cut', id: takeId, name: 'Take 3' }, { ...inCut, cutId: takeId }],
      // One for both stems.
      [
        'stems_added',
        bo,
        { type: 'cut', id: takeId, name: 'Take 3' },
        { ...inCut, cutId: takeId, fileId: expect.any(String) },
      ],
      [
        'file_moved',
        bo,
        { type: 'file', id: file.id, name: 'mix.wav' },
        { ...inCut, cutId: takeId, fileId: file.id },
        first('Take 3'),
      ],
      ['cut_merged', bo, { type: 'cut', id: cutId, name: 'Take 3' }, inCut],
      [
        'file_approved',
        ada,
        { type: 'file', id: file.id, name: 'mix.wav' },
        { ...inCut, fileId: file.id },
        first('Take 1'),
      ],
      [
        'file_noted',
        bo,
        { type: 'file', id: file.id, name: 'mix.wav' },
        { ...inCut, fileId: file.id },
        { ...first('Take 1'), note: 'less snare' },
      ],
      ['comment_added', bo, { type: 'comment', id: commentId, name: 'More reverb' }, { ...inCut, commentId }],
      ['reply_added', ada, { type: 'reply', id: replyId, name: 'Done' }, { ...inCut, commentId, replyId }],
      ['cut_moved', bo, { type: 'cut', id: cutId, name: 'Take 1' }, { ...inCut, vibeId: otherId }],
      // A deleted thing can't be opened: the link leads to what contained it.
      ['cut_deleted', ada, { type: 'cut', id: cutId, name: 'Take 1' }, { projectId, vibeId: otherId }],
      ['cut_restored', ada, { type: 'cut', id: cutId, name: 'Take 1' }, { ...inCut, vibeId: otherId }],
      ['cut_deleted', ada, { type: 'cut', id: cutId, name: 'Take 1' }, { projectId, vibeId: otherId }],
      ['vibe_deleted', ada, { type: 'vibe', id: otherId, name: 'Dawn' }, { projectId }],
      ['vibe_restored', ada, { type: 'vibe', id: otherId, name: 'Dawn' }, { projectId, vibeId: otherId }],
      ['owner_changed', ada, { type: 'member', id: bo.account.id, name: 'Bo' }, { projectId }],
      ['owner_changed', bo, { type: 'member', id: ada.account.id, name: 'Ada' }, { projectId }],
      ['role_changed', ada, { type: 'member', id: bo.account.id, name: 'Bo' }, { projectId }],
      ['member_left', ada, { type: 'member', id: bo.account.id, name: 'Bo' }, { projectId }],
    ];
  expect(new Set(happened.map(([type]) => type))).toEqual(new Set(activityTypeSchema.options));

  await settled(socket);
  const heard: Activity[] = ofTopic(seen, projectTopic(projectId)).flatMap(({ name, payload }) =>
    name === 'activity:new' ? [activitySchema.strict().parse(payload)] : [],
  );
  expect(heard).toEqual(
    happened.map(([type, { account }, target, link, version]) => ({
      ...{ id: expect.any(String), type, projectId, target, link, createdAt: expect.any(String) },
      ...(version && { version }),
      actor: { id: account.id, name: account.name, avatarUrl: null },
    })),
  );
  for (const { createdAt } of heard) expect(createdAt >= begun && createdAt <= ended, createdAt).toBe(true);
  const { body } = await ada.request('GET', `/api/activities?projectId=${projectId}`);
  expect(body).toEqual(heard.toReversed());
});

test('of all projects are listed together, newest first, in pages, without those of other people’s projects', async () => {
  const { server, ada, bo, projectId } = await assemble();
  const second = await createProject(ada, [], 'Second');
  const foreign = await createProject(bo, [], 'Foreign');
  for (const [user, id] of [
    [ada, second],
    [bo, foreign],
    [ada, projectId],
    [ada, second],
  ] as const) {
    await user.command('vibe.create', { id: newId(), projectId: id, name: 'More' });
  }
  const list = async (query = '') => {
    const { status, body } = await ada.request('GET', `/api/activities?${query}`);
    expect(status).toBe(200);
    return body as { id: string; projectId: string }[];
  };
  const all = await list();
  expect(all.map((activity) => activity.projectId)).toEqual([
    second,
    projectId,
    second,
    ...Array(4).fill(projectId),
  ]);
  expect(all.map(({ id }) => id)).toEqual(
    all
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
  const pages = [];
  for (let before = ''; ; before = `&before=${pages.at(-1)?.id}`) {
    const page = await list(`limit=2${before}`);
    if (page.length === 0) break;
    pages.push(...page);
  }
  expect(pages).toEqual(all);
  expect((await (await registerUser(server)).request('GET', '/api/activities')).body).toEqual([]);
});

test('are listed newest first, in pages', async () => {
  const { list, vibes, bo } = await assemble();
  const all = await list();
  expect(all.map(({ target }) => target.id)).toEqual([...vibes.reverse(), bo.account.id]);
  const first = await list(undefined, '&limit=2');
  expect(first).toEqual(all.slice(0, 2));
  expect(await list(undefined, `&before=${first[1]?.id}&limit=2`)).toEqual(all.slice(2));
});

test('of all of the caller’s projects are listed together', async () => {
  const { ada, bo } = await assemble();
  const own = await createProject(ada, [], 'Own');
  await ada.command('vibe.create', { id: newId(), projectId: own, name: 'x' });
  expect((await ada.request('GET', '/api/activities')).body).toHaveLength(5);
  expect((await bo.request('GET', '/api/activities')).body).toHaveLength(4);
});

test('are dismissed and restored for one person only', async () => {
  const { ada, bo, list } = await assemble();
  const [newest, ...rest] = await list();
  const path = `/api/activities/${newest?.id}`;
  expect((await ada.request('POST', `${path}/dismiss`)).status).toBe(200);
  expect((await ada.request('POST', `${path}/dismiss`)).status).toBe(200);
  expect(await list()).toEqual(rest);
  expect(await list(bo)).toHaveLength(4);
  expect((await ada.request('POST', `${path}/undismiss`)).status).toBe(200);
  expect(await list()).toHaveLength(4);
});

test('are all dismissed at once, in one project or in all; the answer lists them for an undo', async () => {
  const { ada, list, projectId } = await assemble();
  const own = await createProject(ada, [], 'Own');
  await ada.command('vibe.create', { id: newId(), projectId: own, name: 'x' });
  const before = await list();
  const { body } = await ada.request('POST', '/api/activities/dismiss-all', { projectId });
  expect(new Set(body.dismissed)).toEqual(new Set(before.map(({ id }) => id)));
  expect(await list()).toEqual([]);
  expect((await ada.request('GET', '/api/activities')).body).toHaveLength(1);
  for (const id of body.dismissed) await ada.request('POST', `/api/activities/${id}/undismiss`);
  expect(await list()).toEqual(before);
  await ada.request('POST', '/api/activities/dismiss-all');
  expect((await ada.request('GET', '/api/activities')).body).toEqual([]);
});

test('can’t be seen or dismissed by someone outside the project', async () => {
  const { server, list, projectId } = await assemble();
  const stranger = await registerUser(server, { name: 'Cy' });
  const [newest] = await list();
  expect((await stranger.request('GET', `/api/activities?projectId=${projectId}`)).status).toBe(404);
  expect((await stranger.request('POST', `/api/activities/${newest?.id}/dismiss`)).status).toBe(404);
  expect((await stranger.request('POST', '/api/activities/dismiss-all', { projectId })).body).toEqual({
    dismissed: [],
  });
});

/** The events about their feed that a device of that person receives from now on. */
async function hearFeed(server: { url: string }, user: TestUser) {
  const seen = collectEvents(await connectSocket(server, user));
  return () =>
    seen.flatMap(({ name, payload }) => (name.startsWith('activities:') ? [[name, payload.ids]] : []));
}

test('send their dismissal and return to the person’s devices, and to no one else', async () => {
  const { server, ada, bo, list } = await assemble();
  const [told, toldBo] = [await hearFeed(server, ada), await hearFeed(server, bo)];
  const [first, second] = (await list()).map(({ id }) => id);
  const ids = [first ?? '', second ?? ''];
  await ada.command('activity.dismiss', { ids });
  // Nothing changes, so there is no event.
  await ada.command('activity.dismiss', { ids });
  await ada.command('activity.undismiss', { ids: [ids[0] ?? '', newId()] });
  await ada.command('activity.undismiss', { ids: [ids[0] ?? ''] });
  await until(() => told().length >= 2);
  expect(told()).toEqual([
    ['activities:dismissed', ids],
    ['activities:undismissed', [ids[0]]],
  ]);
  expect(await list()).toHaveLength(3);
  await bo.command('activity.dismiss', { ids });
  await until(() => toldBo().length > 0);
  expect(toldBo()).toEqual([['activities:dismissed', ids]]);
  expect(told()).toHaveLength(2);
});

test('newer than the last one seen stay when all are dismissed', async () => {
  const { ada, projectId, list } = await assemble();
  const [newest, last] = await list();
  const { dismissed } = await ada.command('activity.dismissAll', { projectId, upTo: last?.id });
  expect(dismissed).toHaveLength(3);
  expect(await list()).toEqual([newest]);
});

test('are dismissed in several events when there are many', async () => {
  const { server, ada, projectId, list } = await assemble();
  const told = await hearFeed(server, ada);
  const ids = Array.from({ length: 2 * mostDismissed }, () => `('${newId()}')`);
  await server.database.run(`
      with made(made) as (values ${ids})
      insert into activity select made, projectId, type, actorId, body, createdAt from made, (
        select * from activity where type = 'vibe_created' limit 1) as one`);
  const { dismissed } = await ada.command('activity.dismissAll', { projectId });
  expect(dismissed).toHaveLength(2 * mostDismissed + 4);
  await until(() => told().length === 3);
  expect(told().flatMap(([, ids]) => ids)).toEqual(dismissed);
  expect(await list()).toEqual([]);
});

test('that are unknown, or none at all, can’t be dismissed', async () => {
  const { ada } = await assemble();
  expect(await ada.tryCommand('activity.dismiss', { ids: [newId()] })).toMatchObject({ kind: 'not-found' });
  expect(await ada.tryCommand('activity.undismiss', { ids: [newId()] })).toMatchObject({ kind: 'not-found' });
  expect(await ada.tryCommand('activity.dismiss', { ids: [] })).toMatchObject({ kind: 'invalid' });
  const many = Array.from({ length: mostDismissed + 1 }, () => newId());
  expect(await ada.tryCommand('activity.dismiss', { ids: many })).toMatchObject({ kind: 'invalid' });
});

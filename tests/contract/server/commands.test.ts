import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { type CommandAnswer, commandAnswerSchema } from '../../../protocol/wire/command-batch.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

type Operation = { operationId: string; kind: string; payload: unknown };

async function send(user: TestUser, operations: Operation[]): Promise<CommandAnswer[]> {
  const { status, body } = await user.request('POST', '/api/commands', { operations });
  expect(status).toBe(200);
  return body.answers.map((answer: unknown) => commandAnswerSchema.parse(answer));
}

const operation = (kind: string, payload: unknown): Operation => ({ operationId: newId(), kind, payload });

test('a batch is run in order, and each operation is answered in its place', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const [projectId, vibeId, cutId] = [newId(), newId(), newId()];
  const operations = [
    operation('project.create', { id: projectId, name: 'LP' }),
    operation('vibe.create', { id: vibeId, projectId, name: 'Sunset' }),
    operation('cut.create', { id: newId(), vibeId: 'unknown', name: 'x' }),
    operation('cut.create', { id: cutId, vibeId, name: 'Mix' }),
    operation('no.such', {}),
    operation('vibe.update', { id: vibeId }),
    operation('cut.update', { id: cutId, name: 'Mix 2' }),
  ];
  const answers = await send(ada, operations);
  expect(answers.map(({ operationId }) => operationId)).toEqual(operations.map((one) => one.operationId));
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.kind))).toEqual([
    'ok',
    'ok',
    'not-found',
    'ok',
    'invalid',
    'invalid',
    'ok',
  ]);
  const { body } = await ada.request('GET', `/api/projects/${projectId}`);
  expect(body.vibes[0].cuts[0].name).toBe('Mix 2');
});

test('every command’s result is exactly what its schema says', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const bo = await registerUser(server, { name: 'Bo' });
  const [projectId, vibeId, otherId, cutId, goneId] = [newId(), newId(), newId(), newId(), newId()];
  const run = async (user: TestUser, kind: keyof typeof commandSchemas, payload: object) => {
    const answer = await user.tryCommand(kind, payload);
    if (!answer.ok) throw new Error(`${kind}: ${answer.message}`);
    expect(commandSchemas[kind].result.parse(answer.result), kind).toStrictEqual(answer.result);
    ran.add(kind);
    return answer.result as { token: string };
  };
  // Those of files are in versions.test.ts and in the tests of uploads.
  const ran = new Set<string>(['file.delete', 'file.update', 'cut.reorder']);
  await run(ada, 'project.create', { id: projectId, name: 'LP', description: 'Long' });
  await run(ada, 'project.update', { id: projectId, description: null });
  const { token } = await run(ada, 'project.invite', {
    id: newId(),
    projectId,
    email: bo.email,
    role: 'MEMBER',
  });
  await run(bo, 'invitation.accept', { token });
  await run(ada, 'vibe.create', { id: vibeId, projectId, name: 'One' });
  await run(ada, 'vibe.create', { id: otherId, projectId, name: 'Two' });
  await run(ada, 'vibe.update', { id: vibeId, name: 'Uno' });
  await run(ada, 'vibe.reorder', { projectId, vibeIds: [otherId, vibeId] });
  await run(bo, 'cut.create', { id: cutId, vibeId, name: 'Mix' });
  await run(bo, 'cut.create', { id: goneId, vibeId, name: 'Mix' });
  await run(bo, 'cut.update', { id: cutId, name: 'Mix 2' });
  await run(bo, 'cut.describe', { id: cutId, music: { tempo: 120, sections: [{ name: 'Intro', from: 0 }] } });
  await run(bo, 'cut.move', { id: cutId, targetVibeId: otherId });
  const { file } = await upload({ server, user: bo }, makeWave(), { kind: 'cut', cutId });
  const splitId = newId();
  await run(bo, 'file.move', { id: file.id, targetCutId: goneId });
  await run(bo, 'cut.split', { id: splitId, cutId: goneId, name: 'Mix 3', fileIds: [file.id] });
  await run(bo, 'cut.merge', { id: splitId, targetCutId: cutId });
  await run(bo, 'file.setType', { id: file.id, type: 'STEM', targetCutId: cutId });
  await run(bo, 'file.setType', { id: file.id, type: 'CUT', targetCutId: cutId });
  const [commentId, replyId] = [newId(), newId()];
  await run(bo, 'comment.create', { id: commentId, cutId, text: 'Louder', timestamp: 1.5, fileId: newId() });
  await run(ada, 'reply.create', { id: replyId, commentId, text: 'Done' });
  await run(bo, 'comment.update', { id: commentId, text: 'Softer', timestamp: 2 });
  await run(ada, 'comment.resolve', { id: commentId });
  await run(bo, 'comment.reopen', { id: commentId });
  await run(ada, 'comment.react', { id: commentId, reaction: 'fire', isGiven: true });
  await run(ada, 'file.approve', { id: file.id, isApproved: true });
  const { body: told } = await bo.request('GET', '/api/notifications');
  await run(bo, 'notification.read', { id: told[0].id });
  await run(bo, 'notification.readAll', {});
  const { body: activities } = await bo.request('GET', '/api/activities?limit=1');
  const ids = [activities[0].id];
  await run(bo, 'activity.dismiss', { ids });
  await run(bo, 'activity.undismiss', { ids });
  await run(bo, 'activity.dismissAll', { projectId });
  await run(ada, 'reply.update', { id: replyId, text: 'Done, @Bo', mentions: [bo.account.id] });
  await run(bo, 'reply.react', { id: replyId, reaction: 'thanks', isGiven: true });
  await run(ada, 'reply.delete', { id: replyId });
  await run(bo, 'comment.delete', { id: commentId });
  await run(ada, 'cut.delete', { id: goneId });
  await run(ada, 'cut.restore', { id: goneId });
  const conversationId = newId();
  await run(ada, 'conversation.open', { id: conversationId, userId: bo.account.id });
  await run(bo, 'message.send', { id: newId(), conversationId, text: 'Louder' });
  await run(ada, 'conversation.read', { conversationId });
  const messageId = newId();
  await run(bo, 'room.send', { id: messageId, projectId, text: '@Ada?', mentions: [ada.account.id] });
  await run(ada, 'room.react', { id: messageId, projectId, reaction: 'laugh', isGiven: true });
  await run(ada, 'comment.create', { id: newId(), cutId, text: '@Ada?', timestamp: 0, messageId });
  await run(ada, 'room.read', { projectId });
  await run(ada, 'attention.setLevel', { projectId, level: 'mentions' });
  await run(ada, 'attention.setMail', { projectId, mail: 'mentions' });
  await run(ada, 'attention.setQuietHours', { quietHours: { from: '22:00', until: '08:00' } });
  await run(ada, 'account.update', { picture: null });
  await run(ada, 'file.delete', { id: file.id });
  await run(ada, 'file.restore', { id: file.id });
  await run(ada, 'vibe.delete', { id: vibeId });
  await run(ada, 'vibe.restore', { id: vibeId });
  const invitation = { id: newId(), projectId, email: 'cy@example.com', role: 'LISTENER' as const };
  await run(ada, 'project.invite', invitation);
  await run(ada, 'invitation.revoke', { id: invitation.id });
  await run(ada, 'member.setRole', { projectId, userId: bo.account.id, role: 'LISTENER' });
  await run(ada, 'project.transfer', { id: projectId, userId: bo.account.id });
  await run(bo, 'project.transfer', { id: projectId, userId: ada.account.id });
  await run(ada, 'member.remove', { projectId, userId: bo.account.id });
  await run(ada, 'project.delete', { id: projectId });
  await run(ada, 'project.restore', { id: projectId });
  expect([...ran].sort()).toEqual(Object.keys(commandSchemas).sort());
});

test('the same operation again returns the stored answer and changes nothing', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const create = operation('vibe.create', { id: newId(), projectId, name: 'Once' });
  const [first] = await send(ada, [create]);
  const again = await send(ada, [create, create]);
  expect(again).toEqual([first, first]);
  await server.restart();
  expect(await send(ada, [create])).toEqual([first]);
  const { body } = await ada.request('GET', `/api/projects/${projectId}`);
  expect(body.vibes).toHaveLength(1);
  expect(body.seq).toBe(2);
});

test('an answer names the positions of its events on the topics that its sender may read', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const projectId = await createProject(ada, [bo]);
  const [project, own] = [`project:${projectId}`, `user:${ada.account.id}`] as const;
  const vibeId = newId();
  const positionsOf = async (user: TestUser, kind: string, payload: unknown) => {
    const [answer] = await send(user, [operation(kind, payload)]);
    if (!answer?.ok) throw new Error(`${kind} was refused`);
    return answer.positions;
  };
  const headOf = async (user: TestUser, topic: string): Promise<number> =>
    (await user.request('GET', '/api/sync/heads')).body.heads[topic] ?? 0;

  const head = await headOf(ada, project);
  await ada.command('vibe.create', { id: vibeId, projectId, name: 'Sunset' });
  // Bo is notified of the cut, on a topic that is Bo's own.
  const boHead = await headOf(bo, `user:${bo.account.id}`);
  expect(await positionsOf(ada, 'cut.create', { id: newId(), vibeId, name: 'Mix' })).toEqual([
    { topic: project, seq: head + 3 },
    { topic: project, seq: head + 4 },
  ]);
  expect(await headOf(bo, `user:${bo.account.id}`)).toBe(boHead + 1);
  expect(await headOf(ada, project)).toBe(head + 4);

  expect(await positionsOf(ada, 'vibe.update', { id: vibeId, name: 'Sunset' })).toEqual([]);
  const ownHead = await headOf(ada, own);
  const next = newId();
  expect(await positionsOf(ada, 'project.create', { id: next, name: 'LP' })).toEqual([
    { topic: own, seq: ownHead + 1 },
  ]);
  expect(await positionsOf(ada, 'project.delete', { id: next })).toEqual([{ topic: own, seq: ownHead + 2 }]);
  // A member who leaves can't read the project's topic any more.
  const left = await positionsOf(bo, 'member.remove', { projectId, userId: bo.account.id });
  expect(left?.map(({ topic }) => topic)).toEqual([`user:${bo.account.id}`]);
});

test('a repeated operation is answered with the same positions; an answer stored before there were any has none', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const create = operation('vibe.create', { id: newId(), projectId, name: 'Once' });
  const [first] = await send(ada, [create]);
  const topic = `project:${projectId}`;
  expect(first).toMatchObject({
    positions: [
      { topic, seq: 1 },
      { topic, seq: 2 },
    ],
  });
  expect(await send(ada, [create])).toEqual([first]);
  await server.stop();
  const { operationId } = create;
  const answer = await server.database.value(
    'select answer from operation where operationId = ?',
    operationId,
  );
  const { positions: _, ...stored } = JSON.parse(answer);
  const update = 'update operation set answer = ? where operationId = ?';
  await server.database.run(update, JSON.stringify(stored), operationId);
  await server.restart();
  const [old] = await send(ada, [create]);
  expect(old).toMatchObject({ ok: true });
  expect(old).not.toHaveProperty('positions');
});

test('the same operation sent many times at once has one effect and one answer', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const create = operation('vibe.create', { id: newId(), projectId, name: 'Once' });
  const answers = (await Promise.all(Array.from({ length: 20 }, () => send(ada, [create])))).flat();
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.ok).toBe(true);
  const { body } = await ada.request('GET', `/api/projects/${projectId}`);
  expect(body.seq).toBe(2);
});

test('a used operation id with another payload or kind is a conflict', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const create = operation('vibe.create', { id: newId(), projectId, name: 'Once' });
  await send(ada, [create]);
  const [otherPayload, otherKind] = await send(ada, [
    { ...create, payload: { ...(create.payload as object), name: 'Twice' } },
    { ...create, kind: 'project.update', payload: { id: projectId, name: 'x' } },
  ]);
  expect(otherPayload).toMatchObject({ ok: false, kind: 'conflict' });
  expect(otherKind).toMatchObject({ ok: false, kind: 'conflict' });
});

test('operation ids belong to their user: another’s same id is another operation', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const operationId = newId();
  const [one] = await send(ada, [
    { operationId, kind: 'project.create', payload: { id: newId(), name: 'A' } },
  ]);
  const [two] = await send(bo, [
    { operationId, kind: 'project.create', payload: { id: newId(), name: 'B' } },
  ]);
  expect([one?.ok, two?.ok]).toEqual([true, true]);
});

test('a refusal is stored too: it stays refused even if it would be allowed by now', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const projectId = await createProject(ada);
  const create = operation('vibe.create', { id: newId(), projectId, name: 'Early' });
  const [refused] = await send(bo, [create]);
  expect(refused).toMatchObject({ ok: false, kind: 'not-found' });
  const { token } = await ada.command('project.invite', {
    id: newId(),
    projectId,
    email: bo.email,
    role: 'MEMBER',
  });
  await bo.command('invitation.accept', { token });
  expect(await send(bo, [create])).toEqual([refused]);
  const [fresh] = await send(bo, [{ ...create, operationId: newId() }]);
  expect(fresh?.ok).toBe(true);
});

test('an id that is in use is a conflict, even if another user used it', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const projectId = await createProject(ada);
  const taken = { id: projectId, name: 'Mine' };
  expect(await bo.tryCommand('project.create', taken)).toMatchObject({ ok: false, kind: 'conflict' });
  expect(await ada.tryCommand('project.create', taken)).toMatchObject({ ok: false, kind: 'conflict' });
  expect((await bo.request('GET', '/api/projects')).body).toEqual([]);
});

test.each([
  ['no operation', { operations: [] }],
  ['101 operations', { operations: Array.from({ length: 101 }, () => operation('vibe.create', {})) }],
  ['an operation without an id', { operations: [{ kind: 'vibe.create', payload: {} }] }],
  ['an id that is no id', { operations: [{ operationId: 'a b', kind: 'vibe.create', payload: {} }] }],
  ['a kind that is no text', { operations: [{ operationId: 'a', kind: 7, payload: {} }] }],
  ['no list', { operations: 'x' }],
  ['nothing', {}],
])('a batch with %s is refused as a whole', async (_what, body) => {
  const server = await startServer();
  const ada = await registerUser(server);
  const answer = await ada.request('POST', '/api/commands', body);
  expect(answer.status).toBe(400);
  expect(answer.body.kind).toBe('invalid');
});

test('a command over 64 KB, or nested too deeply, is refused alone; 100 large ones get through', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const payload = (name: string, more: unknown = '') => ({ id: newId(), projectId, name, more });
  const answers = await send(ada, [
    operation('vibe.create', payload('too large', 'x'.repeat(65 * 1024))),
    operation('constructor', payload('x')),
    operation('vibe.create', payload('fits')),
  ]);
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.kind))).toEqual(['too-large', 'invalid', 'ok']);
  // Too deep for JSON.stringify on either side, so it is written by hand.
  const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
  const nested = await ada.request(
    'POST',
    '/api/commands',
    `{"operations":[{"operationId":"deep","kind":"vibe.create","payload":${deep}}]}`,
  );
  expect(nested.status === 400 || nested.body.answers[0].kind === 'invalid').toBe(true);
  const large = Array.from({ length: 100 }, () => operation('vibe.create', payload('n', 'x'.repeat(63_000))));
  expect((await send(ada, large)).filter(({ ok }) => ok)).toHaveLength(100);
});

test('the documented routes take the operation id as Idempotency-Key', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const key = { 'idempotency-key': newId() };
  const first = await ada.request('POST', '/api/projects', { name: 'Once' }, key);
  const again = await ada.request('POST', '/api/projects', { name: 'Once' }, key);
  expect(first.status).toBe(201);
  expect(again.status).toBe(201);
  expect(again.body).toEqual(first.body);
  const other = await ada.request('POST', '/api/projects', { name: 'Twice' }, key);
  expect(other.status).toBe(409);
  const bad = await ada.request('POST', '/api/projects', { name: 'x' }, { 'idempotency-key': 'a b' });
  expect(bad.status).toBe(400);
  expect(bad.body.error).toMatch(/^Idempotency-Key/);
  expect((await ada.request('GET', '/api/projects')).body).toHaveLength(1);
});

test('an answer is stored under the key of its request; without one nobody can ask for it again, so none is', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const answers = () => server.database.values('select kind from operation');
  const made = await ada.request('POST', '/api/projects', { name: 'No key' });
  expect(made).toMatchObject({ status: 201, body: { name: 'No key' } });
  expect((await ada.request('PUT', `/api/projects/${newId()}`, { name: 'Nowhere' })).status).toBe(404);
  expect(await answers()).toEqual([]);
  await ada.request('POST', '/api/projects', { name: 'With a key' }, { 'idempotency-key': newId() });
  expect(await answers()).toEqual(['project.create']);
});

test('moving a cut puts it at the end of the other vibe; moving it to its own vibe changes nothing', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const [from, to] = [newId(), newId()];
  for (const id of [from, to]) await ada.command('vibe.create', { id, projectId, name: id });
  const [a, b, c] = [newId(), newId(), newId()];
  await ada.command('cut.create', { id: a, vibeId: from, name: 'a' });
  await ada.command('cut.create', { id: b, vibeId: to, name: 'b' });
  await ada.command('cut.create', { id: c, vibeId: to, name: 'c' });
  const moved = await ada.command('cut.move', { id: a, targetVibeId: to });
  expect(moved).toMatchObject({ vibeId: to, order: 2 });
  const before = await ada.request('GET', `/api/projects/${projectId}`);
  expect(before.body.vibes[1].cuts.map(({ id }: { id: string }) => id)).toEqual([b, c, a]);
  expect(await ada.command('cut.move', { id: a, targetVibeId: to })).toEqual(moved);
  expect((await ada.request('GET', `/api/projects/${projectId}`)).body).toEqual(before.body);
  const elsewhere = await createProject(ada, [], 'Other');
  const far = await ada.command('vibe.create', { id: newId(), projectId: elsewhere, name: 'far' });
  expect(await ada.tryCommand('cut.move', { id: a, targetVibeId: far.id })).toMatchObject({
    kind: 'invalid',
  });
});

test('a new order must name every vibe once', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const [one, two, three] = [newId(), newId(), newId()];
  for (const id of [one, two, three]) await ada.command('vibe.create', { id, projectId, name: id });
  const reorder = (vibeIds: string[]) => ada.tryCommand('vibe.reorder', { projectId, vibeIds });
  for (const wrong of [
    [one, two],
    [one, two, two],
    [one, two, three, newId()],
    [one, two, newId()],
  ]) {
    expect(await reorder(wrong)).toMatchObject({ ok: false, kind: 'conflict' });
  }
  expect(await reorder([three, one, two])).toMatchObject({ ok: true });
  const { body } = await ada.request('GET', `/api/projects/${projectId}`);
  expect(body.vibes.map(({ id, order }: { id: string; order: number }) => [id, order])).toEqual([
    [three, 0],
    [one, 1],
    [two, 2],
  ]);
});

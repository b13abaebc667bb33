import SQLite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { CommandAnswer } from '../../../protocol/wire/command-batch.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { settled } from '../../helpers/hearing.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  request,
  startServer,
} from '../../helpers/server.ts';
import { commit, makeWave, newCut, reserve, reserved, sendBytes } from '../../helpers/uploads.ts';

/** The next database that this process opens: a size limit applies to one connection only. */
function catchDatabase(): () => SQLite.Database {
  const { pragma } = SQLite.prototype;
  let caught: SQLite.Database | undefined;
  SQLite.prototype.pragma = function (this: SQLite.Database, ...what) {
    if (what[0] === 'journal_mode = WAL') caught = this;
    return pragma.apply(this, what);
  };
  disposeLater(() => {
    SQLite.prototype.pragma = pragma;
  });
  return () => {
    if (!caught) throw new Error('No database was opened');
    return caught;
  };
}

test('a database that can’t grow answers no-space, acknowledges only what it stored, and works again once it can', async () => {
  const database = catchDatabase();
  const server = await startServer();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Song' });
  const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
  const bytes = makeWave();
  const waiting = await reserved(ada, bytes, newCut(projectId));
  await sendBytes({ server, user: ada }, waiting, bytes);
  const socket = await connectSocket(server, ada);
  const heard = collectEvents(socket);
  await joinProject(socket, projectId);

  database().pragma('max_page_count = 1');
  const name = 'x'.repeat(200);
  const operation = () => ({
    operationId: newId(),
    kind: 'vibe.create',
    payload: { id: newId(), projectId, name },
  });
  const acknowledged: string[] = [];
  let refused: ReturnType<typeof operation>[] = [];
  while (refused.length === 0) {
    const operations = Array.from({ length: 5 }, operation);
    const { status, body } = await ada.request('POST', '/api/commands', { operations });
    expect(status).toBe(200);
    const answers: CommandAnswer[] = body.answers;
    for (const [index, answer] of answers.entries()) {
      if (answer.ok) acknowledged.push(operations[index]?.payload.id ?? '');
      else expect(answer.kind).toBe('no-space');
    }
    refused = operations.filter((_one, index) => !answers[index]?.ok);
  }

  const noSpace = { status: 500, body: { kind: 'no-space', error: expect.stringMatching(/disk is full/) } };
  // A refused key leaves no trace, so the same request can succeed later.
  const key = newId();
  const createVibe = () =>
    ada.request('POST', `/api/projects/${projectId}/vibes`, { name }, { 'idempotency-key': key });
  expect(await createVibe()).toMatchObject(noSpace);
  const register = () =>
    request(server, 'POST', '/api/auth/register', {
      email: `${newId()}@example.com`,
      password: 'correct horse battery',
      name,
    });
  let registered = await register();
  while (registered.status === 201) registered = await register();
  expect(registered).toMatchObject(noSpace);
  const signIn = () =>
    request(server, 'POST', '/api/auth/login', { email: ada.email, password: ada.password });
  let signedIn = await signIn();
  while (signedIn.status === 200) signedIn = await signIn();
  expect(signedIn).toMatchObject(noSpace);
  expect(await commit(ada, waiting)).toMatchObject(noSpace);
  const reservation = () => reserve(ada, bytes, newCut(projectId, name), { name });
  let last = await reservation();
  while (last.status === 200) last = await reservation();
  expect(last).toMatchObject(noSpace);
  const form = new FormData();
  form.append('cutId', cut.id);
  form.append('file', new Blob([bytes]), 'mix.wav');
  const headers = { cookie: ada.cookie };
  const uploaded = await fetch(`${server.url}/api/files/upload`, { method: 'POST', headers, body: form });
  expect({ status: uploaded.status, body: await uploaded.json() }).toMatchObject(noSpace);

  // The server runs, reads, and holds exactly what it acknowledged; no other event was sent.
  expect((await request(server, 'GET', '/api/health')).status).toBe(200);
  const read = async () => (await ada.request('GET', `/api/projects/${projectId}`)).body;
  const vibesOf = (project: { vibes: { id: string }[] }) => project.vibes.map(({ id }) => id);
  const full = await read();
  expect(vibesOf(full)).toEqual([vibe.id, ...acknowledged]);
  await settled(socket);
  const created = heard
    .filter(({ name: event }) => event === 'vibe:created')
    .map(({ payload }) => payload.id);
  expect(created).toEqual(acknowledged);

  database().pragma('max_page_count = 1000000');
  const again = await ada.request('POST', '/api/commands', { operations: refused });
  expect(again.body.answers.every(({ ok }: CommandAnswer) => ok)).toBe(true);
  expect((await createVibe()).status).toBe(201);
  expect((await register()).status).toBe(201);
  expect((await commit(ada, waiting)).body).toMatchObject({ state: 'committed' });
  const mended = await read();
  expect(vibesOf(mended)).toEqual([
    vibe.id,
    ...acknowledged,
    ...refused.map(({ payload }) => payload.id),
    key,
  ]);
  expect(mended.vibes[0].cuts).toHaveLength(2);
});

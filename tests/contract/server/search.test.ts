import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { type SearchResult, searchAnswerSchema, searchTypeSchema } from '../../../protocol/wire/search.ts';
import {
  addMember,
  createProject,
  isOnPostgres,
  registerUser,
  request,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

const ask = (user: TestUser, q: string, more = '') =>
  user.request('GET', `/api/search?q=${encodeURIComponent(q)}${more}`);

async function find(user: TestUser, q: string, more = ''): Promise<SearchResult[]> {
  const { status, body } = await ask(user, q, more);
  expect(status, JSON.stringify(body)).toBe(200);
  return searchAnswerSchema.strict().parse(body).results;
}

const named = (results: SearchResult[]) => results.map(({ type, name }) => `${type} ${name}`);

/** A project with one of each, everything with "aurora" in it. */
async function makeAurora(server: TestServer, ada: TestUser) {
  const project = await ada.command('project.create', {
    id: newId(),
    name: 'Aurora EP',
    description: 'Six songs of the winter',
  });
  const projectId = project.id;
  const vibe = await ada.command('vibe.create', { id: newId(), projectId, name: 'Aurora song' });
  const cut = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Aurora rough' });
  const { file } = await upload(
    { server, user: ada },
    makeWave(),
    { kind: 'cut', cutId: cut.id },
    { name: 'aurora_mix-v3.wav' },
  );
  const comment = await ada.command('comment.create', {
    id: newId(),
    cutId: cut.id,
    text: 'The aurora pad is too loud',
    timestamp: 3,
  });
  return { projectId, vibe, cut, file, comment };
}

async function assemble() {
  const server = await startServer();
  const [ada, bo, cy] = (await Promise.all(
    ['Ada', 'Bo', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];
  return { server, ada, bo, cy, ...(await makeAurora(server, ada)) };
}

test('finds cuts, vibes, projects, files and comments in this order, each with a link', async () => {
  const { ada, projectId, vibe, cut, file, comment } = await assemble();
  const inCut = { projectId, vibeId: vibe.id, cutId: cut.id };
  expect(await find(ada, 'aurora')).toEqual([
    { type: 'cut', id: cut.id, name: 'Aurora rough', link: inCut },
    { type: 'vibe', id: vibe.id, name: 'Aurora song', link: { projectId, vibeId: vibe.id } },
    {
      type: 'project',
      id: projectId,
      name: 'Aurora EP',
      snippet: 'Six songs of the winter',
      link: { projectId },
    },
    { type: 'file', id: file.id, name: 'aurora_mix-v3.wav', link: { ...inCut, fileId: file.id } },
    {
      type: 'comment',
      id: comment.id,
      name: 'The aurora pad is too loud',
      snippet: 'The aurora pad is too loud',
      link: { ...inCut, commentId: comment.id },
    },
  ]);
});

test('finds replies, each with a link to it in its comment', async () => {
  const { ada, bo, projectId, vibe, cut, comment } = await assemble();
  await addMember(ada, bo, projectId);
  const reply = await bo.command('reply.create', {
    id: newId(),
    commentId: comment.id,
    text: 'Half the marimba would do',
  });
  expect(await find(ada, 'marimb')).toEqual([
    {
      type: 'reply',
      id: reply.id,
      name: 'Half the marimba would do',
      snippet: 'Half the marimba would do',
      link: { projectId, vibeId: vibe.id, cutId: cut.id, commentId: comment.id, replyId: reply.id },
    },
  ]);
  await bo.command('reply.create', { id: newId(), commentId: comment.id, text: 'No more aurora' });
  expect(named(await find(ada, 'aurora')).slice(-2)).toEqual([
    'comment The aurora pad is too loud',
    'reply No more aurora',
  ]);
});

test('matches all words, the last one by its beginning, ignoring accents and case', async () => {
  const { ada, cut } = await assemble();
  const say = (text: string) =>
    ada.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp: 1 });
  await say('Größere Bühne für José');
  await say('cafe\u0301 noise');
  for (const q of [
    'aur',
    'AURORA pad',
    'pad aurora',
    'loud au',
    'too "loud"',
    'the aurora pad is too loud',
  ]) {
    expect(named(await find(ada, q)), q).toContain('comment The aurora pad is too loud');
  }
  for (const q of ['buhne', 'BÜHNE jos', 'jose', 'größ', 'bu\u0308hne']) {
    expect(named(await find(ada, q)), q).toEqual(['comment Größere Bühne für José']);
  }
  expect(await find(ada, 'café')).toHaveLength(1);
  for (const q of ['mix v3', 'aurora_mix', 'mix-v3.wav', 'v3 mix', '.wav']) {
    expect(named(await find(ada, q)), q).toEqual(['file aurora_mix-v3.wav']);
  }
  expect(named(await find(ada, 'winter'))).toEqual(['project Aurora EP']);
  // Only the last word may be incomplete, and one result must have all words.
  for (const q of ['aur pad', 'aurora winter loud', 'rora', 'v3_mix'])
    expect(await find(ada, q), q).toEqual([]);
});

test('shows the matching passage as text, even of a long comment', async () => {
  const { ada, cut } = await assemble();
  const text = `<b>Start</b> ${'word '.repeat(400)}<img src=x onerror=alert(1)> needle & "end" ${'tail '.repeat(400)}`;
  await ada.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp: 1 });
  await ada.command('comment.create', { id: newId(), cutId: cut.id, text: 'y'.repeat(5000), timestamp: 1 });
  const [found] = await find(ada, 'needle');
  expect(found?.name).toMatch(/^<b>Start<\/b> word /);
  expect(found?.snippet).toContain('<img src=x onerror=alert(1)> needle & "end"');
  expect(found?.snippet?.length).toBeLessThan(200);
  expect((await find(ada, 'yyy'))[0]?.snippet?.length).toBeLessThanOrEqual(140);
});

describe('permissions', () => {
  test('members find what is in their projects, strangers nothing, and 401 without signing in', async () => {
    const { server, ada, bo, cy, projectId, comment } = await assemble();
    await ada.command('reply.create', { id: newId(), commentId: comment.id, text: 'A quiet aside' });
    await createProject(bo, [], 'Aurora of Bo');
    expect((await request(server, 'GET', '/api/search?q=aurora')).status).toBe(401);
    for (const q of ['aurora', 'aside']) expect(await find(cy, q)).toEqual([]);
    expect(named(await find(bo, 'aurora'))).toEqual(['project Aurora of Bo']);
    await addMember(ada, bo, projectId);
    expect(await find(bo, 'aurora')).toHaveLength(6);
    expect(named(await find(bo, 'aside'))).toEqual(['reply A quiet aside']);
    expect(await find(ada, 'aurora')).toHaveLength(5);
    await ada.command('member.remove', { projectId, userId: bo.account.id });
    expect(named(await find(bo, 'aurora'))).toEqual(['project Aurora of Bo']);
    expect(await find(bo, 'aside')).toEqual([]);
  });
});

describe('the index', () => {
  test('follows renames, moves and deletions, also after a restart', async () => {
    const { server, ada, projectId, vibe, cut, file, comment } = await assemble();
    await ada.command('cut.update', { id: cut.id, name: 'Borealis rough' });
    await ada.command('vibe.update', { id: vibe.id, name: 'Borealis song' });
    await ada.command('project.update', { id: projectId, name: 'Borealis EP', description: '' });
    await ada.command('comment.update', { id: comment.id, text: 'The borealis pad' });
    expect(named(await find(ada, 'aurora'))).toEqual(['file aurora_mix-v3.wav']);
    expect(named(await find(ada, 'borealis'))).toEqual([
      'cut Borealis rough',
      'vibe Borealis song',
      'project Borealis EP',
      'comment The borealis pad',
    ]);
    expect(await find(ada, 'winter')).toEqual([]);

    const other = await ada.command('vibe.create', { id: newId(), projectId, name: 'Elsewhere' });
    await ada.command('cut.move', { id: cut.id, targetVibeId: other.id });
    for (const q of ['borealis rough', 'borealis pad', 'aurora']) {
      expect((await find(ada, q))[0]?.link, q).toMatchObject({ vibeId: other.id, cutId: cut.id });
    }

    await server.restart();
    expect(await find(ada, 'borealis')).toHaveLength(4);
    await ada.command('comment.delete', { id: comment.id });
    await ada.command('file.delete', { id: file.id });
    expect(await find(ada, 'aurora')).toEqual([]);
    expect(named(await find(ada, 'borealis'))).not.toContain('comment The borealis pad');
    await expectWhole(server);
  });

  test('forgets a reply when it, its comment or its project is deleted', async () => {
    const { server, ada, projectId, comment } = await assemble();
    const say = (text: string, commentId: string) =>
      ada.command('reply.create', { id: newId(), commentId, text });
    const alone = await say('needle alone', comment.id);
    await say('needle with its comment', comment.id);
    expect(await find(ada, 'needle')).toHaveLength(2);
    await ada.command('reply.delete', { id: alone.id });
    expect(named(await find(ada, 'needle'))).toEqual(['reply needle with its comment']);
    await ada.command('comment.delete', { id: comment.id });
    expect(await find(ada, 'needle')).toEqual([]);
    const other = await makeAurora(server, ada);
    await say('needle in a project', other.comment.id);
    expect(await find(ada, 'needle')).toHaveLength(1);
    await ada.command('project.delete', { id: other.projectId });
    expect(await find(ada, 'needle')).toEqual([]);
    await expectWhole(server);
    expect(await find(ada, 'aurora')).toHaveLength(4);
    await ada.command('project.delete', { id: projectId });
    expect(await find(ada, 'aurora')).toEqual([]);
    // As when they can no longer be restored.
    await server.database.run('delete from project');
    expect(await server.database.row('select count(*) as count from searchEntry')).toEqual({ count: 0 });
  });

  test('forgets what is deleted with a vibe, a cut or a project', async () => {
    const { server, ada, projectId, vibe, cut } = await assemble();
    const second = await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Aurora second' });
    await ada.command('comment.create', { id: newId(), cutId: second.id, text: 'aurora', timestamp: 1 });
    expect(await find(ada, 'aurora')).toHaveLength(7);
    await ada.command('cut.delete', { id: cut.id });
    expect(named(await find(ada, 'aurora'))).toEqual([
      'cut Aurora second',
      'vibe Aurora song',
      'project Aurora EP',
      'comment aurora',
    ]);
    await ada.command('vibe.delete', { id: vibe.id });
    expect(named(await find(ada, 'aurora'))).toEqual(['project Aurora EP']);
    await makeAurora(server, ada);
    await ada.command('project.delete', { id: projectId });
    expect(await find(ada, 'aurora')).toHaveLength(5);
    // As when it can no longer be restored.
    await server.database.run('delete from project where id = ?', projectId);
    await expectWhole(server);
    expect(await server.database.row('select count(*) as count from searchEntry')).toEqual({ count: 5 });
  });
});

/** FTS5's own check that the index matches its content. Throws if it doesn't. PostgreSQL makes the words in the row. */
async function expectWhole(server: TestServer): Promise<void> {
  if (isOnPostgres) return;
  await server.database.run(`insert into searchIndex (searchIndex, rank) values ('integrity-check', 1)`);
}

test('returns the best matches of each kind, and no kind crowds out another', async () => {
  const { ada, vibe, cut } = await assemble();
  for (let index = 0; index < 30; index += 1) {
    await ada.command('cut.create', { id: newId(), vibeId: vibe.id, name: `Aurora and many words ${index}` });
    const text = `Long talk that names the aurora only once, ${index} words and more of them`;
    await ada.command('comment.create', { id: newId(), cutId: cut.id, text, timestamp: 1 });
  }
  const results = await find(ada, 'aurora', '&limit=10');
  expect(results).toHaveLength(10);
  const order = results.map(({ type }) => (searchTypeSchema.options as string[]).indexOf(type));
  expect(order).toEqual([...order].sort());
  expect(new Set(order).size).toBe(5);
  expect(named(results)[0]).toBe('cut Aurora rough');
  expect(results.find(({ type }) => type === 'comment')?.name).toBe('The aurora pad is too loud');
  expect(await find(ada, 'aurora', '&limit=1')).toHaveLength(1);
  expect(await find(ada, 'aurora')).toHaveLength(20);
});

describe('unusual queries', () => {
  test('are answered 200 with what their words match', async () => {
    const { ada } = await assemble();
    for (const q of [
      '',
      '   ',
      '\t\n',
      '*',
      '"',
      '""',
      '"""',
      '()',
      '^',
      '-',
      '+',
      ':',
      '\0',
      '🎹',
      '%',
      "'",
    ]) {
      expect(await find(ada, q), JSON.stringify(q)).toEqual([]);
    }
    for (const q of [
      '"aurora',
      'aurora"',
      '"aurora" *',
      '(aurora',
      'aurora*',
      '^aurora',
      '-aurora',
      '+aurora',
      'aurora\0',
      '\0aurora',
      "aurora'",
      '{aurora}',
      '🎹 aurora',
    ]) {
      expect((await find(ada, q)).length, JSON.stringify(q)).toBe(5);
    }
    // Operators and column names of the index are ordinary words.
    for (const q of [
      'aurora OR nothing',
      'aurora NOT song',
      'name:aurora',
      'NEAR(aurora song)',
      'aurora AND song',
    ]) {
      expect(await find(ada, q), q).toEqual([]);
    }
    expect(await find(ada, "aurora'; drop table file; --")).toEqual([]);
    for (const q of ['%', '%00', '%ff%fe']) {
      expect((await ada.request('GET', `/api/search?q=${q}`)).body, q).toEqual({ results: [] });
    }
    expect(await find(ada, 'a '.repeat(250))).toEqual([]);
    expect(await find(ada, '"'.repeat(500))).toEqual([]);
  });

  test('are refused if too long, missing, or not a single text', async () => {
    const { ada } = await assemble();
    expect(await ask(ada, 'x'.repeat(501))).toMatchObject({ status: 400, body: { kind: 'invalid' } });
    expect(await ask(ada, 'aurora '.repeat(1429))).toMatchObject({ status: 400 });
    for (const query of ['', '?q=a&q=b', '?q[x]=1', '?q=a&limit=0', '?q=a&limit=101', '?q=a&limit=x']) {
      expect((await ada.request('GET', `/api/search${query}`)).status, query).toBe(400);
    }
  });
});

test.runIf(!isOnPostgres)('a change leaves the index to the next search', async () => {
  const { server, ada, cut } = await assemble();
  const behind = async () =>
    (await server.database.row(
      'select max(number) - (select number from searchIndexed) as behind from searchEntry',
    )) as { behind: number };
  await find(ada, 'aurora');
  expect(await behind()).toEqual({ behind: 0 });
  await ada.command('comment.create', { id: newId(), cutId: cut.id, text: 'The zither', timestamp: 1 });
  expect(await behind()).toEqual({ behind: 1 });
  expect(named(await find(ada, 'zither'))).toEqual(['comment The zither']);
  expect(await behind()).toEqual({ behind: 0 });
});

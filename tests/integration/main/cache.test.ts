import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../client/realtime/topic-state.ts';
import { createCache } from '../../../main/cache/create-cache.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const at = '2026-01-01T00:00:00.000Z';
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
const listed: Project = {
  id: 'p',
  name: 'Summer EP',
  description: null,
  imageUrl: null,
  createdAt: at,
  memberCount: 1,
  role: 'ADMIN',
};
const vibe = { id: 'v', name: 'Groove', projectId: 'p', imageUrl: null, order: 0, createdAt: at };
const snapshot: ProjectSnapshot = {
  ...listed,
  epoch: 'e',
  seq: 3,
  members: [],
  vibes: [{ ...vibe, cuts: [] }],
};

function cut(id: string): Cut {
  return {
    id,
    name: id,
    vibeId: 'v',
    projectId: 'p',
    order: 0,
    createdAt: at,
    createdBy: ana,
    files: [],
    commentCount: 0,
  };
}
function entry(seq: number, name: string, payload: unknown): LogEntry {
  return { seq, name, payload, at };
}

async function open(path?: string) {
  const file = path ?? join(await temporaryFolder(), 'cache.sqlite');
  const log = createQuietLog();
  const cache = createCache({ path: file, log });
  disposeLater(() => cache.close());
  return { cache, file, log };
}

const cutsOf = (project: ProjectSnapshot | undefined) =>
  project?.vibes.flatMap(({ cuts }) => cuts.map(({ id }) => id));

describe('the cache', () => {
  it('keeps event and cursor together, also in the next process', async () => {
    const { cache, file } = await open();
    cache.replaceProject(snapshot);
    const applied = cache.applyEntries('project:p', [
      entry(4, 'cut:created', cut('c1')),
      entry(5, 'cut:created', cut('c2')),
    ]);
    expect(applied.map(({ name, seq }) => [name, seq])).toEqual([
      ['cut:created', 4],
      ['cut:created', 5],
    ]);
    cache.close();
    const again = await open(file);
    expect(cutsOf(again.cache.readProject('p'))).toEqual(['c1', 'c2']);
    expect(again.cache.readProject('p')).toMatchObject({ epoch: 'e', seq: 5 });
    expect(again.cache.readCursor('project:p')).toEqual({ epoch: 'e', seq: 5 });
  });

  it('makes of many events, over several starts, what they make of the project in one go', async () => {
    const events = Array.from({ length: 450 }, (_, index) =>
      index % 3 === 2
        ? entry(4 + index, 'cut:updated', { cutId: `c${index - 1}`, name: `Cut ${index}` })
        : entry(4 + index, index % 3 === 0 ? 'cut:deleted' : 'cut:created', {
            ...cut(`c${index}`),
            cutId: `c${index - 2}`,
            order: index,
          }),
    );
    const one = await open();
    one.cache.replaceProject(snapshot);
    one.cache.applyEntries('project:p', events);
    const { file } = await open();
    for (let start = 0; start < events.length; start += 90) {
      const { cache } = await open(file);
      if (start === 0) cache.replaceProject(snapshot);
      for (const event of events.slice(start, start + 90)) cache.applyEntries('project:p', [event]);
      cache.close();
    }
    const { cache } = await open(file);
    expect(cache.readProject('p')).toEqual(one.cache.readProject('p'));
    expect(cache.readProject('p')?.seq).toBe(453);
    cache.removeProject('p');
    cache.replaceProject(snapshot);
    cache.close();
    expect((await open(file)).cache.readProject('p')).toEqual(snapshot);
  });

  it('writes little for an event, however large the project', async () => {
    const { cache, file } = await open();
    const cuts = Array.from({ length: 2_000 }, (_, index) => ({ ...cut(`c${index}`), order: index }));
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts }] });
    const raw = new Database(file);
    disposeLater(() => raw.close());
    raw.pragma('wal_checkpoint(truncate)');
    for (let seq = 4; seq < 24; seq++) {
      cache.applyEntries('project:p', [entry(seq, 'cut:updated', { cutId: 'c7', name: `${seq}` })]);
    }
    expect(statSync(`${file}-wal`).size).toBeLessThan(1024 ** 2);
  });

  it('drops what it has, and changes nothing when an entry leaves a gap or can’t be read', async () => {
    const { cache } = await open();
    cache.replaceProject(snapshot);
    const first = entry(4, 'cut:created', cut('c1'));
    expect(cache.applyEntries('project:p', [entry(3, 'cut:deleted', {}), first])).toHaveLength(1);
    expect(cache.applyEntries('project:p', [first])).toEqual([]);

    const gap = [entry(5, 'cut:created', cut('c2')), entry(7, 'cut:created', cut('c3'))];
    expect(() => cache.applyEntries('project:p', gap)).toThrow('gap before 7');
    const broken = [entry(5, 'cut:created', cut('c2')), entry(6, 'cut:created', { id: 7 })];
    expect(() => cache.applyEntries('project:p', broken)).toThrow();
    expect(cutsOf(cache.readProject('p'))).toEqual(['c1']);
    expect(cache.readCursor('project:p')?.seq).toBe(4);
  });

  it('moves past events that only a newer version knows', async () => {
    const { cache } = await open();
    cache.replaceProject(snapshot);
    expect(cache.applyEntries('project:p', [entry(4, 'hologram:projected', { a: 1 })])).toEqual([]);
    expect(cache.readCursor('project:p')?.seq).toBe(4);
  });

  it('does not go back to an older snapshot of the same life, but to one of another', async () => {
    const { cache } = await open();
    cache.replaceProject({ ...snapshot, seq: 9 });
    expect(cache.replaceProject({ ...snapshot, name: 'old' })).toEqual({ epoch: 'e', seq: 9 });
    expect(cache.readProject('p')?.name).toBe('Summer EP');
    cache.replaceProject({ ...snapshot, name: 'restored', epoch: 'f', seq: 1 });
    expect(cache.readProject('p')).toMatchObject({ name: 'restored', seq: 1 });
  });

  it('tells an empty list from none, keeps its order, and forgets what left it', async () => {
    const { cache } = await open();
    expect(cache.hasProjects()).toBe(false);
    cache.replaceProjects([]);
    expect(cache.hasProjects()).toBe(true);
    cache.replaceProjects([{ ...listed, id: 'z' }, listed]);
    cache.replaceProject(snapshot);
    expect(cache.listProjects().map(({ id }) => id)).toEqual(['z', 'p']);
    cache.replaceProjects([{ ...listed, id: 'z' }]);
    expect(cache.readProject('p')).toBeUndefined();
    expect(cache.readCursor('project:p')).toBeNull();
  });

  it('has the list follow the project’s events', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject(snapshot);
    const payload = { id: 'p', name: 'Winter EP', description: 'cold', imageUrl: null };
    cache.applyEntries('project:p', [entry(4, 'project:updated', payload)]);
    expect(cache.listProjects()).toEqual([{ ...listed, name: 'Winter EP', description: 'cold' }]);
  });

  it('keeps activities, newest first, each once', async () => {
    const { cache } = await open();
    cache.replaceProject(snapshot);
    const activity = (id: string, createdAt: string) => ({
      id,
      type: 'cut_created' as const,
      projectId: 'p',
      actor: ana,
      target: { type: 'cut' as const, id: 'c', name: 'c' },
      createdAt,
      link: { projectId: 'p' },
    });
    cache.activities.save([activity('a1', '2026-01-01T00:00:01.000Z')]);
    cache.applyEntries('project:p', [entry(4, 'activity:new', activity('a2', '2026-01-01T00:00:02.000Z'))]);
    cache.activities.save([activity('a2', '2026-01-01T00:00:02.000Z')]);
    expect(cache.activities.list('p', 10).map(({ id }) => id)).toEqual(['a2', 'a1']);
    expect(cache.activities.list('p', 1)).toHaveLength(1);
  });

  it('keeps comments only of cuts that were read, until the cut, its vibe or the project goes', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts: [cut('c1'), cut('c2'), cut('c3')] }] });
    const remark = (id: string, cutId: string) => ({
      ...{ id, cutId, text: id, timestamp: 1, createdAt: at, user: ana, replies: [], fileId: null },
    });
    for (const cutId of ['c1', 'c2']) cache.comments.write(cutId, 'p', []);
    cache.applyEntries('project:p', [
      entry(4, 'comment:created', remark('k1', 'c1')),
      entry(5, 'comment:created', remark('k3', 'c3')),
    ]);
    expect(cache.comments.read('c1')).toMatchObject({ comments: [{ id: 'k1' }], isStale: false });
    expect(cache.comments.read('c3')).toBeUndefined();
    expect(cache.findProjectOf('k1')).toBe('p');

    const gap = [entry(6, 'comment:deleted', { commentId: 'k1', cutId: 'c1' }), entry(8, 'x', {})];
    expect(() => cache.applyEntries('project:p', gap)).toThrow('gap before 8');
    expect(cache.comments.read('c1')?.comments).toHaveLength(1);

    cache.applyEntries('project:p', [entry(6, 'cut:deleted', { cutId: 'c1' })]);
    expect(cache.comments.read('c1')).toBeUndefined();
    cache.applyEntries('project:p', [entry(7, 'vibe:deleted', { vibeId: 'v' })]);
    expect(cache.comments.read('c2')).toBeUndefined();
  });

  it('keeps one’s own news and chat with the cursor, also in the next process', async () => {
    const { cache, file } = await open();
    const topic = 'user:ana';
    expect(cache.inbox.isKnown()).toBe(false);
    const conversation = {
      ...{ id: 'talk', unreadCount: 0, lastMessage: null, readBy: [], canSend: true, createdAt: at, seq: 0 },
      participants: [ana, { ...ana, id: 'ben' }],
    };
    cache.inbox.replace({ notifications: [], conversations: [conversation] });
    cache.setCursor(topic, { epoch: 'e', seq: 0 });
    const message = (id: string, second: number, conversationId = 'talk') => ({
      ...{ id, conversationId, text: id, sender: { ...ana, id: 'ben' } },
      createdAt: `2026-01-01T00:00:0${second}.000Z`,
    });
    cache.applyEntries(topic, [
      entry(1, 'chat:message', message('m1', 1)),
      entry(2, 'chat:message', message('m2', 2)),
      entry(3, 'chat:message', message('m3', 3, 'unheard')),
    ]);
    cache.close();
    const { inbox, readCursor } = (await open(file)).cache;
    expect(readCursor(topic)).toEqual({ epoch: 'e', seq: 3 });
    expect(inbox.listConversations()).toMatchObject([{ unreadCount: 2, lastMessage: { id: 'm2' }, seq: 2 }]);
    expect(inbox.unknownConversations()).toEqual(['unheard']);
    const ids = (page: { before?: string; limit: number }) => {
      const { messages, isAll } = inbox.listMessages('talk', page);
      return [messages.map(({ id }) => id), isAll];
    };
    expect(ids({ limit: 9 })).toEqual([['m1', 'm2'], false]);
    inbox.saveMessages('talk', [message('m0', 0)], true);
    expect(ids({ limit: 9 })).toEqual([['m0', 'm1', 'm2'], true]);
    expect(ids({ limit: 1 })).toEqual([['m2'], false]);
    expect(ids({ limit: 1, before: 'm1' })).toEqual([['m0'], true]);
    inbox.replace({ notifications: [], conversations: [] });
    expect(ids({ limit: 9 })).toEqual([[], false]);
  });

  it('finds the project of a vibe, cut or file', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts: [cut('c')] }] });
    expect(['p', 'v', 'c', 'ghost'].map(cache.findProjectOf)).toEqual(['p', 'p', 'p', undefined]);
  });

  it.each([
    [
      'no database at all',
      'this is not a database, and it is longer than a header of one hundred bytes '.repeat(9),
    ],
    ['a few bytes', 'SQLi'],
  ])('sets a damaged file aside and begins anew (%s)', async (_what, content) => {
    const file = join(await temporaryFolder(), 'cache.sqlite');
    writeFileSync(file, content);
    const { cache, log } = await open(file);
    expect(cache.listProjects()).toEqual([]);
    cache.replaceProject(snapshot);
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('set-aside'))).toHaveLength(1);
    expect(log.lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('sets tables of another version aside', async () => {
    const { cache, file } = await open();
    cache.replaceProjects([listed]);
    cache.close();
    const raw = new Database(file);
    raw.pragma('user_version = 999');
    raw.close();
    expect((await open(file)).cache.hasProjects()).toBe(false);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cache } from '../../../client/cache/cache.ts';
import { createMemoryCache } from '../../../client/cache/create-memory-cache.ts';
import { createCache } from '../../../main/cache/create-cache.ts';
import { noAttention } from '../../../protocol/state/attention.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { ana, at, cut, entry, listed, snapshot, vibe } from '../../helpers/cached-project.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

/** `again`: the cache as whoever opens it next finds it: another process, or the same page. */
type Opened = { cache: Cache; again(): Promise<Cache> };

async function openFile(): Promise<Opened> {
  const path = join(await temporaryFolder(), 'cache.sqlite');
  const open = () => {
    const cache = createCache({ userId: 'me', path, log: createQuietLog() });
    disposeLater(() => cache.close());
    return cache;
  };
  const cache = open();
  return {
    cache,
    async again() {
      cache.close();
      return open();
    },
  };
}

async function openMemory(): Promise<Opened> {
  const cache = createMemoryCache('me');
  return { cache, again: async () => cache };
}

const cutsOf = (project: ProjectSnapshot | undefined) =>
  project?.vibes.flatMap(({ cuts }) => cuts.map(({ id }) => id));

describe.each([
  ['in a file', openFile],
  ['in memory', openMemory],
])('the cache %s', (_name, open) => {
  it('keeps events and cursor together across reopening', async () => {
    const { cache, again } = await open();
    cache.replaceProject(snapshot);
    const applied = cache.applyEntries('project:p', [
      entry(4, 'cut:created', cut('c1')),
      entry(5, 'cut:created', cut('c2')),
    ]);
    expect(applied.map(({ name, seq }) => [name, seq])).toEqual([
      ['cut:created', 4],
      ['cut:created', 5],
    ]);
    const next = await again();
    expect(cutsOf(next.readProject('p'))).toEqual(['c1', 'c2']);
    expect(next.readProject('p')).toMatchObject({ epoch: 'e', seq: 5 });
    expect(next.readCursor('project:p')).toEqual({ epoch: 'e', seq: 5 });
  });

  it('drops known entries, and changes nothing if an entry leaves a gap or can’t be read', async () => {
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

  it('skips events that only a newer version knows', async () => {
    const { cache } = await open();
    cache.replaceProject(snapshot);
    expect(cache.applyEntries('project:p', [entry(4, 'hologram:projected', { a: 1 })])).toEqual([]);
    expect(cache.readCursor('project:p')?.seq).toBe(4);
  });

  it('ignores an older snapshot of the same epoch, but takes one of another', async () => {
    const { cache } = await open();
    cache.replaceProject({ ...snapshot, seq: 9 });
    expect(cache.replaceProject({ ...snapshot, name: 'old' })).toEqual({ epoch: 'e', seq: 9 });
    expect(cache.readProject('p')?.name).toBe('Summer EP');
    cache.replaceProject({ ...snapshot, name: 'restored', epoch: 'f', seq: 1 });
    expect(cache.readProject('p')).toMatchObject({ name: 'restored', seq: 1 });
  });

  it('distinguishes an empty list from none, keeps its order, and removes what left it', async () => {
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

  it('updates the list from the project’s events', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject(snapshot);
    const payload = { id: 'p', name: 'Winter EP', description: 'cold', imageUrl: null };
    cache.applyEntries('project:p', [entry(4, 'project:updated', payload)]);
    expect(cache.listProjects()).toEqual([{ ...listed, name: 'Winter EP', description: 'cold' }]);
  });

  it('stores activities once each, newest first', async () => {
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

  it('stores comments only of cuts that were read, until the cut, its vibe or the project is removed', async () => {
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

  it('lets comments follow what moves to another cut, and reads again what it can’t know', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts: ['c1', 'c2', 'c3'].map(cut) }] });
    const remark = (id: string, cutId: string, fileId: string | null) => {
      const reply = { id: `r${id}`, text: 'yes', createdAt: at, user: ana, commentId: id, cutId };
      return { ...{ id, cutId, text: id, timestamp: 1, createdAt: at, user: ana, fileId }, replies: [reply] };
    };
    cache.comments.write('c1', 'p', [remark('k1', 'c1', 'f1'), remark('k2', 'c1', null)]);
    cache.comments.write('c2', 'p', []);
    const moved = { fileId: 'f1', fromCutId: 'c1', toCutId: 'c2', commentCount: 1 };
    cache.applyEntries('project:p', [
      entry(4, 'file:moved', moved),
      entry(5, 'comment:updated', { commentId: 'k1', cutId: 'c2', text: 'moved', timestamp: 2 }),
    ]);
    expect(cache.comments.read('c1')).toEqual({ comments: [remark('k2', 'c1', null)], isStale: false });
    const notResolved = { resolvedAt: null, resolvedBy: null };
    const inSecond = { ...remark('k1', 'c2', 'f1'), text: 'moved', timestamp: 2, ...notResolved };
    expect(cache.comments.read('c2')).toEqual({ comments: [inSecond], isStale: false });

    // The comments of the third cut were never read here.
    cache.applyEntries('project:p', [entry(6, 'cut:merged', { cutId: 'c3', intoCutId: 'c1' })]);
    expect(cache.comments.read('c1')).toMatchObject({ comments: [{ id: 'k2' }], isStale: true });
    expect(cache.findProjectOf('c3')).toBe('p');
    cache.applyEntries('project:p', [entry(7, 'cut:merged', { cutId: 'c2', intoCutId: 'c1' })]);
    expect(cache.comments.read('c1')).toMatchObject({
      comments: [{ id: 'k2' }, { id: 'k1' }],
      isStale: true,
    });
    expect(cache.comments.read('c2')).toBeUndefined();

    cache.comments.write('c1', 'p', cache.comments.read('c1')?.comments ?? []);
    const split = {
      cut: { ...cut('c2'), commentCount: 1 },
      fromCutId: 'c1',
      fileIds: [],
      commentIds: ['k1'],
    };
    cache.applyEntries('project:p', [entry(8, 'cut:split', split)]);
    expect(cache.comments.read('c2')).toEqual({ comments: [inSecond], isStale: false });
    expect(cache.comments.read('c1')).toMatchObject({ comments: [{ id: 'k2' }], isStale: false });
  });

  it('reads comments again whose cut was read after they had left it, and before the event about that', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts: ['c1', 'c2'].map(cut) }] });
    for (const id of ['c1', 'c2']) cache.comments.write(id, 'p', []);
    cache.applyEntries('project:p', [
      entry(4, 'file:moved', { fileId: 'f1', fromCutId: 'c1', toCutId: 'c2', commentCount: 1 }),
    ]);
    expect(cache.comments.read('c2')).toEqual({ comments: [], isStale: true });
    const split = {
      cut: { ...cut('c3'), commentCount: 1 },
      fromCutId: 'c1',
      fileIds: [],
      commentIds: ['k1'],
    };
    cache.applyEntries('project:p', [entry(5, 'cut:split', split)]);
    expect(cache.comments.read('c3')).toBeUndefined();
    expect(cache.comments.read('c1')).toEqual({ comments: [], isStale: false });
  });

  it('keeps notifications and chat together with the cursor across reopening', async () => {
    const { cache, again } = await open();
    const topic = 'user:ana';
    expect(cache.inbox.isKnown()).toBe(false);
    const conversation = {
      ...{ id: 'talk', unreadCount: 0, lastMessage: null, readBy: [], canSend: true, createdAt: at, seq: 0 },
      participants: [ana, { ...ana, id: 'ben' }],
    };
    cache.inbox.replace({ notifications: [], conversations: [conversation], attention: noAttention });
    cache.setCursor(topic, { epoch: 'e', seq: 0 });
    const message = (id: string, second: number, conversationId = 'talk') => ({
      ...{ id, conversationId, text: id, sender: { ...ana, id: 'ben' } },
      createdAt: `2026-01-01T00:00:0${second}.000Z`,
    });
    const attention = { projectId: 'p', roomReadUpTo: at, unreadCount: 2, unreadMentions: 1 };
    const quietHours = { from: '22:00', until: '08:00' };
    cache.applyEntries(topic, [
      entry(1, 'chat:message', message('m1', 1)),
      entry(2, 'chat:message', message('m2', 2)),
      entry(3, 'chat:message', message('m3', 3, 'unheard')),
      entry(4, 'attention:updated', { ...attention, level: 'mentions' }),
      entry(5, 'quiet-hours:updated', { quietHours }),
    ]);
    const { inbox, readCursor } = await again();
    expect(readCursor(topic)).toEqual({ epoch: 'e', seq: 5 });
    expect(inbox.readAttention()).toEqual({ projects: [{ ...attention, level: 'mentions' }], quietHours });
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
    inbox.replace({ notifications: [], conversations: [], attention: noAttention });
    expect(ids({ limit: 9 })).toEqual([[], false]);
  });

  it('finds the project of a vibe, cut or file', async () => {
    const { cache } = await open();
    cache.replaceProjects([listed]);
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts: [cut('c')] }] });
    expect(['p', 'v', 'c', 'ghost'].map(cache.findProjectOf)).toEqual(['p', 'p', 'p', undefined]);
  });
});

import { expect, test } from 'vitest';
import { type ReadDifference, readPoints } from '../../../main/local/points.ts';
import { listSongs } from '../../../main/local/songs.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { comment, reply } from '../../fixtures/renderer/page/comment-sample.ts';
import { ana, ben, cut, file, project, vibe } from '../../fixtures/renderer/page/sample.ts';

const [v1, v2] = [file('song', 'v1', 'Dune v1.wav', ben, 60), file('song', 'v2', 'Dune v2.wav', ben, 30)];
const song = { ...cut('vibe', 'song', 'Dune', 0, ben, [v1, v2]), music: { dawStart: 8 } };
const ep = project('ep', 'EP', [vibe('vibe', 'Dune', 0, [song])]);

/** The second version begins two seconds later. */
const later: ReadDifference = async (newer, older) =>
  newer === 'v2' && older === 'v1' ? ({ offsetSeconds: 2, changes: [] } as never) : undefined;

function accountWith(comments: readonly Comment[], operations: readonly PendingOperation[] = []) {
  return {
    account: ana,
    cache: {
      findProjectOf: (id: string) => (id === 'song' ? 'ep' : undefined),
      readProject: () => ep,
    },
    outbox: { listShown: () => operations, projectOf: () => undefined },
    comments: { list: async () => ({ ok: true, data: comments }) },
  } as never;
}

const pointsOf = async (
  comments: readonly Comment[],
  query: object = {},
  read: ReadDifference = later,
  operations: readonly PendingOperation[] = [],
) => {
  const asked = { song: 'song', status: 'open' as const, ...query };
  const answer = await readPoints(accountWith(comments, operations), asked, read);
  if (!answer.ok) throw new Error(answer.message);
  return answer.data;
};

const at = (seconds: number, text: string, more: Partial<Comment> = {}) =>
  comment(ben, seconds, text, 10, { cutId: 'song', fileId: 'v2', ...more });

test('points are on the newest version, each where its sound is there, and those that are gone come last', async () => {
  const gone: ReadDifference = async () =>
    ({ offsetSeconds: 0, changes: [{ kind: 'removed', from: 0, to: 2, at: 0 }] }) as never;
  const comments = [
    at(9, 'later'),
    at(5, 'moved', { fileId: 'v1', endTimestamp: 6 }),
    at(3, 'own'),
    at(1, 'of a deleted version', { fileId: 'v0' }),
  ];
  const { version, points, song: described } = await pointsOf(comments);
  expect(version).toMatchObject({ id: 'v2' });
  expect(described).toMatchObject({ name: 'Dune', dawStart: 8, project: { name: 'EP' } });
  expect(
    points.map(({ text, seconds, endSeconds, place, madeOn }) => [text, seconds, endSeconds, place, madeOn]),
  ).toEqual([
    ['of a deleted version', 1, null, 'own', null],
    ['own', 3, null, 'own', null],
    ['moved', 7, 8, 'carried', 'v1'],
    ['later', 9, null, 'own', null],
  ]);
  const unknown = await pointsOf(comments, {}, async () => undefined);
  expect(unknown.points.find(({ text }) => text === 'moved')).toMatchObject({ seconds: 5, place: 'unknown' });
  const first = await pointsOf(comments, { version: 'v1' }, gone);
  expect(first.version).toMatchObject({ id: 'v1', name: 'v1' });
});

test('resolved points are left out unless they are wanted, and texts have an end', async () => {
  const comments = [
    at(1, 'x'.repeat(5_000), { id: 'long', replies: [reply('long', ana, 'Yes', 1)] }),
    at(2, 'done', { resolvedAt: '2026-01-01T00:00:00.000Z' }),
  ];
  const open = await pointsOf(comments);
  expect(open.points.map(({ text }) => text.length)).toEqual([1_000]);
  expect(open.points[0]?.replies).toEqual([{ author: ana.name, text: 'Yes' }]);
  const all = await pointsOf(comments, { status: 'all' });
  expect(all.points.map(({ isOpen }) => isOpen)).toEqual([true, false]);
  expect(all.revision).not.toBe(open.revision);
  expect((await pointsOf(comments)).revision).toBe(open.revision);
});

test('pending changes show, as on the screens', async () => {
  const operation = (kind: string, payload: object): PendingOperation => ({
    ...{ operationId: kind, kind, payload, projectId: 'ep', createdAt: 0 },
    state: { kind: 'queued' },
  });
  const { points } = await pointsOf([at(1, 'done', { id: 'done' })], {}, later, [
    operation('comment.create', { id: 'new', cutId: 'song', text: 'Mine', timestamp: 4 }),
    operation('comment.resolve', { id: 'done' }),
  ]);
  expect(points).toMatchObject([{ id: 'new', text: 'Mine', author: ana.name, isPending: true }]);
});

test('songs are listed with their versions, the one that changed last first', () => {
  const older = cut('vibe', 'older', 'Older', 1, ben, [file('older', 'o1', 'Older.wav', ben, 500)]);
  const songs = listSongs(project('ep', 'EP', [vibe('vibe', 'Dune', 0, [older, song])]));
  expect(songs.map(({ name, versions }) => [name, versions.map((version) => version.name)])).toEqual([
    ['Dune', ['v1', 'v2']],
    ['Older', ['v1']],
  ]);
});

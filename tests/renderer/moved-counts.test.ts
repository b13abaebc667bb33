import { expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { pendingCommentCount } from '../../renderer/features/comments/pending-count.ts';
import { overlayProject } from '../../renderer/features/pending/project-overlay.ts';
import { idsByFile } from '../../renderer/features/pending/use-comments-on-moved.ts';
import { bandComments } from '../fixtures/renderer/page/comment-sample.ts';
import { ana, person, summerEp } from '../fixtures/renderer/page/sample.ts';

const me = person(ana);
/** All of `sg3`: two on the version `sg3a`, the others on none. */
const held: Comment[] = bandComments().map((comment, index) => ({
  ...comment,
  cutId: 'sg3',
  fileId: index < 2 ? 'sg3a' : null,
}));
const project: ProjectSnapshot = {
  ...summerEp(),
  vibes: summerEp().vibes.map((vibe) => ({
    ...vibe,
    cuts: vibe.cuts.map((cut) => ({ ...cut, commentCount: cut.id === 'sg3' ? held.length : 0 })),
  })),
};

function operation(kind: string, payload: object): PendingOperation {
  const operationId = `${kind} ${JSON.stringify(payload)}`;
  return { operationId, kind, payload, projectId: 'ep', createdAt: 0, state: { kind: 'queued' } };
}

const cutsOf = ({ vibes }: ProjectSnapshot) => vibes.flatMap(({ cuts }) => cuts);

/** The number shown beside these cuts while the changes are pending; null for one that isn't there. */
function counts(operations: PendingOperation[], ...cutIds: string[]) {
  const shown = cutsOf(overlayProject(project, operations, me, [], idsByFile(held)).project);
  return cutIds.map((cutId) => {
    const cut = shown.find(({ id }) => id === cutId);
    return cut
      ? cut.commentCount + pendingCommentCount(operations, cutId, cutId === 'sg3' ? held : [])
      : null;
  });
}

const all = held.length;
const move = operation('file.move', { id: 'sg3a', targetCutId: 'sg1' });
const back = operation('file.move', { id: 'sg3a', targetCutId: 'sg3' });
const merge = operation('cut.merge', { id: 'sg3', targetCutId: 'sg1' });
const written = operation('comment.create', {
  ...{ id: 'new', cutId: 'sg3', fileId: 'sg3a', text: 'Louder', timestamp: 1 },
});

it('counts the comments of a version where it is being moved, at once, and undoes that', () => {
  expect(all).toBeGreaterThan(2);
  expect(counts([], 'sg3', 'sg1')).toEqual([all, 0]);
  expect(counts([move], 'sg3', 'sg1')).toEqual([all - 2, 2]);
  expect(counts([move, back], 'sg3', 'sg1')).toEqual([all, 0]);
  expect(counts([move, back, move], 'sg3', 'sg1')).toEqual([all - 2, 2]);
});

it('counts the comments of a merged song, and gives them back', () => {
  expect(counts([merge], 'sg3', 'sg1')).toEqual([null, all]);
  const files = cutsOf(project).find(({ id }) => id === 'sg3')?.files ?? [];
  const split = operation('cut.split', {
    ...{ id: 'sg3', cutId: 'sg1', name: 'Again', vibeId: 'sunset' },
    ...{ fileIds: files.map(({ id }) => id), commentIds: held.map(({ id }) => id) },
  });
  expect(counts([merge, split], 'sg3', 'sg1')).toEqual([all, 0]);
});

it('counts the comments of a version that becomes a song of its own', () => {
  const split = operation('cut.split', {
    ...{ id: 'own', cutId: 'sg3', name: 'Own', vibeId: 'sunset', fileIds: ['sg3a'] },
  });
  expect(counts([split], 'sg3', 'own')).toEqual([all - 2, 2]);
  const merged = operation('cut.merge', { id: 'own', targetCutId: 'sg3' });
  expect(counts([split, merged], 'sg3', 'own')).toEqual([all, null]);
});

it('counts a pending comment where its version, or its song, goes', () => {
  expect(counts([written], 'sg3', 'sg1')).toEqual([all + 1, 0]);
  expect(counts([written, move], 'sg3', 'sg1')).toEqual([all - 2, 3]);
  expect(counts([written, move, back], 'sg3', 'sg1')).toEqual([all + 1, 0]);
  expect(counts([written, merge], 'sg3', 'sg1')).toEqual([null, all + 1]);
  const gone = operation('comment.delete', { id: 'new' });
  expect(counts([written, move, gone], 'sg3', 'sg1')).toEqual([all - 2, 2]);
});

it('shows the same numbers before and after the server has confirmed a move', () => {
  const confirmed = applyProjectEvent(project, {
    name: 'file:moved',
    payload: { fileId: 'sg3a', fromCutId: 'sg3', toCutId: 'sg1', commentCount: 2 },
  });
  const shown = overlayProject(project, [move], me, [], idsByFile(held)).project;
  expect(cutsOf(shown).map(({ id, commentCount }) => [id, commentCount])).toEqual(
    cutsOf(confirmed).map(({ id, commentCount }) => [id, commentCount]),
  );
});

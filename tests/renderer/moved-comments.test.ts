import { expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { overlayComments } from '../../renderer/features/comments/comment-overlay.ts';
import { overlayProject } from '../../renderer/features/pending/project-overlay.ts';
import { bandComments } from '../fixtures/renderer/page/comment-sample.ts';
import { ana, person, summerEp } from '../fixtures/renderer/page/sample.ts';

const me = person(ana);
const project = summerEp();
const held = bandComments().map((comment, index) => ({ ...comment, fileId: index === 0 ? 'sg3a' : null }));
const ids = (comments: readonly { id: string }[]) => comments.map(({ id }) => id).sort();

function operation(kind: string, payload: object): PendingOperation {
  const operationId = `${kind} ${JSON.stringify(payload)}`;
  return { operationId, kind, payload, projectId: 'ep', createdAt: 0, state: { kind: 'queued' } };
}

/** The comments of one of two cuts while these changes are pending. Only `sg3` has comments of its own. */
function shownIn(cutId: string, ...operations: PendingOperation[]) {
  const { moves } = overlayProject(project, operations, me);
  const [own, others] = cutId === 'sg3' ? [held, []] : [[], held];
  const moved = { moves, held: new Map([['sg3', others]]) };
  return overlayComments(own, cutId, operations, me, [], moved).comments;
}

const merge = operation('cut.merge', { id: 'sg3', targetCutId: 'sg1' });
const split = operation('cut.split', {
  ...{ id: 'sg3', cutId: 'sg1', name: 'Again', vibeId: 'sunset' },
  fileIds: ['sg3a', 'sg3b', 'sg3c'],
});

it('shows the comments of a cut in the one that it is being merged into, with what is pending on them', () => {
  const all = shownIn('sg1', merge);
  expect(ids(all)).toEqual(ids(held));
  expect(
    all.every(({ cutId, replies }) => cutId === 'sg1' && replies.every((one) => one.cutId === 'sg1')),
  ).toBe(true);
  const text = operation('comment.update', { id: held[0]?.id ?? '', text: 'Changed' });
  for (const operations of [
    [text, merge],
    [merge, text],
  ])
    expect(shownIn('sg1', ...operations).map((comment) => comment.text)).toContain('Changed');
});

it('shows the comments of a version in the cut that it is being moved to, and no longer where it was', () => {
  const move = operation('file.move', { id: 'sg3a', targetCutId: 'sg1' });
  expect(ids(shownIn('sg1', move))).toEqual([held[0]?.id]);
  expect(ids(shownIn('sg3', move))).toEqual(ids(held.slice(1)));
});

it('gives all comments back to a cut whose pending merge is undone', () => {
  expect(shownIn('sg1', merge, split)).toEqual([]);
  expect(ids(shownIn('sg3', merge, split))).toEqual(ids(held));
});

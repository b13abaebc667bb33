import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { commentToAnswer } from '../../renderer/features/comments/comment-order.ts';
import { overlayComments } from '../../renderer/features/comments/comment-overlay.ts';
import { readComments } from '../../renderer/features/comments/comment-queries.ts';
import { pendingCommentCount } from '../../renderer/features/comments/pending-count.ts';
import { hasUnseen, noteComment, type Unseen, withoutIds } from '../../renderer/features/comments/unseen.ts';
import { rejoin } from '../../renderer/features/comments/use-send.ts';
import { bandComments, comment, reply } from '../fixtures/renderer/page/comment-sample.ts';
import { ana, ben } from '../fixtures/renderer/page/sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';

const comments = bandComments();
const refused = { kind: 'refused', errorKind: 'forbidden', message: 'You are out.' } as const;
let number = 0;

function operation<Kind extends CommandKind>(
  kind: Kind,
  payload: CommandPayload<Kind>,
  state: PendingOperation['state'] = { kind: 'queued' },
): PendingOperation {
  number += 1;
  return { operationId: `o${number}`, kind, payload, projectId: 'ep', createdAt: 1000 * number, state };
}

const lay = (...operations: PendingOperation[]) => overlayComments(comments, 'sg3', operations, ana);

describe('comments with pending changes', () => {
  it('are unchanged when nothing is pending, or only changes of another cut', () => {
    const elsewhere = operation('comment.create', { id: 'x', cutId: 'sg1', text: 'x', timestamp: 1 });
    const shown = lay(elsewhere, operation('cut.delete', { id: 'sg1' }));
    expect(shown.comments).toBe(comments);
    expect(shown.badges.size).toBe(0);
  });

  it('include a new one at its time, by its author, with a badge', () => {
    const create = operation('comment.create', {
      id: 'x',
      cutId: 'sg3',
      text: 'x',
      timestamp: 43.1,
      fileId: 'sg3c',
    });
    const { comments: shown, badges } = lay(create);
    expect(shown.map(({ id }) => id)).toEqual(['count-in', 'reverb', 'x', 'delay', 'fill', 'double', 'fade']);
    expect(shown[2]).toMatchObject({ user: ana, fileId: 'sg3c', replies: [], timestamp: 43.1 });
    expect(badges.get('x')).toEqual({ kind: 'pending', operationId: create.operationId });
  });

  it('keep the text of a refused comment in its place', () => {
    const { comments: shown, badges } = lay(
      operation('comment.create', { id: 'x', cutId: 'sg3', text: 'my words', timestamp: 1 }, refused),
      operation('reply.create', { id: 'y', commentId: 'fill', text: 'mine too' }, refused),
    );
    expect(shown.find(({ id }) => id === 'x')?.text).toBe('my words');
    expect(shown.find(({ id }) => id === 'fill')?.replies.map(({ text }) => text)).toEqual(['mine too']);
    expect([badges.get('x'), badges.get('y')]).toMatchObject([
      { kind: 'refused', message: 'You are out.' },
      { kind: 'refused', message: 'You are out.' },
    ]);
  });

  it('stay as they are after a refused change or deletion, with a badge', () => {
    const { comments: shown, badges } = lay(
      operation('comment.update', { id: 'delay', text: 'changed' }, refused),
      operation('comment.delete', { id: 'fill' }, refused),
      operation('reply.delete', { id: comments[1]?.replies[0]?.id ?? '' }, refused),
    );
    expect(shown).toBe(comments);
    expect(badges.size).toBe(3);
  });

  it('can be changed, moved, answered and deleted', () => {
    const { comments: shown } = lay(
      operation('comment.update', { id: 'delay', timestamp: 200 }),
      operation('reply.create', { id: 'y', commentId: 'delay', text: 'done' }),
      operation('comment.delete', { id: 'reverb' }),
    );
    expect(shown.map(({ id }) => id)).toEqual(['count-in', 'fill', 'double', 'delay', 'fade']);
    expect(shown[3]).toMatchObject({ timestamp: 200, text: comments[2]?.text });
    expect(shown[3]?.replies.map(({ user, text }) => [user.id, text])).toEqual([['ana', 'done']]);
  });

  it('don’t change again when the server’s state already has the change', () => {
    const operations = [
      operation('comment.create', { id: 'x', cutId: 'sg3', text: 'x', timestamp: 1 }),
      operation('reply.create', { id: 'y', commentId: 'x', text: 'y' }),
      operation('comment.update', { id: 'x', timestamp: 99 }),
      operation('comment.delete', { id: 'fill' }),
    ];
    const once = lay(...operations).comments;
    expect(overlayComments(once, 'sg3', operations, ana).comments).toEqual(once);
  });

  it('survive anything in the outbox', () => {
    const ids = fc.constantFrom('reverb', 'fill', 'x', 'none');
    const anything = fc.record({
      operationId: fc.uuid(),
      kind: fc.constantFrom(
        'comment.create',
        'comment.update',
        'comment.delete',
        'reply.create',
        'reply.delete',
      ),
      payload: fc.oneof(
        fc.anything(),
        fc.record({
          id: ids,
          commentId: ids,
          cutId: fc.constant('sg3'),
          text: fc.string(),
          timestamp: fc.double(),
        }),
      ),
      projectId: fc.constant(null),
      createdAt: fc.nat(),
      state: fc.constantFrom({ kind: 'queued' } as const, refused),
    });
    fc.assert(
      fc.property(fc.array(anything), (operations) => {
        const shown = overlayComments(comments, 'sg3', operations, ana).comments;
        expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
        const moments = shown.map(({ timestamp }) => timestamp);
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('the number of a cut’s comments', () => {
  const written = (id: string, state?: PendingOperation['state']) =>
    operation('comment.create', { id, cutId: 'sg3', text: 'x', timestamp: 1 }, state);
  const deleted = (id: string) => operation('comment.delete', { id });
  const count = (...operations: PendingOperation[]) => pendingCommentCount(operations, 'sg3', comments);
  const first = comments[0] as Comment;

  it('includes pending comments, but not refused ones or those of another cut', () => {
    const elsewhere = operation('comment.create', { id: 'x', cutId: 'sg1', text: 'x', timestamp: 1 });
    expect(count(written('a'), written('b'), written('c', refused), elsewhere)).toBe(2);
    expect(pendingCommentCount([written('a')], 'sg3', [])).toBe(1);
  });

  it('does not count a comment twice that the server has counted and confirms later', () => {
    expect(count(written(first.id))).toBe(0);
  });

  it('is one less for each comment that is being deleted, even one that was never sent', () => {
    expect(count(deleted(first.id))).toBe(-1);
    expect(count(written('a'), deleted('a'))).toBe(0);
    expect(count(deleted('elsewhere'))).toBe(0);
    expect(count(deleted(first.id), deleted(first.id))).toBe(-1);
  });
});

describe('readComments', () => {
  it('contains comments that arrived while the answer was pending, once', async () => {
    const world = scenes.band?.();
    if (!world) throw new Error('There is no band');
    const { bridge, happen } = createScriptedBridge(world);
    const reading = readComments(bridge, 'sg3');
    const late = comment(ben, 5, 'late', 0, { id: 'late' });
    happen('ep', { name: 'comment:created', payload: late });
    happen('ep', { name: 'comment:created', payload: { ...late, id: 'other', cutId: 'sg1' } });
    expect((await reading).map(({ id }) => id)).toEqual(['late', ...comments.map(({ id }) => id)]);
  });
});

describe('unseen comments', () => {
  const event = (name: RealtimeEvent['name'], payload: object) => ({ name, payload }) as RealtimeEvent;
  const note = (...events: RealtimeEvent[]) =>
    events.reduce<Unseen>((known, one) => noteComment(known, one, 'ana'), new Map());

  it('are those of others, until they are seen or deleted', () => {
    const unseen = note(
      event('comment:created', comment(ben, 1, 'a', 0, { id: 'a' })),
      event('comment:created', comment(ana, 1, 'mine', 0, { id: 'mine' })),
      event('comment:reply', reply('a', ben, 'b', 0)),
    );
    expect(unseen.size).toBe(2);
    expect(hasUnseen(unseen, 'sg3')).toBe(true);
    expect(withoutIds(unseen, ['a']).size).toBe(1);
    expect(withoutIds(unseen, ['none'])).toBe(unseen);
    expect(noteComment(unseen, event('comment:deleted', { commentId: 'a', cutId: 'sg3' }), 'ana').size).toBe(
      1,
    );
    expect(noteComment(unseen, event('cut:deleted', { cutId: 'sg3' }), 'ana').size).toBe(0);
    expect(hasUnseen(unseen, 'sg1')).toBe(false);
  });
});

describe('the comment that a reply is for', () => {
  it('is the focused one, else the highlighted one, else the one just heard, else the first', () => {
    const answered = (...rest: [string | null, string | null, number | null]) =>
      commentToAnswer(comments, ...rest)?.id;
    expect(answered('fill', 'reverb', 200)).toBe('fill');
    expect(answered(null, 'reverb', 200)).toBe('reverb');
    expect(answered(null, 'gone', 100)).toBe('fill');
    expect(answered(null, null, 1)).toBe('count-in');
    expect(answered(null, null, null)).toBe('count-in');
    expect(commentToAnswer([], 'x', 'x', 1)).toBeNull();
  });
});

describe('texts', () => {
  it('that were refused are restored before those written since', () => {
    expect(rejoin('refused', ' ')).toBe('refused');
    expect(rejoin('refused', 'new')).toBe('refused\nnew');
  });
});

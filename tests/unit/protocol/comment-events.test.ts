import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommentEvents } from '../../../protocol/state/comment-events.ts';
import { applyCommentEvent } from '../../../protocol/state/comment-list.ts';
import type { Comment, Reply } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';

const user = { id: 'ana', name: 'Ana', avatarUrl: null };
const at = (second: number) => new Date(Date.UTC(2026, 2, 1) + second * 1000).toISOString();

// Few ids, moments and times, so that events meet and orders are equal.
const id = fc.constantFrom('a', 'b', 'c', 'd');
const fileId = fc.constantFrom('f', 'g', null);
const comment = fc
  .record({ id, timestamp: fc.integer({ min: 0, max: 3 }), second: fc.integer({ min: 0, max: 2 }), fileId })
  .map(
    ({ second, ...rest }): Comment => ({
      ...{ ...rest, text: rest.id, createdAt: at(second), user, replies: [], cutId: 'cut' },
    }),
  );
const reply = fc
  .record({ id, commentId: id, second: fc.integer({ min: 0, max: 2 }) })
  .map(
    ({ second, ...rest }): Reply => ({ ...rest, text: rest.id, createdAt: at(second), user, cutId: 'cut' }),
  );
const event: fc.Arbitrary<NamedEvent> = fc.oneof(
  comment.map((payload) => ({ name: 'comment:created', payload }) as const),
  reply.map((payload) => ({ name: 'comment:reply', payload }) as const),
  fc
    .record({ commentId: id, timestamp: fc.integer({ min: 0, max: 3 }), text: fc.constantFrom('x', 'a') })
    .map((payload) => ({ name: 'comment:updated', payload: { ...payload, cutId: 'cut' } }) as const),
  id.map((commentId) => ({ name: 'comment:deleted', payload: { commentId, cutId: 'cut' } }) as const),
  fc
    .record({ commentId: id, replyId: id })
    .map((payload) => ({ name: 'reply:deleted', payload: { ...payload, cutId: 'cut' } }) as const),
  fc
    .constantFrom('f', 'g')
    .map((file) => ({ name: 'file:deleted', payload: { fileId: file, cutId: 'cut' } }) as const),
  fc.constant({ name: 'cut:deleted', payload: { cutId: 'cut' } } as const),
);
const fold = (comments: readonly Comment[], events: readonly NamedEvent[]) =>
  events.reduce<readonly Comment[]>(applyCommentEvent, comments);

describe('applyCommentEvents', () => {
  it('makes of many events what one after the other makes', () => {
    const events = fc.array(event, { maxLength: 30 });
    fc.assert(
      fc.property(events, events, (earlier, later) => {
        const held = fold([], earlier);
        expect(applyCommentEvents(held, later)).toEqual(fold(held, later));
      }),
      { numRuns: 2_000 },
    );
  });

  it('answers the same list where nothing changes', () => {
    const held = fold([], [{ name: 'comment:created', payload: plainComment('a') }]);
    expect(applyCommentEvents(held, [])).toBe(held);
    const again: NamedEvent = { name: 'comment:created', payload: plainComment('a') };
    expect(applyCommentEvents(held, [again])).toBe(held);
  });

  it('needs no more for each event when there are many', () => {
    const events = Array.from(
      { length: 50_000 },
      (_, index): NamedEvent => ({ name: 'comment:created', payload: plainComment(`c${index}`, index) }),
    );
    const begun = performance.now();
    expect(applyCommentEvents([], events)).toHaveLength(50_000);
    // One sorting for each of them would take minutes.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

function plainComment(name: string, second = 0): Comment {
  return {
    ...{ id: name, text: name, timestamp: second % 7, createdAt: at(second), user },
    ...{ replies: [], cutId: 'cut', fileId: null },
  };
}

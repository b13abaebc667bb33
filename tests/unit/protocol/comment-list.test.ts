import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommentEvent, byMoment, cutOfCommentEvent } from '../../../protocol/state/comment-list.ts';
import type { Comment, Reply } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';

const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
const at = (second: number) => `2026-03-01T10:00:0${second}.000Z`;

const comment = (id: string, timestamp: number, more: Partial<Comment> = {}): Comment => ({
  id,
  text: id,
  timestamp,
  createdAt: at(0),
  user: ana,
  replies: [],
  cutId: 'cut',
  fileId: null,
  ...more,
});
const reply = (id: string, commentId: string, second = 0): Reply => ({
  id,
  text: id,
  createdAt: at(second),
  user: ana,
  commentId,
  cutId: 'cut',
});

const created = (payload: Comment): NamedEvent => ({ name: 'comment:created', payload });
const replied = (payload: Reply): NamedEvent => ({ name: 'comment:reply', payload });
const listOf = (...events: NamedEvent[]) => events.reduce(applyCommentEvent, [] as readonly Comment[]);
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('applyCommentEvent', () => {
  it('keeps comments by their moment in the audio, then by age', () => {
    const list = listOf(
      created(comment('late', 60)),
      created(comment('b', 10, { createdAt: at(2) })),
      created(comment('a', 10, { createdAt: at(1) })),
      created(comment('start', 0)),
    );
    expect(ids(list)).toEqual(['start', 'a', 'b', 'late']);
  });

  it('moves a comment whose moment is changed, and keeps its replies', () => {
    const list = listOf(created(comment('a', 10)), created(comment('b', 20)), replied(reply('r', 'a')), {
      name: 'comment:updated',
      payload: { commentId: 'a', cutId: 'cut', text: 'Louder', timestamp: 30 },
    });
    expect(ids(list)).toEqual(['b', 'a']);
    expect(list[1]).toMatchObject({ text: 'Louder', timestamp: 30, replies: [{ id: 'r' }] });
  });

  it('keeps replies oldest first, and takes one away without the others', () => {
    const replies: NamedEvent[] = [
      created(comment('a', 10)),
      replied(reply('r2', 'a', 2)),
      replied(reply('r1', 'a', 1)),
      replied(reply('r3', 'a', 3)),
    ];
    expect(ids(listOf(...replies)[0]?.replies ?? [])).toEqual(['r1', 'r2', 'r3']);
    const gone: NamedEvent = {
      name: 'reply:deleted',
      payload: { replyId: 'r2', commentId: 'a', cutId: 'cut' },
    };
    expect(ids(listOf(...replies, gone)[0]?.replies ?? [])).toEqual(['r1', 'r3']);
  });

  it('lets comments outlive the file they were made on, but not their cut', () => {
    const made = created(comment('a', 10, { fileId: 'mix' }));
    const other = created(comment('b', 20, { fileId: 'other' }));
    const fileGone: NamedEvent = { name: 'file:deleted', payload: { fileId: 'mix', cutId: 'cut' } };
    expect(listOf(made, other, fileGone).map(({ fileId }) => fileId)).toEqual([null, 'other']);
    expect(listOf(made, other, { name: 'cut:deleted', payload: { cutId: 'cut' } })).toEqual([]);
  });

  const someId = fc.constantFrom('a', 'b', 'c', 'ghost');
  const someEvent: fc.Arbitrary<NamedEvent> = fc.oneof(
    fc
      .tuple(someId, fc.nat(3), fc.constantFrom('mix', null))
      .map(([id, moment, fileId]) => created(comment(id, moment, { fileId }))),
    fc.tuple(someId, fc.nat(3), fc.constantFrom('x', 'y')).map(
      ([commentId, timestamp, text]): NamedEvent => ({
        name: 'comment:updated',
        payload: { commentId, cutId: 'cut', text, timestamp },
      }),
    ),
    someId.map(
      (commentId): NamedEvent => ({ name: 'comment:deleted', payload: { commentId, cutId: 'cut' } }),
    ),
    fc
      .tuple(someId, someId, fc.nat(3))
      .map(([id, commentId, second]) => replied(reply(`r${commentId}${id}`, commentId, second))),
    fc.tuple(someId, someId).map(
      ([id, commentId]): NamedEvent => ({
        name: 'reply:deleted',
        payload: { replyId: `r${commentId}${id}`, commentId, cutId: 'cut' },
      }),
    ),
    fc.constant<NamedEvent>({ name: 'file:deleted', payload: { fileId: 'mix', cutId: 'cut' } }),
    fc.constant<NamedEvent>({ name: 'cut:updated', payload: { cutId: 'cut', name: 'Mix' } }),
  );
  const someEvents = fc.array(someEvent, { maxLength: 40 });

  it('is total, keeps its input, stays in order and returns the same list where nothing changes', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        let list: readonly Comment[] = [];
        for (const event of events) {
          const before = structuredClone(list);
          const next = applyCommentEvent(list, event);
          expect(list).toEqual(before);
          if (next !== list) expect(next).not.toEqual(before);
          expect(next).toEqual([...next].sort(byMoment));
          expect(new Set(ids(next)).size).toBe(next.length);
          list = next;
        }
      }),
    );
  });

  it('is idempotent: an event twice is an event once', () => {
    fc.assert(
      fc.property(someEvents, someEvent, (events, event) => {
        const once = applyCommentEvent(listOf(...events), event);
        expect(applyCommentEvent(once, event)).toBe(once);
      }),
    );
  });

  /** Events as a server sends them: about existing things, without reused ids or deleted files. */
  const possible = someEvents.map((events) => {
    const told: NamedEvent[] = [];
    const used = new Set<string>();
    let list: readonly Comment[] = [];
    for (const event of events) {
      const next = applyCommentEvent(list, event);
      if (next === list) continue;
      if (event.name === 'comment:created' || event.name === 'comment:reply') {
        if (used.has(event.payload.id)) continue;
        used.add(event.payload.id);
      }
      const isFileGone = told.some(({ name }) => name === 'file:deleted');
      if (event.name === 'comment:created' && isFileGone && event.payload.fileId) continue;
      told.push(event);
      list = next;
    }
    return told;
  });

  it('leads from any later answer to the same end: events it already holds may be applied again', () => {
    fc.assert(
      fc.property(possible, fc.nat(40), fc.nat(40), (events, from, to) => {
        const [heardFrom, readAt] = [Math.min(from, to), Math.max(from, to)];
        const answer = listOf(...events.slice(0, readAt));
        const followed = events.slice(heardFrom).reduce(applyCommentEvent, answer);
        expect(followed).toEqual(listOf(...events));
      }),
    );
  });
});

describe('cutOfCommentEvent', () => {
  it('names the cut of each event that may change its comments, and of no other', () => {
    expect(cutOfCommentEvent(created(comment('a', 1)))).toBe('cut');
    expect(cutOfCommentEvent(replied(reply('r', 'a')))).toBe('cut');
    expect(cutOfCommentEvent({ name: 'file:deleted', payload: { fileId: 'f', cutId: 'cut' } })).toBe('cut');
    expect(cutOfCommentEvent({ name: 'cut:deleted', payload: { cutId: 'cut' } })).toBe('cut');
    expect(cutOfCommentEvent({ name: 'cut:updated', payload: { cutId: 'cut', name: 'Mix' } })).toBeNull();
    expect(cutOfCommentEvent({ name: 'vibe:deleted', payload: { vibeId: 'v' } })).toBeNull();
  });
});

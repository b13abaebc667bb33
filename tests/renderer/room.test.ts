import { describe, expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { changesOfMessage } from '../../protocol/state/room-state.ts';
import type { Room, RoomMessage } from '../../protocol/wire/room-message.ts';
import { cutOfPoint } from '../../renderer/features/room/message-point.tsx';
import { placeInText } from '../../renderer/features/room/point-place.ts';
import {
  advanceRoom,
  allMessages,
  openRoom,
  withChange,
  withEarlier,
} from '../../renderer/features/room/room-window.ts';
import { ben, summerEp } from '../fixtures/renderer/page/sample.ts';
import { at, ofComments, ofRoom, said } from './overlay-surfaces.ts';

const message = (number: number): RoomMessage => ({
  ...{ id: `m${number}`, projectId: 'ep', sender: ben, text: `line ${number}` },
  createdAt: new Date(Date.UTC(2026, 2, 4, 12, number)).toISOString(),
});
const between = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const room = (from: number, to: number): Room => ({ messages: between(from, to), hasEarlier: from > 1 });
const ids = (window: ReturnType<typeof openRoom>) => allMessages(window).map(({ id }) => id);
const idsOf = (messages: readonly RoomMessage[]) => messages.map(({ id }) => id);

it('messages that newer ones push out of the room stay on the page', () => {
  const window = advanceRoom(openRoom(room(3, 5)), room(5, 7));
  expect(ids(window)).toEqual(idsOf(between(3, 7)));
  expect(window.hasEarlier).toBe(true);
});

it('a page of earlier messages comes before the others, and is kept when new ones arrive', () => {
  const page = { messages: between(1, 3), hasEarlier: false };
  const window = withEarlier(openRoom(room(4, 6)), page, 'm4');
  expect(ids(advanceRoom(window, room(5, 7)))).toEqual(idsOf(between(1, 7)));
  expect(advanceRoom(window, room(5, 7)).hasEarlier).toBe(false);
});

it('a page that answers an outdated question is left out', () => {
  const window = openRoom(room(4, 6));
  expect(withEarlier(window, { messages: between(1, 2), hasEarlier: false }, 'm3')).toBe(window);
});

it('after a gap the page begins again, so that no message is skipped', () => {
  const window = advanceRoom(openRoom(room(1, 3)), room(9, 11));
  expect(ids(window)).toEqual(idsOf(between(9, 11)));
  expect(window.hasEarlier).toBe(true);
});

it('a room without messages gets its first one', () => {
  expect(ids(advanceRoom(openRoom(undefined), room(1, 1)))).toEqual(['m1']);
});

it('a reaction to an earlier message shows', () => {
  const page = { messages: between(1, 3), hasEarlier: false };
  const window = withEarlier(openRoom(room(4, 6)), page, 'm4');
  const reactions = [{ reaction: 'fire' as const, userIds: ['ben'] }];
  const event = { projectId: 'ep', messageId: 'm2', reactions, point: null };
  expect(allMessages(withChange(window, event))[1]).toEqual({ ...message(2), reactions });
});

describe('an open point made from a message', () => {
  const project = summerEp();
  const cut = project.vibes.flatMap(({ cuts }) => cuts).find(({ id }) => id === 'sg3');
  const nothing = { track: null, seconds: 0 };

  it('is about the first moment in it, else about what is heard', () => {
    const place = placeInText(`See ${cut?.name} v1 @ 0:04–0:09, and 0:20`, project, nothing);
    expect(place).toMatchObject({ track: { cutId: 'sg3', version: 1 }, seconds: 4, endSeconds: 9 });
    const { track = null } = place ?? {};
    expect(placeInText('Softer?', project, { track, seconds: 7 })).toEqual({
      ...{ track, seconds: 7, endSeconds: null },
    });
    expect(placeInText('Softer?', { ...project, vibes: [] }, nothing)).toBeNull();
  });

  it('is found in the song to which its version was moved', () => {
    const fileId = cut?.files[0]?.id ?? '';
    expect(cutOfPoint({ commentId: 'c', cutId: 'gone', fileId }, project)).toBe(cut);
    expect(cutOfPoint({ commentId: 'c', cutId: 'sg3', fileId: null }, project)).toBe(cut);
    expect(cutOfPoint({ commentId: 'c', cutId: 'gone', fileId: null }, project)).toBeUndefined();
  });
});

describe('a pending open point of a message', () => {
  const point = { commentId: 'new', cutId: 'sg3', fileId: null };
  const payload = { id: 'new', cutId: 'sg3', text: 'Softer', timestamp: 3, messageId: said.id };
  const made: PendingOperation = {
    ...{ operationId: 'made', kind: 'comment.create', payload, projectId: 'ep', createdAt: at },
    state: { kind: 'queued' },
  };

  it('links the two before and after the server has confirmed it', () => {
    const event = { name: 'room:updated', payload: { ...changesOfMessage(said), point } } as const;
    expect(ofRoom.lay(ofRoom.base, [made]).shown).toEqual(ofRoom.hear(ofRoom.base, event));
    const { shown } = ofComments.lay(ofComments.base, [made]);
    expect(shown).toContainEqual(expect.objectContaining({ id: 'new', messageId: said.id }));
  });
});

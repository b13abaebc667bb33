import { expect, it } from 'vitest';
import { applyAttentionEvent, noAttention } from '../../../protocol/state/attention.ts';
import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import type { ProjectAttention } from '../../../protocol/wire/attention.ts';
import { newestRoomMessages, type RoomMessage } from '../../../protocol/wire/room-message.ts';
import { summerEp } from '../../fixtures/renderer/page/sample.ts';

const message = (id: string): RoomMessage => ({
  ...{ id, projectId: 'ep', text: id, createdAt: '2026-03-01T10:00:00.000Z' },
  sender: { id: 'ben', name: 'Ben', avatarUrl: null },
});
const send = (project: ReturnType<typeof summerEp>, id: string) =>
  applyProjectEvent(project, { name: 'room:message', payload: message(id) });

it('a room keeps its newest messages, each once, and knows that there were earlier ones', () => {
  const first = send(summerEp(), 'm0');
  expect(first.room).toEqual({ messages: [message('m0')], hasEarlier: false });
  expect(send(first, 'm0')).toBe(first);
  expect(first.vibes).toBe(first.vibes);
  let full = first;
  for (let index = 1; index <= newestRoomMessages; index += 1) full = send(full, `m${index}`);
  expect(full.room?.messages).toHaveLength(newestRoomMessages);
  expect(full.room?.messages[0]?.id).toBe('m1');
  expect(full.room?.hasEarlier).toBe(true);
});

it('attention has the latest of each project, and forgets a project that was left', () => {
  const of = (projectId: string, more: Partial<ProjectAttention> = {}): ProjectAttention => ({
    ...{ projectId, level: 'everything', roomReadUpTo: '2026-03-01T10:00:00.000Z' },
    ...{ unreadCount: 0, unreadMentions: 0, ...more },
  });
  const heard = [of('a'), of('b'), of('a', { unreadCount: 2 })].reduce(
    (attention, payload) => applyAttentionEvent(attention, { name: 'attention:updated', payload }),
    noAttention,
  );
  expect(heard.projects).toEqual([of('b'), of('a', { unreadCount: 2 })]);
  const left = applyAttentionEvent(heard, { name: 'project:left', payload: { projectId: 'a' } });
  expect(left.projects).toEqual([of('b')]);
  const quietHours = { from: '22:00', until: '08:00' };
  expect(applyAttentionEvent(left, { name: 'quiet-hours:updated', payload: { quietHours } })).toEqual({
    ...left,
    quietHours,
  });
});

import { expect, it } from 'vitest';
import { overlayAttention } from '../../../client/outbox/attention-overlay.ts';
import type { ReadMark } from '../../../client/outbox/read-marks.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Attention } from '../../../protocol/wire/attention.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

const at = '2026-03-01T10:00:00.000Z';
const attention: Attention = {
  projects: [{ projectId: 'ep', level: 'everything', roomReadUpTo: at, unreadCount: 3, unreadMentions: 1 }],
  quietHours: null,
};
const room = {
  messages: ['m1', 'm2'].map((id) => ({
    ...{ id, projectId: 'ep', text: id, createdAt: `2026-03-01T1${id.slice(1)}:00:00.000Z` },
    sender: { id: 'ben', name: 'Ben', avatarUrl: null },
  })),
  hasEarlier: false,
};
const cache = { readProject: () => ({ room }) as unknown as ProjectSnapshot };

function overlay(operations: { kind: string; payload: object; isRefused?: true }[], marks: ReadMark[] = []) {
  const shown = operations.map(
    ({ kind, payload, isRefused }): PendingOperation => ({
      ...{ operationId: kind, kind, payload, projectId: 'ep', createdAt: Date.parse(at) },
      state: isRefused ? { kind: 'refused', errorKind: 'not-found', message: '' } : { kind: 'queued' },
    }),
  );
  return overlayAttention(attention, { listShown: () => shown, listMarks: () => marks }, cache);
}

it('a level and quiet hours that are pending already count, refused ones don’t', () => {
  const level = { kind: 'attention.setLevel', payload: { projectId: 'ep', level: 'nothing' } };
  const quietHours = { from: '22:00', until: '08:00' };
  expect(overlay([level]).projects).toMatchObject([{ level: 'nothing', unreadCount: 3 }]);
  expect(overlay([{ kind: 'attention.setQuietHours', payload: { quietHours } }]).quietHours).toEqual(
    quietHours,
  );
  expect(overlay([{ ...level, isRefused: true }])).toEqual(attention);
  const elsewhere = { kind: level.kind, payload: { projectId: 'live', level: 'mentions' } };
  expect(overlay([elsewhere]).projects).toMatchObject([{ projectId: 'ep' }, { level: 'mentions' }]);
});

it('a room that was read to its end offline has nothing unread; one read halfway waits for the server', () => {
  const read = (upTo: string) => overlay([], [{ kind: 'room.read', payload: { projectId: 'ep', upTo } }]);
  expect(read('m2').projects).toMatchObject([{ unreadCount: 0, unreadMentions: 0 }]);
  expect(read('m1')).toEqual(attention);
});

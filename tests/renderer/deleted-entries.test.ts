import { expect, it } from 'vitest';
import type { HeldDeletedItem } from '../../protocol/ipc/deleted-cut.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { deletedEntries } from '../../renderer/features/corrections/deleted-entries.ts';

const item: HeldDeletedItem = {
  ...{ kind: 'file', id: 'f', name: 'Dune v1.wav', projectId: 'p', projectName: 'EP', within: 'Dune' },
  deletedAt: '2026-03-01T10:00:00.000Z',
};

const operation = (
  kind: string,
  state: PendingOperation['state'] = { kind: 'queued' },
): PendingOperation => ({
  ...{ operationId: kind, kind, payload: { id: 'f' }, projectId: 'p', createdAt: 0, state },
});

const shown = (...operations: PendingOperation[]) =>
  deletedEntries([item], operations, null, 0).map(({ id }) => id);

it('leaves out what is being restored, unless that was refused or it is deleted again', () => {
  const refused = { kind: 'refused', errorKind: 'conflict', message: 'Its song is gone.' } as const;
  expect(shown()).toEqual(['f']);
  expect(shown(operation('file.restore'))).toEqual([]);
  expect(shown(operation('file.restore', refused))).toEqual(['f']);
  expect(shown(operation('file.restore'), operation('file.delete'))).toEqual(['f']);
  expect(shown(operation('file.delete'), operation('file.restore'))).toEqual([]);
});

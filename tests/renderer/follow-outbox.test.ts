import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { followOutbox } from '../../renderer/features/pending/follow-outbox.ts';
import { keys } from '../../renderer/platform/queries.ts';
import { until } from '../helpers/until.ts';

const position = { topic: 'project:ep', seq: 7, epoch: 'e' } as const;

function operation(id: string, state: PendingOperation['state']): PendingOperation {
  const payload = { id: 'ep', name: id };
  return { operationId: id, kind: 'project.update', payload, projectId: 'ep', createdAt: 0, state };
}

const confirmed = operation('a', { kind: 'confirmed', positions: [position] });
const queued = operation('b', { kind: 'queued' });

function openPage() {
  const client = new QueryClient();
  let push = (_operations: PendingOperation[]) => {};
  const bridge = {
    on: (_name: string, listener: typeof push) => {
      push = listener;
      return () => {};
    },
  } as unknown as Bridge;
  const stop = followOutbox(bridge, client);
  const shown = () => client.getQueryData<PendingOperation[]>(keys.outbox)?.map((one) => one.operationId);
  return { client, push: (operations: PendingOperation[]) => push(operations), shown, stop };
}

it('drops a confirmed change as soon as the outbox does', () => {
  const { push, shown, stop } = openPage();
  push([confirmed, queued]);
  expect(shown()).toEqual(['a', 'b']);
  push([queued]);
  expect(shown()).toEqual(['b']);
  stop();
});

it('keeps a confirmed change while the project is read again, and shows new changes meanwhile', async () => {
  const { client, push, shown, stop } = openPage();
  push([confirmed]);
  let answer = (_project: string) => {};
  const reading = client.fetchQuery({
    queryKey: keys.project('ep'),
    queryFn: () => new Promise<string>((resolve) => (answer = resolve)),
  });
  push([]);
  expect(shown()).toEqual(['a']);
  push([queued]);
  expect(shown()).toEqual(['a', 'b']);
  answer('read again');
  await reading;
  await until(() => shown()?.length === 1);
  expect(shown()).toEqual(['b']);
  stop();
});

it('does not keep a refused change that was discarded while the project is read again', () => {
  const { client, push, shown, stop } = openPage();
  push([operation('c', { kind: 'refused', errorKind: 'not-found', message: 'Gone.' })]);
  void client.fetchQuery({ queryKey: keys.project('ep'), queryFn: () => new Promise(() => {}) });
  push([]);
  expect(shown()).toEqual([]);
  stop();
});

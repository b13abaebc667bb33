import type { QueryClient } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { isReadingOverlaid, keys } from '../../platform/queries.ts';

/**
 * Keeps the outbox's operations as the main process pushes them, until the returned function is called.
 *
 * A confirmed operation leaves the outbox once the main process has its events. If these came with a snapshot, the page
 * is still reading that again (`isReading`), so the operation stays on the page until it has been read.
 */
export function followOutbox(
  bridge: Bridge,
  client: QueryClient,
  isReading = () => isReadingOverlaid(client),
): () => void {
  let latest: PendingOperation[] = [];
  let held: PendingOperation[] = [];

  function show(): void {
    const present = new Set(latest.map(({ operationId }) => operationId));
    held = isReading() ? held.filter(({ operationId }) => !present.has(operationId)) : [];
    client.setQueryData(keys.outbox, [...held, ...latest]);
  }

  const stops = [
    bridge.on('outbox.changed', (operations) => {
      const shown = client.getQueryData<PendingOperation[]>(keys.outbox) ?? [];
      held = shown.filter(({ state }) => state.kind === 'confirmed');
      latest = operations;
      show();
    }),
    client.getQueryCache().subscribe(() => {
      if (held.length > 0 && !isReading()) show();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

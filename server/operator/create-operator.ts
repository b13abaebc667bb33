import type { ServerContext } from '../context.ts';
import type { Realtime } from '../realtime/realtime.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { OperatorContext } from './operation.ts';

/** The parts of the operator's commands in a running server. */
export function createOperator(
  context: ServerContext,
  { freeBytes }: Pick<BlobStore, 'freeBytes'>,
  realtime: Pick<Realtime, 'endSession' | 'sendToAll'>,
): OperatorContext {
  return {
    ...context,
    freeBytes,
    onSessionEnded: realtime.endSession,
    onAnnounced: (announcement) => realtime.sendToAll('server:announcement', { announcement }),
  };
}

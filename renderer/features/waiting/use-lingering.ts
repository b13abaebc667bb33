import { useEffect, useState } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';

/** Longer than the event of a confirmed change is ever behind its answer, shorter than anyone waits to see. */
const lingerMilliseconds = 300;

/** The operations there are, after those that have just left. */
export function withGone(
  known: readonly PendingOperation[],
  operations: readonly PendingOperation[],
): PendingOperation[] {
  const present = new Set(operations.map(({ operationId }) => operationId));
  return [...known.filter(({ operationId }) => !present.has(operationId)), ...operations];
}

/**
 * Keeps a confirmed operation for a moment. Its answer and its event come by two ways, and between them the project
 * would fall back to what it was. Laid over a project that has the event already, it changes nothing.
 */
export function useLingering(operations: readonly PendingOperation[]): readonly PendingOperation[] {
  const [shown, setShown] = useState(operations);
  useEffect(() => {
    setShown((known) => withGone(known, operations));
    const timer = setTimeout(() => setShown(operations), lingerMilliseconds);
    return () => clearTimeout(timer);
  }, [operations]);
  return shown;
}

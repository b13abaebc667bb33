import { useCallback, useEffect, useRef, useState } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { afterChange, inOrder, type LaidOperation, type Lingering, withoutGone } from './lingering.ts';

/** Longer than the event of a confirmed change is ever behind its answer, also on a busy machine. */
const lingerMilliseconds = 1_500;

/**
 * Keeps a confirmed operation for a moment. Its answer and its event come by two ways, and between them the project
 * would fall back to what it was. Laid over a project that has the event already, it changes nothing.
 *
 * `drop` says of one that was given up here, or was refused to whom asked for it, that it won't be confirmed.
 */
export function useLingering(operations: readonly PendingOperation[]) {
  const lingering = useRef<Lingering>({ waiting: operations, gone: [] });
  const [shown, setShown] = useState<readonly LaidOperation[]>(operations);
  const [timers] = useState(() => new Set<ReturnType<typeof setTimeout>>());
  const dropped = useRef(new Set<(operation: PendingOperation) => boolean>());

  const show = useCallback((next: Lingering) => {
    lingering.current = next;
    setShown(inOrder(next));
  }, []);
  const later = useCallback(
    (act: () => void) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, lingerMilliseconds);
      timers.add(timer);
    },
    [timers],
  );
  useEffect(() => {
    const isDropped = (operation: PendingOperation) => [...dropped.current].some((is) => is(operation));
    const { next, left } = afterChange(lingering.current, operations, isDropped);
    show(next);
    if (left.length > 0) later(() => show(withoutGone(lingering.current, (one) => left.includes(one))));
  }, [operations, show, later]);
  useEffect(
    () => () => {
      for (const timer of timers) clearTimeout(timer);
    },
    [timers],
  );
  const drop = useCallback(
    (is: (operation: PendingOperation) => boolean) => {
      // The list may tell of it only after this.
      dropped.current.add(is);
      later(() => dropped.current.delete(is));
      const next = withoutGone(lingering.current, is);
      if (next !== lingering.current) show(next);
    },
    [show, later],
  );
  return { shown, drop };
}

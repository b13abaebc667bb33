import { useMemo } from 'react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { useOutbox } from '../../app/queries.ts';
import { useSession } from '../../app/session-context.tsx';
import { useLingering } from '../waiting/use-lingering.ts';
import { overlayComments } from './comment-overlay.ts';
import { useComments } from './comment-queries.ts';

const none: PendingOperation[] = [];

/** A cut's comments as the user is to see them: with what they wrote themselves and the server has not confirmed. */
export function useCutComments(cutId: string) {
  const { account } = useSession();
  const { data, error, refetch } = useComments(cutId);
  const operations = useLingering(useOutbox().data ?? none);
  const shown = useMemo(
    () => data && overlayComments(data, cutId, operations, account),
    [data, cutId, operations, account],
  );
  return { shown, error, refetch };
}

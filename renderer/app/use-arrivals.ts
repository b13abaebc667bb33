import { useCallback } from 'react';
import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';
import { type Arrivals, noteArrival } from '../platform/arrivals.ts';
import { useSession } from '../platform/session-context.tsx';
import { useRealtimeEvent } from '../platform/socket-context.tsx';
import type { Store } from '../platform/store.ts';

/** Tracks new cuts and versions of others, in every project whose events reach this window. */
export function useArrivals(arrivals: Store<Arrivals>): void {
  const { account } = useSession();
  const note = useCallback(
    (event: RealtimeEvent) => arrivals.change((known) => noteArrival(known, event, account.id)),
    [arrivals, account.id],
  );
  useRealtimeEvent('cut:created', note);
  useRealtimeEvent('file:uploaded', note);
  useRealtimeEvent('cut:deleted', note);
  useRealtimeEvent('project:deleted', note);
  useRealtimeEvent('project:left', note);
}

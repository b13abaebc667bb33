import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection, useRealtimeEvent } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { failureSentence } from '../../text/failures.ts';
import { messageRows } from '../chat/port.tsx';
import type { PendingBadges } from '../pending/port.ts';
import { useProjectAttention } from './attention-queries.ts';
import { advanceRoom, allMessages, openRoom, withChange, withEarlier } from './room-window.ts';

/** The rows of a room, and how earlier ones are loaded. `project` with pending changes applied. */
export function useRoom(project: ProjectSnapshot, badges: PendingBadges, isLooking: boolean) {
  const bridge = useBridge();
  const { account } = useSession();
  const [held, setHeld] = useState(() => openRoom(project.room));
  const current = advanceRoom(held, project.room);
  if (current !== held) setHeld(current);
  const change = useCallback(
    (event: RealtimeEvent) =>
      event.name === 'room:updated' && setHeld((known) => withChange(known, event.payload)),
    [],
  );
  useRealtimeEvent('room:updated', change);
  const now = useNow();
  const divider = useDivider(project.id, isLooking);
  const rows = useMemo(() => {
    const messages = allMessages(current);
    const isNew = (message: (typeof messages)[number]) =>
      divider !== null && message.createdAt > divider && message.sender.id !== account.id;
    return messageRows(messages, messages.find(isNew)?.id ?? null, now);
  }, [current, divider, account.id, now]);
  const newest = project.room?.messages.findLast(({ id }) => !badges.has(id));
  useReadMark(project.id, newest?.id, isLooking);

  const connection = useConnection().kind;
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a connection change triggers another try
  useEffect(() => setProblem(null), [connection]);
  const isReading = useRef(false);
  const loadEarlier = async () => {
    const [first] = allMessages(current);
    if (!first || !current.hasEarlier || problem !== null || isReading.current) return;
    isReading.current = true;
    const read = await bridge.invoke('room.earlier', { projectId: project.id, before: first.id });
    isReading.current = false;
    if (read.ok) setHeld((known) => withEarlier(known, read.data, first.id));
    else setProblem(failureSentence(read));
  };
  return { rows, newest, problem, loadEarlier, tryAgain: () => setProblem(null) };
}

/** Up to when the user had read. It moves only for messages that arrived while they weren't looking. */
function useDivider(projectId: string, isLooking: boolean): string | null {
  const attention = useProjectAttention(projectId);
  const [known, setKnown] = useState<{ unread: number; upTo: string | null } | null>(null);
  if (!attention || known?.unread === attention.unreadCount) return known?.upTo ?? null;
  const isMoved = attention.unreadCount > 0 && (known === null || (known.unread === 0 && !isLooking));
  const next = {
    unread: attention.unreadCount,
    upTo: isMoved ? attention.roomReadUpTo : (known?.upTo ?? null),
  };
  // Set during rendering, not in an effect: read marks are sent in effects and would remove the unread messages first.
  setKnown(next);
  return next.upTo;
}

/** Marks the room as read up to its newest message, once per message. */
function useReadMark(projectId: string, newestId: string | undefined, isLooking: boolean): void {
  const bridge = useBridge();
  const unread = useProjectAttention(projectId)?.unreadCount ?? 0;
  const marked = useRef<string>(undefined);
  const isDue = isLooking && unread > 0;
  useEffect(() => {
    if (!isDue || newestId === undefined || marked.current === newestId) return;
    marked.current = newestId;
    void bridge.invoke('room.read', { projectId, upTo: newestId }).then((answer) => {
      // Retried with the next change. Until then the unread count stays, correctly.
      if (!answer.ok) marked.current = undefined;
    });
  }, [bridge, isDue, projectId, newestId]);
}

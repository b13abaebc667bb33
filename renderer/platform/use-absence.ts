import { useEffect, useState } from 'react';
import { useConnection } from './socket-context.tsx';

/**
 * Why the target of a link is missing. `awaited`: missed events of its project are on the way. `unreached`: events may be
 * missing, and the server can't be reached. `gone`: it was deleted.
 */
export type Absence = 'awaited' | 'unreached' | 'gone';

/** How long to wait for missed events before a missing target counts as gone. */
const patienceMilliseconds = 3_000;

/** `wasHere`: it was seen before. `isPatienceOver`: the server has been reached for a while. */
export function absenceOf({
  wasHere,
  isReached,
  isPatienceOver,
}: {
  wasHere: boolean;
  isReached: boolean;
  isPatienceOver: boolean;
}): Absence {
  if (wasHere) return 'gone';
  if (!isReached) return 'unreached';
  return isPatienceOver ? 'gone' : 'awaited';
}

/**
 * Why the thing with that id is missing; null while it isn't. `isHeld`: the cache has it, but it is hidden because its
 * deletion is pending. A notification may lead to something that the cache doesn't have yet, which must not be called
 * gone.
 */
export function useAbsence(
  id: string | undefined,
  { isMissing, isHeld }: { isMissing: boolean; isHeld: boolean },
): Absence | null {
  const isReached = useConnection().kind === 'online';
  const [seenId, setSeenId] = useState<string>();
  const [patientWith, setPatientWith] = useState<string>();
  const isKnown = isHeld || !isMissing;
  if (id !== undefined && isKnown && seenId !== id) setSeenId(id);
  const wasHere = isHeld || seenId === id;
  const isAwaited = isMissing && isReached && !wasHere;
  useEffect(() => {
    if (!isAwaited) return;
    const timer = setTimeout(() => setPatientWith(id), patienceMilliseconds);
    return () => {
      clearTimeout(timer);
      setPatientWith(undefined);
    };
  }, [isAwaited, id]);
  if (!isMissing) return null;
  return absenceOf({ wasHere, isReached, isPatienceOver: patientWith === id });
}

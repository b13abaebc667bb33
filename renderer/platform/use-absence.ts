import { useEffect, useState } from 'react';
import { useConnection } from './socket-context.tsx';

/**
 * Why something that a link led to is not here. `awaited`: what was missed of its project is on its way; `unreached`:
 * it may have been missed, and the server can't be asked; `gone`: it is not there any more.
 */
export type Absence = 'awaited' | 'unreached' | 'gone';

/** How long what was missed may be on its way before what doesn't come with it is taken to be gone. */
const patienceMilliseconds = 3_000;

/** `wasHere`: it was seen, and was taken away since. `isPatienceOver`: the server has been reached for a while. */
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
 * Why the thing of that id is missing; null while it is not. `isHeld`: the cache has it, and it is not to be seen,
 * because its deletion waits here. News comes to a person of projects that nobody looks at, and so leads to what the
 * cache doesn't have yet: that is not to be called gone.
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

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type OpenPoint, pointsOf, useManyComments } from '../comments/port.tsx';
import { useShownProject } from '../pending/port.tsx';

/** The open points of the open project. `unread`: the number of songs whose comments can't be read now. */
export type OpenPoints = { points: readonly OpenPoint[]; isReading: boolean; unread: number };

const OpenPointsContext = createContext<OpenPoints>({ points: [], isReading: false, unread: 0 });

/** Finds the open points once for everything below it: in a large project that takes longer than a frame. */
export function OpenPointsProvider({
  projectId,
  children,
}: {
  projectId: string | null;
  children: ReactNode;
}) {
  return <OpenPointsContext value={useProjectPoints(projectId)}>{children}</OpenPointsContext>;
}

export function useOpenPoints(): OpenPoints {
  return useContext(OpenPointsContext);
}

function useProjectPoints(projectId: string | null): OpenPoints {
  const { project, error } = useShownProject(usePainted(projectId));
  const places = useMemo(
    () => project?.vibes.flatMap(({ name, cuts }) => cuts.map((cut) => ({ cut, vibeName: name }))) ?? [],
    [project],
  );
  const cuts = useMemo(() => places.map(({ cut }) => cut), [places]);
  const { byCut, isReading, unread } = useManyComments(cuts);
  const points = useMemo(
    () => pointsOf(places.map((place) => ({ ...place, comments: byCut.get(place.cut.id) ?? [] }))),
    [places, byCut],
  );
  const isAwaited = projectId !== null && !project && !error;
  return useMemo(
    () => ({ points, isReading: isReading || isAwaited, unread }),
    [points, isReading, isAwaited, unread],
  );
}

/** The id once the screen has been painted with it: reading all comments of a large project must not delay that. */
function usePainted(id: string | null): string | null {
  const [painted, setPainted] = useState<string | null>(null);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setPainted(id));
    });
    return () => cancelAnimationFrame(frame);
  }, [id]);
  return painted === id ? id : null;
}

import { useEffect, useMemo, useState } from 'react';
import { type OpenPoint, pointsOf, useManyComments } from '../comments/port.tsx';
import { useShownProject } from '../pending/port.tsx';

/** The open points of a project. `unread`: the number of songs whose comments can't be read now. */
export function useOpenPoints(projectId: string | null): {
  points: readonly OpenPoint[];
  isReading: boolean;
  unread: number;
} {
  const { project } = useShownProject(usePainted(projectId));
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
  return { points, isReading: isReading || project === undefined, unread };
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

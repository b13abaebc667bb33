import { type RefObject, useEffect } from 'react';
import { useFrame } from './frame-context.tsx';

/** The content of a visible element. `song`: its row in the list of songs. `comment`: with its replies. */
export type Sight = `song ${string}` | `comment ${string}`;

/** Keeps track of whether the element is in sight: all of it, or a good part of the window's height. */
export function useSight(element: RefObject<Element | null>, sight: Sight | null): void {
  const { inSight } = useFrame();
  useEffect(() => {
    if (!element.current || sight === null) return;
    const setInSight = (isInSight: boolean) =>
      inSight.change((known) => {
        if (known.has(sight) === isInSight) return known;
        const next = new Set(known);
        if (isInSight) next.add(sight);
        else next.delete(sight);
        return next;
      });
    const observer = new IntersectionObserver(
      (entries) => {
        // The last one is the newest.
        const entry = entries.at(-1);
        if (entry) setInSight(entry.intersectionRatio > 0.9 || entry.intersectionRect.height > 200);
      },
      { threshold: [0, 0.25, 0.5, 0.75, 0.95] },
    );
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      setInSight(false);
    };
  }, [element, sight, inSight]);
}

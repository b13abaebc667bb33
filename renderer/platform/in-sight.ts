import { type RefObject, useEffect } from 'react';
import { useFrame } from './frame-context.tsx';
import { createStore, type Store } from './store.ts';

/** The content of a visible element. `song`: its row in the list of songs. `comment`: with its replies. */
export type Sight = `song ${string}` | `comment ${string}`;

/** Everything in sight: whole elements, or those that fill a good part of the window. */
export type InSight = Pick<Store<ReadonlySet<Sight>>, 'get' | 'subscribe'> & {
  /** Keeps track of an element until the returned function is called. */
  observe(element: Element, sight: Sight): () => void;
};

/** One observer for all elements, so that everything that scrolls in a frame is one change. */
export function createInSight(): InSight {
  const store = createStore<ReadonlySet<Sight>>(new Set());
  const sights = new Map<Element, Sight>();
  let observer: IntersectionObserver | undefined;

  function note(entries: readonly IntersectionObserverEntry[]): void {
    store.change((known) => {
      const next = new Set(known);
      for (const { target, intersectionRatio, intersectionRect } of entries) {
        const sight = sights.get(target);
        if (sight === undefined) continue;
        if (intersectionRatio > 0.9 || intersectionRect.height > 200) next.add(sight);
        else next.delete(sight);
      }
      return isSame(known, next) ? known : next;
    });
  }

  return {
    ...store,
    observe(element, sight) {
      observer ??= new IntersectionObserver(note, { threshold: [0, 0.25, 0.5, 0.75, 0.95] });
      sights.set(element, sight);
      observer.observe(element);
      return () => {
        observer?.unobserve(element);
        sights.delete(element);
        store.change((known) => {
          const next = new Set(known);
          return next.delete(sight) ? next : known;
        });
      };
    },
  };
}

const isSame = (one: ReadonlySet<Sight>, other: ReadonlySet<Sight>) =>
  one.size === other.size && [...one].every((sight) => other.has(sight));

/** Keeps track of whether the element is in sight. */
export function useSight(element: RefObject<Element | null>, sight: Sight | null): void {
  const { inSight } = useFrame();
  useEffect(() => {
    return element.current && sight !== null ? inSight.observe(element.current, sight) : undefined;
  }, [element, sight, inSight]);
}

import { createContext, useLayoutEffect, useState, useSyncExternalStore } from 'react';

/**
 * Below these widths, in pixels, the layout changes: `right` and `left` fold that panel, `rows` gives list rows two lines,
 * `mini` shortens text. From `wide` on, there is room for more.
 */
export const widths = { right: 1000, left: 760, rows: 680, mini: 480, wide: 2000 } as const;

export function useNarrowerThan(width: number): boolean {
  const query = `(width < ${width}px)`;
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The same for an element, whatever makes it narrow. False while it is null. */
export function useElementNarrowerThan(element: HTMLElement | null, width: number): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => setNarrow(element.clientWidth < width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, width]);
  return narrow;
}

/** Whether rows in the middle of the window get two lines. Measured once there, and never by its lists. */
export const NarrowWorkContext = createContext(false);

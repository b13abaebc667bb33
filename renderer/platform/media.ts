import { useLayoutEffect, useState, useSyncExternalStore } from 'react';

/**
 * Below these widths (pixels) a panel of the window folds away, or a list's rows take two lines; at last words give way.
 */
export const widths = { right: 1000, left: 760, rows: 576, mini: 480 } as const;

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

/** The same for an element, whatever makes it narrow: the window, or what stands beside it. False while there is none. */
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

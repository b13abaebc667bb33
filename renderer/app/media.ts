import { useSyncExternalStore } from 'react';

/** Below these widths of the window (pixels) a panel folds away, or rows take two lines. */
export const widths = { right: 1000, left: 760, mini: 480 } as const;

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

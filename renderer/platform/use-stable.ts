import { useLayoutEffect, useRef, useState } from 'react';

/**
 * Functions whose identity never changes; a call runs the newest one. For memoised children that must not render again
 * only because of a new function. Don't call them while rendering.
 */
// biome-ignore lint/suspicious/noExplicitAny: the caller's type states the arguments
export function useStable<Functions extends Record<string, (...values: any[]) => unknown>>(
  functions: Functions,
): Functions {
  const newest = useRef(functions);
  useLayoutEffect(() => {
    newest.current = functions;
  });
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(functions).map((name) => [
          name,
          (...values: unknown[]) => newest.current[name]?.(...values),
        ]),
      ) as Functions,
  );
  return stable;
}

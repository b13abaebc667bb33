import { useLayoutEffect, useRef, useState } from 'react';

/**
 * The same functions at every drawing; a call runs the newest of its name. For what is handed to parts that are not to
 * be drawn again for a new function only: not to be called while drawing.
 */
// biome-ignore lint/suspicious/noExplicitAny: any arguments, which the caller's own type says
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

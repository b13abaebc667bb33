/**
 * Runs this between two frames, also while the user scrolls; in a page that is never idle after a second. Returns how to
 * cancel it. Safari can't tell when a page is idle: there it runs in the next task.
 */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run);
    return () => clearTimeout(timer);
  }
  const waiting = requestIdleCallback(run, { timeout: 1000 });
  return () => cancelIdleCallback(waiting);
}

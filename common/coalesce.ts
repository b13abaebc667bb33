/**
 * Runs `read` once at a time. Calls made during a run share the next one, which begins after they were made: an answer
 * is never older than its question, and any number of simultaneous calls cost two reads.
 */
export function coalesce<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  let next: Promise<Result> | undefined;

  function begin(): Promise<Result> {
    running = read().finally(() => {
      running = undefined;
    });
    return running;
  }

  function beginNext(): Promise<Result> {
    next = undefined;
    return begin();
  }

  return () => {
    if (!running) return begin();
    next ??= running.then(beginNext, beginNext);
    return next;
  };
}

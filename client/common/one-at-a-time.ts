/**
 * Lets one run of `read` happen at a time. Who asks during one gets the next, which began after they asked: so the
 * answer is never older than the question, and many questions at once are two reads.
 */
export function oneAtATime<Result>(read: () => Promise<Result>): () => Promise<Result> {
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

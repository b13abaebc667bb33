const atOnce = 16;

/** Runs a task for each item, a few at a time. Rejects with the first failure, once those that run have ended. */
export async function inTurns<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  task: (item: Item) => Promise<unknown>,
): Promise<void> {
  const running = new Set<Promise<unknown>>();
  let failed: { error: unknown } | undefined;
  for await (const item of items) {
    if (failed) break;
    const run: Promise<unknown> = task(item)
      .catch((error) => {
        failed ??= { error };
      })
      .finally(() => running.delete(run));
    running.add(run);
    if (running.size >= atOnce) await Promise.race(running);
  }
  await Promise.all(running);
  if (failed) throw failed.error;
}

/** Everything that comes, in order. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

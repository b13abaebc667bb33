/** For tests of waiting: a machine that does other work stalls now and then, a server that stalls does so each time. */
export const ifBusy = { retry: 2 };

/** How long requests took, in milliseconds. */
export type Waits = { median: number; worst: number; count: number };

/** Repeats `ask`, one after the other, until `work` is done, at least three times. Returns how long each took. */
export async function waitsDuring(ask: () => Promise<unknown>, work: Promise<unknown>): Promise<Waits> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  const times: number[] = [];
  while (!isDone || times.length < 3) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  await done;
  times.sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
  return { median: at(0.5), worst: at(1), count: times.length };
}

/**
 * How long `ask` may take during a flood, in milliseconds: `limit`, or on a busy machine three times the longest it
 * takes within a second without one.
 */
export async function longestWait(ask: () => Promise<unknown>, limit: number): Promise<number> {
  const idle = await waitsDuring(ask, new Promise((resolve) => setTimeout(resolve, 1000)));
  return Math.max(limit, 3 * idle.worst);
}

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

import { availableParallelism } from 'node:os';

/**
 * Lets a few password hashes run at once and the others wait. Each hash takes a processor and 128 MiB for some
 * 450 ms, in one of the four threads that also read files: unbounded, a flood of sign-ins would stop every download.
 *
 * Addresses take turns, so a flood from one of them delays another by one hash and not by the whole flood.
 */
export type PasswordQueue = {
  /** Runs the task in its turn. Null: too many are waiting, and it was not run. */
  run<Result>(address: string, task: () => Promise<Result>): Promise<{ result: Result } | null>;
};

/** One processor is left to the thread that answers requests. */
const defaultLimits = { running: availableParallelism() > 2 ? 2 : 1, waitingPerAddress: 50, waiting: 150 };

type Waiting = { start(): void; refuse(): void };

export function createPasswordQueue(limits = defaultLimits): PasswordQueue {
  /** The waiting tasks of each address, in the order of the addresses' turns. No list is empty. */
  const byAddress = new Map<string, Waiting[]>();
  let running = 0;
  let waiting = 0;

  function next(): void {
    const [first] = byAddress;
    if (!first || running >= limits.running) return;
    const [address, queue] = first;
    const [taken, ...rest] = queue;
    byAddress.delete(address);
    if (rest.length > 0) byAddress.set(address, rest);
    waiting -= 1;
    taken?.start();
  }

  /** Makes room for an address that has fewer tasks waiting than the busiest one. */
  function makeRoom(address: string): boolean {
    const own = byAddress.get(address)?.length ?? 0;
    if (own >= limits.waitingPerAddress) return false;
    if (waiting < limits.waiting) return true;
    const [busiest, queue] = [...byAddress].reduce((one, other) =>
      other[1].length > one[1].length ? other : one,
    );
    if (queue.length <= own + 1) return false;
    byAddress.set(busiest, queue.slice(0, -1));
    waiting -= 1;
    queue.at(-1)?.refuse();
    return true;
  }

  return {
    run(address, task) {
      if (!makeRoom(address)) return Promise.resolve(null);
      return new Promise((resolve, reject) => {
        const start = () => {
          running += 1;
          task()
            .then((result) => resolve({ result }), reject)
            .finally(() => {
              running -= 1;
              next();
            });
        };
        byAddress.set(address, [...(byAddress.get(address) ?? []), { start, refuse: () => resolve(null) }]);
        waiting += 1;
        next();
      });
    },
  };
}

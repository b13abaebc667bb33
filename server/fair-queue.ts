import { keepContext } from './keep-context.ts';

/**
 * Lets a few tasks run at once and the others wait. Those who sent them take turns, so a flood from one of them delays
 * another by one task and not by the whole flood. The tasks of one sender keep their order.
 */
export type FairQueue = {
  /** Runs the task in its turn. Null: too many are waiting, and it was not run. */
  run<Result>(sender: string, task: () => Promise<Result>): Promise<{ result: Result } | null>;
  /** How many tasks wait. */
  waiting(): number;
};

export type FairLimits = { running: number; waitingPerSender: number; waiting: number };

type Waiting = { start(): void; refuse(): void };

export function createFairQueue(limits: FairLimits): FairQueue {
  /** The waiting tasks of each sender, in the order of the senders' turns. No list is empty. */
  const bySender = new Map<string, Waiting[]>();
  let running = 0;
  let waiting = 0;

  function next(): void {
    const [first] = bySender;
    if (!first || running >= limits.running) return;
    const [sender, queue] = first;
    const [taken, ...rest] = queue;
    bySender.delete(sender);
    if (rest.length > 0) bySender.set(sender, rest);
    waiting -= 1;
    taken?.start();
  }

  /** Makes room for a sender that has fewer tasks waiting than the busiest one. */
  function makeRoom(sender: string): boolean {
    const own = bySender.get(sender)?.length ?? 0;
    if (own >= limits.waitingPerSender) return false;
    if (waiting < limits.waiting) return true;
    const [busiest, queue] = [...bySender].reduce((one, other) =>
      other[1].length > one[1].length ? other : one,
    );
    if (queue.length <= own + 1) return false;
    bySender.set(busiest, queue.slice(0, -1));
    waiting -= 1;
    queue.at(-1)?.refuse();
    return true;
  }

  return {
    run(sender, task) {
      if (!makeRoom(sender)) return Promise.resolve(null);
      return new Promise((resolve, reject) => {
        // A task begins when another one ends; it stays part of the request that sent it.
        const start = keepContext(() => {
          running += 1;
          task()
            .then((result) => resolve({ result }), reject)
            .finally(() => {
              running -= 1;
              next();
            });
        });
        bySender.set(sender, [...(bySender.get(sender) ?? []), { start, refuse: () => resolve(null) }]);
        waiting += 1;
        next();
      });
    },
    waiting: () => waiting,
  };
}

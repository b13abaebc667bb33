/** Time that passes only when something is due, in milliseconds from the beginning of the run. */
export type Schedule = {
  now(): number;
  /** Runs `task` that much later, unless the returned function is called first. */
  after(milliseconds: number, task: () => void): () => void;
  /** When the next task is due; null when none is. */
  nextAt(): number | null;
  /** Moves time to the next task, and runs it. */
  step(): void;
  /** Moves time forward; nothing may be due before. */
  moveTo(at: number): void;
};

type Entry = { at: number; order: number; task: () => void; isCancelled: boolean };

/** Tasks due at the same moment run in the order they were scheduled. */
export function createSchedule(): Schedule {
  const heap: Entry[] = [];
  let now = 0;
  let count = 0;

  const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(entry: Entry): void {
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
  }

  function pop(): void {
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (!isBefore(heap[child] as Entry, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
  }

  function next(): Entry | undefined {
    while (heap[0]?.isCancelled) pop();
    return heap[0];
  }

  return {
    now: () => now,
    after(milliseconds, task) {
      const entry = { at: now + Math.max(0, milliseconds), order: count++, task, isCancelled: false };
      push(entry);
      return () => {
        entry.isCancelled = true;
      };
    },
    nextAt: () => next()?.at ?? null,
    step() {
      const entry = next();
      if (!entry) return;
      pop();
      now = entry.at;
      entry.task();
    },
    moveTo(at) {
      now = Math.max(now, at);
    },
  };
}

import { setTimeout as later, setImmediate as turn } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';

/**
 * Something that a node or a person is about to do. `pid`: the backend that carries it out; none: it waits for nobody.
 * `isArrival`: a request reaches a node.
 */
export type Step = { who: string; what: string; pid?: number | undefined; isArrival?: boolean };

/**
 * Holds every step until chance lets it go. One is carried out at a time, beside those that PostgreSQL lets wait for a lock.
 * So the same seed gives the same schedule.
 */
export type Gate = {
  /** Carries `act` out once it is let go. */
  hold<Value>(step: Step, act: () => Promise<Value>): Promise<Value>;
  /** Lets one after the other go until `isOver`. Throws if nothing goes on. */
  run(isOver: () => boolean): Promise<void>;
  /** How many steps were let go, and how many of them had to wait for a lock. */
  counts: { steps: number; blocked: number };
};

type Held = Step & { go(): void };
type Running = Step & { isBlocked: boolean; hasWaited: boolean };

export type GateParts = {
  chance: Chance;
  /** How often a request arrives while nodes have something to do. */
  arrivals: number;
  /** The backends of these that wait for a lock. */
  findBlocked(pids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Nodes that work, and must do something next: a statement is held or carried out, or comes soon. */
  working(): readonly string[];
  /** Is called before each step. */
  beforeStep(): Promise<void>;
  trace(line: string): void;
};

/** Far longer than a node computes, waits for another try, or connects. */
const patience = 10_000;

export function createGate({ chance, arrivals, findBlocked, working, beforeStep, trace }: GateParts): Gate {
  const held: Held[] = [];
  const running = new Set<Running>();
  const counts = { steps: 0, blocked: 0 };
  let answers = 0;
  let answered = () => {};

  function start<Value>(step: Step, act: () => Promise<Value>): Promise<Value> {
    const one: Running = { ...step, isBlocked: false, hasWaited: false };
    running.add(one);
    const end = (mayFreeLocks: boolean) => {
      running.delete(one);
      answers += 1;
      if (mayFreeLocks) for (const other of running) other.isBlocked = false;
      answered();
    };
    const done = act();
    done.then(
      () => end(/^(?:commit|rollback)/.test(step.what)),
      () => end(true),
    );
    return done;
  }

  const answerWithin = (milliseconds: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answered = resolve;
    return Promise.race([promise, later(milliseconds)]);
  };

  /** Resolves once each step that was let go is done, or waits for a lock. */
  async function untilQuiet(): Promise<void> {
    const deadline = performance.now() + patience;
    for (let wait = 4; ; wait = Math.min(wait * 2, 16)) {
      await turn();
      const open = [...running].filter(({ isBlocked }) => !isBlocked);
      if (open.length === 0) return;
      if (performance.now() > deadline) throw new Error(`No answer to ${open[0]?.what}`);
      const before = answers;
      await answerWithin(wait);
      if (before !== answers) continue;
      const blocked = await findBlocked(open.flatMap(({ pid }) => pid ?? []));
      if (before !== answers) continue;
      for (const one of open) {
        if (one.pid === undefined || !blocked.has(one.pid)) continue;
        one.isBlocked = true;
        if (one.hasWaited) continue;
        one.hasWaited = true;
        counts.blocked += 1;
        trace(`${one.who} waits for a lock`);
      }
    }
  }

  /** Resolves once each working node has its next step here. */
  async function untilAllHeld(): Promise<void> {
    const deadline = performance.now() + patience;
    for (;;) {
      await untilQuiet();
      const here = new Set([...held, ...running].map(({ who }) => who));
      const missing = working().filter((node) => !here.has(node));
      if (missing.length === 0) return;
      if (performance.now() > deadline) throw new Error(`${missing.join()} never goes on`);
      await later(1);
    }
  }

  return {
    counts,
    hold(step, act) {
      return new Promise((resolve, reject) => {
        held.push({ ...step, go: () => void start(step, act).then(resolve, reject) });
      });
    },
    async run(isOver) {
      const deadline = performance.now() + 6 * patience;
      for (;;) {
        await untilAllHeld();
        if (isOver()) return;
        if (performance.now() > deadline) throw new Error('The schedule never ends');
        if (held.length === 0) {
          // All wait for each other: PostgreSQL ends one of them.
          if (running.size === 0) throw new Error('Nothing goes on');
          await answerWithin(patience);
          continue;
        }
        await beforeStep();
        // Not in the order in which answers happened to arrive.
        held.sort((a, b) => (`${a.who} ${a.what}` < `${b.who} ${b.what}` ? -1 : 1));
        const arriving = held.filter(({ isArrival }) => isArrival);
        const others = held.filter(({ isArrival }) => !isArrival);
        const isArrival = others.length === 0 || (arriving.length > 0 && chance.is(arrivals));
        const one = chance.pick(isArrival ? arriving : others) as Held;
        held.splice(held.indexOf(one), 1);
        counts.steps += 1;
        trace(`${one.who} ${one.what}`);
        one.go();
      }
    },
  };
}

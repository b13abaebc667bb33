import type { Bus, HeardHint, Hint } from '../../server/nodes/bus.ts';
import type { Life } from './life.ts';
import type { World } from './world.ts';

/** The bus between the servers of a run: hints may come late, in another order, twice, or not at all. */
export type SimulatedBus = {
  connect(life: Life, options: { node: string; clock(): number }): Bus;
  /** From now on it is a good bus. */
  heal(): void;
};

/** A lost hint is noticed as a lost connection, within that time. */
const longestIgnorance = 10_000;

export function createSimulatedBus({ schedule, chance, tally, trace }: World): SimulatedBus {
  type End = { life: Life; hints: ((heard: HeardHint) => void)[]; losses: (() => void)[] };
  const ends = new Set<End>();
  let isHealed = false;

  const delay = () =>
    isHealed || chance.is(0.8) ? chance.between(1, 30) : chance.between(30, longestIgnorance);

  function carry(to: End, text: string): void {
    const hear = () => {
      if (!to.life.isOver()) for (const listener of to.hints) listener(JSON.parse(text));
    };
    if (!isHealed && chance.is(0.1)) {
      tally.lostHints += 1;
      schedule.after(chance.between(100, longestIgnorance), () => {
        if (!to.life.isOver()) for (const listener of to.losses) listener();
      });
      return;
    }
    schedule.after(delay(), hear);
    if (!isHealed && chance.is(0.1)) schedule.after(delay(), hear);
  }

  return {
    connect(life, { node, clock }) {
      const end: End = { life, hints: [], losses: [] };
      ends.add(end);
      return {
        publish(hint: Hint) {
          if (life.isOver()) return;
          trace.write(`hint ${hint.kind} of ${node}`);
          const text = JSON.stringify({ from: node, clock: clock(), hint });
          for (const other of ends) {
            if (other.life.isOver()) ends.delete(other);
            else if (other !== end) carry(other, text);
          }
        },
        onHint: (listener) => void end.hints.push(listener),
        onReconnect: (listener) => void end.losses.push(listener),
        // Its bands don't look at who is online.
        onOpen: () => {},
        close: async () => void ends.delete(end),
      };
    },
    heal() {
      isHealed = true;
    },
  };
}

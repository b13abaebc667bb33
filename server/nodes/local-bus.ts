import type { Bus, BusOptions, HeardHint } from './bus.ts';

/** A bus within one process. A server that is alone has one to itself, and nobody listens. */
export type LocalBus = { connect(options: BusOptions): Bus };

export function createLocalBus(): LocalBus {
  const members = new Set<{ node: string; hear(heard: HeardHint): void }>();
  return {
    connect({ node, clock }) {
      const listeners: ((heard: HeardHint) => void)[] = [];
      const member = {
        node,
        hear: (heard: HeardHint) => {
          for (const listener of listeners) listener(heard);
        },
      };
      members.add(member);
      return {
        publish(hint) {
          if (!members.has(member) || members.size === 1) return;
          const text = JSON.stringify({ from: node, clock: clock(), hint });
          for (const other of members) {
            if (other !== member) queueMicrotask(() => members.has(other) && other.hear(JSON.parse(text)));
          }
        },
        onHint: (listener) => void listeners.push(listener),
        // Nothing is ever lost here.
        onReconnect: () => {},
        onOpen: (listener) => listener(),
        async close() {
          members.delete(member);
        },
      };
    },
  };
}

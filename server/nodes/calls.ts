import type { Environment } from '../../common/environment.ts';
import type { Bus } from './bus.ts';

/** Questions of one node to another. */
export type Calls = {
  /** Rejects if that node doesn't answer in time. */
  call(to: string, method: string, input: unknown, milliseconds?: number): Promise<unknown>;
  /** Answers the calls of this method. What rejects isn't answered. */
  serve(method: string, answer: (input: unknown, from: string) => Promise<unknown>): void;
  stop(): void;
};

const patienceMilliseconds = 3_000;

export function createCalls(bus: Bus, node: string, { clock, newId }: Environment): Calls {
  const asked = new Map<string, { resolve(answer: unknown): void; cancel(): void }>();
  const served = new Map<string, (input: unknown, from: string) => Promise<unknown>>();

  bus.onHint(({ from, hint }) => {
    if (hint.kind === 'answer' && hint.to === node) asked.get(hint.id)?.resolve(hint.answer);
    if (hint.kind !== 'call' || hint.to !== node) return;
    served
      .get(hint.method)?.(hint.input, from)
      .then(
        (answer) => bus.publish({ kind: 'answer', to: from, id: hint.id, answer: answer ?? null }),
        // The caller's patience ends.
        () => {},
      );
  });

  return {
    call(to, method, input, milliseconds = patienceMilliseconds) {
      return new Promise((resolve, reject) => {
        const id = newId();
        const cancel = clock.later(milliseconds, () => {
          asked.delete(id);
          reject(new Error(`The node ${to} did not answer in time`));
        });
        const settle = (answer: unknown) => {
          asked.delete(id);
          cancel();
          resolve(answer);
        };
        asked.set(id, { resolve: settle, cancel });
        bus.publish({ kind: 'call', to, id, method, input });
      });
    },
    serve: (method, answer) => void served.set(method, answer),
    stop() {
      for (const { cancel } of asked.values()) cancel();
      asked.clear();
    },
  };
}

import type { Clock } from '../../common/clock.ts';
import type { CommandAnswer } from '../../protocol/wire/command-batch.ts';

/** Callers that wait for the answer to an operation. */
export type AnswerWaits = {
  /** The answer, or undefined when none came in time. */
  wait(operationId: string): Promise<CommandAnswer | undefined>;
  has(operationId: string): boolean;
  /** Ends the wait, if there is one. Undefined: there will be no answer. */
  end(operationId: string, answer: CommandAnswer | undefined): void;
  endAll(): void;
};

export function createAnswerWaits(clock: Clock, longestMilliseconds: number): AnswerWaits {
  const waits = new Map<string, (answer: CommandAnswer | undefined) => void>();
  return {
    wait: (operationId) =>
      new Promise((resolve) => {
        const end = (answer: CommandAnswer | undefined) => {
          cancel();
          waits.delete(operationId);
          resolve(answer);
        };
        const cancel = clock.later(longestMilliseconds, () => end(undefined));
        waits.set(operationId, end);
      }),
    has: (operationId) => waits.has(operationId),
    end: (operationId, answer) => waits.get(operationId)?.(answer),
    endAll() {
      for (const end of [...waits.values()]) end(undefined);
    },
  };
}

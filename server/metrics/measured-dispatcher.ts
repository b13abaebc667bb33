import { createDispatcher, type Dispatcher } from '../commands/dispatcher.ts';
import type { Answer } from '../commands/operations.ts';
import type { Metrics } from './metrics.ts';

/** A dispatcher whose commands, outcomes and transactions are counted. */
export function createMeasuredDispatcher({
  metrics,
  ...parts
}: Parameters<typeof createDispatcher>[0] & { metrics: Metrics }): Dispatcher {
  const { commands, groupSize, groupWait } = metrics;
  const dispatcher = createDispatcher({
    ...parts,
    observe(waits) {
      groupSize.observe(waits.length);
      for (const seconds of waits) groupWait.observe(seconds);
    },
  });

  async function measured<Result>(kind: string, run: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
    const end = commands.startTimer({ kind });
    try {
      const answer = await run();
      end({ outcome: answer.ok ? 'done' : answer.kind });
      return answer;
    } catch (error) {
      end({ outcome: 'failed' });
      throw error;
    }
  }
  return {
    ...dispatcher,
    dispatch: (actor, operationId, command, sent) =>
      measured(command.kind, () => dispatcher.dispatch(actor, operationId, command, sent)),
    execute: (actor, operation, run) =>
      measured(operation.kind, () => dispatcher.execute(actor, operation, run)),
  };
}

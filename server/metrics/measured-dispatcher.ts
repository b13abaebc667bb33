import type { Logger } from 'pino';
import { createDispatcher, type Dispatcher } from '../commands/dispatcher.ts';
import type { Answer } from '../commands/operations.ts';
import type { Metrics } from './metrics.ts';

/** A dispatcher whose commands, outcomes and transactions are counted. What could not be stored is logged. */
export function createMeasuredDispatcher({
  metrics,
  log,
  ...parts
}: Parameters<typeof createDispatcher>[0] & { metrics: Metrics; log: Logger }): Dispatcher {
  const { commands, groupSize, groupWait } = metrics;
  const dispatcher = createDispatcher({
    ...parts,
    observe(waits) {
      groupSize.observe(waits.length);
      for (const seconds of waits) groupWait.observe(seconds);
    },
    onUnstored: (err) => log.error({ err }, 'A change could not be stored'),
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

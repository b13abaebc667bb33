import type { Logger } from 'pino';
import { failure } from '../failure.ts';

/**
 * A listener that answers the acknowledgement if one was asked for. A client may send anything, in any number of
 * arguments: `work` gets the first one unparsed.
 */
export function answering(
  log: Logger,
  work: (input: unknown) => Promise<unknown>,
): (...received: unknown[]) => void {
  return (...received) => {
    const [input] = received;
    const acknowledge = received.find((argument) => typeof argument === 'function');
    work(input).then(
      (answer) => acknowledge?.(answer),
      (error) => {
        log.error({ err: error }, 'An event of a client failed');
        acknowledge?.(failure('internal', 'Something went wrong on the server.'));
      },
    );
  };
}

import type { Logger } from 'pino';
import { failure } from '../failure.ts';

/**
 * A listener for a client's event that sends what `work` returns as the acknowledgement, if one was asked for. A client
 * may send any number of arguments of any type: `work` gets the first one, unparsed.
 */
export function acknowledged(
  log: Logger,
  work: (input: unknown) => Promise<unknown>,
): (...received: unknown[]) => void {
  return (...received) => {
    const [input] = received;
    const acknowledge = received.find((argument) => typeof argument === 'function');
    work(input).then(
      (answer) => acknowledge?.(answer),
      (error) => {
        log.error({ err: error }, 'A client’s event failed');
        acknowledge?.(failure('internal', 'Something went wrong on the server.'));
      },
    );
  };
}

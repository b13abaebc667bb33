import type { Failure } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/**
 * The medium that keeps the files can't be used. `message` is a sentence for the operator. `isLasting`: only the
 * operator can change that, so a server doesn't start with it. `isIntended`: the operator has chosen it, so nothing is
 * wrong.
 */
export class StorageError extends Error {
  override name = 'StorageError';
  readonly isLasting: boolean;
  /** Of its line in the log. */
  readonly level: 'warn' | 'error';

  constructor(message: string, options: { isLasting: boolean; isIntended?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.isLasting = options.isLasting;
    this.level = options.isIntended ? 'warn' : 'error';
  }

  /** The answer to a client, which tries again automatically. */
  get answer(): Failure {
    const until = this.isLasting ? 'until its administrator sets it up' : 'at the moment';
    return failure('unavailable', `The server can’t use its storage for files ${until}. Nothing is lost.`);
  }
}

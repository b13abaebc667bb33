import type { TransferFailure, TransferState } from '../../protocol/ipc/transfer.ts';
import type { TransferFailureKind } from './transfer-results.ts';

export type Failed = Extract<TransferState, { kind: 'failed' }>;

/** What a failed request means for a transfer: wait for something, or tell the person what they can do. */
export type FailureMeaning =
  | { kind: 'wait'; for: 'network' | 'sign-in' | 'server'; message: string }
  | { kind: 'fail'; state: Failed };

export function meaningOf(failure: TransferFailureKind, message: string): FailureMeaning {
  switch (failure) {
    case 'offline':
      return { kind: 'wait', for: 'network', message };
    case 'unauthorised':
    case 'signed-out':
      return { kind: 'wait', for: 'sign-in', message: 'Sign in again to go on.' };
    case 'rate-limited':
    case 'internal':
    case 'locked':
    case 'incomplete':
      return { kind: 'wait', for: 'server', message };
    case 'too-large':
      return fail(
        'too-large',
        message,
        'Bounce it in a smaller format, or ask who runs the server to allow larger files.',
        false,
      );
    case 'forbidden':
      return fail('forbidden', message, 'Ask an admin of the project to invite you again, then retry.', true);
    case 'not-found':
      return fail(
        'target-gone',
        message,
        'It was deleted, or you are no longer in the project. Choose another place for the folder and retry, or drop it elsewhere.',
        true,
      );
    case 'no-space':
      return fail('no-space', message, 'Ask who runs the server to make room, then retry.', true);
    case 'unsupported-type':
      return fail('unsupported-type', message, 'Check that it opens in a player, or bounce it again.', false);
    case 'hash-mismatch':
    case 'size-mismatch':
      return fail(
        'corrupt-transfer',
        message,
        'Something between here and the server alters data. Retry on another network.',
        true,
      );
    case 'resource-gone':
    case 'conflict':
      return fail('server-error', message, 'Retry. If it happens again, tell who runs the server.', true);
    case 'invalid':
    case 'empty-file':
    case 'foreign-origin':
      return fail('refused', message, 'The server does not take this file as it is.', false);
  }
}

function fail(reason: TransferFailure, message: string, hint: string, retryable: boolean): FailureMeaning {
  return { kind: 'fail', state: failedState(reason, message, hint, retryable) };
}

export function failedState(
  reason: TransferFailure,
  message: string,
  hint: string,
  retryable: boolean,
): Failed {
  return { kind: 'failed', reason, message, hint, retryable };
}

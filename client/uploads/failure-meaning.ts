import type { TransferFailure, TransferState } from '../../protocol/ipc/transfer.ts';
import { clientText } from '../text.ts';
import type { TransferFailureKind } from './transfer-results.ts';

export type Failed = Extract<TransferState, { kind: 'failed' }>;

/** The effect of a failed request on a transfer: it waits, or the person has to act. */
export type FailureMeaning =
  | { kind: 'wait'; for: 'network' | 'sign-in' | 'server'; message: string }
  | { kind: 'fail'; state: Failed };

const { uploadHints: hints } = clientText;

export function meaningOf(failure: TransferFailureKind, message: string): FailureMeaning {
  switch (failure) {
    case 'offline':
      return { kind: 'wait', for: 'network', message };
    case 'unauthorised':
    case 'second-factor':
    case 'signed-out':
      return { kind: 'wait', for: 'sign-in', message: clientText.uploadWaitsForSignIn };
    case 'rate-limited':
    case 'internal':
    case 'unavailable':
    case 'locked':
    case 'incomplete':
      return { kind: 'wait', for: 'server', message };
    case 'too-large':
      return fail('too-large', message, hints.tooLarge, false);
    case 'forbidden':
      return fail('forbidden', message, hints.forbidden, true);
    case 'not-found':
      return fail('target-gone', message, hints.targetGone, true);
    case 'no-space':
      return fail('no-space', message, hints.noSpace, true);
    case 'quota':
      return fail('no-space', message, hints.quota, true);
    case 'unsupported-type':
      return fail('unsupported-type', message, hints.unsupportedType, false);
    case 'hash-mismatch':
    case 'size-mismatch':
      return fail('corrupt-transfer', message, hints.corruptTransfer, true);
    case 'resource-gone':
    case 'conflict':
      return fail('server-error', message, hints.serverError, true);
    case 'invalid':
    case 'empty-file':
    case 'expired-link':
    case 'foreign-origin':
      return fail('refused', message, hints.refused, false);
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

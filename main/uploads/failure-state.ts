import { type Failed, failedState } from '../../client/uploads/failure-meaning.ts';
import { transferText, unreadableText } from '../text/bounces.ts';

export function vanishedState(): Failed {
  return failedState('vanished', transferText.vanished, transferText.vanishedHint, true);
}

/** `code` is the system's error code. */
export function unreadableState(code: string): Failed {
  const { message, hint } = unreadableText(code);
  return failedState('unreadable', message, hint, true);
}

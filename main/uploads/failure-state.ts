import { type Failed, failedState } from '../../client/uploads/failure-meaning.ts';
import { unreadable } from '../bounces/unreadable.ts';

export function vanishedState(): Failed {
  return failedState(
    'vanished',
    'The file is gone from its folder.',
    'Put it back or bounce it again: it will be taken up by itself.',
    true,
  );
}

export function unreadableState(code: string): Failed {
  const { message, hint } = unreadable(code);
  return failedState('unreadable', message, hint, true);
}

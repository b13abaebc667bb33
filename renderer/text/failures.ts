import type { BridgeErrorKind } from '../../protocol/ipc/bridge.ts';

export const failuresText = {
  offline: 'Can’t reach the server.',
  signedOut: 'You are signed out. Sign in and try again.',
  rateLimited: 'Too many requests. Wait a minute, then try again.',
  refusedCall: 'The app couldn’t do this. Nothing was changed.',
  notOnThisMachine: 'You haven’t opened this on this computer yet. It will load when you’re online.',
};

/** Why something the user asked for failed. The server's sentences are written for people and are shown as they are. */
export function failureSentence(failure: { kind: BridgeErrorKind; message: string }): string {
  switch (failure.kind) {
    case 'offline':
      return failure.message || failuresText.offline;
    case 'signed-out':
      return failuresText.signedOut;
    case 'rate-limited':
      return failuresText.rateLimited;
    case 'refused-call':
      return failuresText.refusedCall;
    default:
      return failure.message;
  }
}

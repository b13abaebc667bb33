import type { BridgeErrorKind } from '../../protocol/ipc/bridge.ts';

/** Why something the user asked for didn't happen. The server's own sentences are fit for people and stay. */
export function failureSentence(failure: { kind: BridgeErrorKind; message: string }): string {
  switch (failure.kind) {
    case 'offline':
      return `The server can’t be reached just now. ${failure.message}`.trim();
    case 'signed-out':
      return 'You are signed out. Sign in again, then repeat this.';
    case 'rate-limited':
      return 'Too much at once for the server. Wait a minute, then try again.';
    case 'refused-call':
      return 'The app could not do this. Nothing was changed.';
    default:
      return failure.message;
  }
}

import type { BridgeErrorKind } from '../../protocol/ipc/bridge.ts';
import type { Failure } from '../../protocol/wire/error.ts';

/** Carries a failure through code that only deals with bytes, up to the answer for the page. */
export class Unavailable extends Error {
  readonly failure: Failure<BridgeErrorKind>;
  constructor(kind: BridgeErrorKind, message: string) {
    super(message);
    this.failure = { ok: false, kind, message };
  }
}

import type { BridgeErrorKind } from '../../protocol/ipc/bridge.ts';
import type { Failure } from '../../protocol/wire/error.ts';

/** Why no bytes can be had. Carries a failure through those who only know bytes, up to who answers the page. */
export class Unavailable extends Error {
  readonly failure: Failure<BridgeErrorKind>;
  constructor(kind: BridgeErrorKind, message: string) {
    super(message);
    this.failure = { ok: false, kind, message };
  }
}

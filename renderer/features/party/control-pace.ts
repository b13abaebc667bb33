import type { Clock } from '../../../common/clock.ts';
import type { PartyControl } from '../../../protocol/wire/party.ts';

/** In milliseconds: somebody who drags sends many positions a second, of which only the last matters. */
const everyMilliseconds = 150;

const isDragged = ({ kind }: PartyControl) => kind === 'seek' || kind === 'loop';

/** Sends controls in order; of those that a drag repeats, the newest after a while. */
export function createControlPace(clock: Clock, send: (control: PartyControl) => void) {
  let pending: PartyControl | null = null;
  let sentAt = Number.NEGATIVE_INFINITY;
  let cancel = () => {};

  function flush(): void {
    cancel();
    if (!pending) return;
    const control = pending;
    pending = null;
    sentAt = clock.monotonic();
    send(control);
  }

  return {
    take(control: PartyControl): void {
      if (!isDragged(control) || pending?.kind !== control.kind) flush();
      pending = control;
      const wait = isDragged(control) ? sentAt + everyMilliseconds - clock.monotonic() : 0;
      cancel();
      if (wait <= 0) flush();
      else cancel = clock.later(wait, flush);
    },
    drop(): void {
      cancel();
      pending = null;
    },
  };
}

import type { AttemptStores } from '../attempts/attempt-store.ts';
import { createAttemptLimiter } from '../auth/attempt-limiter.ts';
import { beginAll } from '../auth/combined-limiter.ts';

const windowMilliseconds = 60 * 60 * 1000;

/** Within an hour: to one address of mail, from one address of the network, and in all. */
const most = { mailbox: 10, network: 30, all: 500 };

/** Limits requests that may cause a mail, whether or not one is sent: so a refusal shows nothing about accounts. */
export type MailLimits = {
  /** Counts a request and answers null, or answers in how many seconds the next one is allowed. */
  begin(network: string, mailbox: string): Promise<number | null>;
};

export function createMailLimits(attempts: AttemptStores): MailLimits {
  const limiterOf = (kind: keyof typeof most) =>
    createAttemptLimiter(attempts(`mail by ${kind}`), { maximum: most[kind], windowMilliseconds });
  const [byMailbox, byNetwork, inAll] = [limiterOf('mailbox'), limiterOf('network'), limiterOf('all')];
  return {
    begin: (network, mailbox) =>
      beginAll([
        { limit: byNetwork, key: network },
        { limit: byMailbox, key: mailbox.toLowerCase() },
        { limit: inAll, key: 'all' },
      ]),
  };
}

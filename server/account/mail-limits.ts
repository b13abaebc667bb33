import type { Clock } from '../../common/clock.ts';
import { createAttemptLimiter } from '../auth/attempt-limiter.ts';

const windowMilliseconds = 60 * 60 * 1000;

/** Within an hour: to one address of mail, from one address of the network, and in all. */
const most = { mailbox: 10, network: 30, all: 500 };

/** Limits requests that may cause a mail, whether or not one is sent: so a refusal shows nothing about accounts. */
export type MailLimits = {
  /** Counts a request and answers null, or answers in how many seconds the next one is allowed. */
  begin(network: string, mailbox: string): number | null;
};

export function createMailLimits(clock: Clock): MailLimits {
  const limiterOf = (maximum: number) =>
    createAttemptLimiter({ maximum, windowMilliseconds, now: clock.monotonic });
  const [byMailbox, byNetwork, inAll] = [
    limiterOf(most.mailbox),
    limiterOf(most.network),
    limiterOf(most.all),
  ];
  return {
    begin(network, mailbox) {
      const limits = [
        { limit: byNetwork, key: network },
        { limit: byMailbox, key: mailbox.toLowerCase() },
        { limit: inAll, key: 'all' },
      ];
      for (const [index, { limit, key }] of limits.entries()) {
        const wait = limit.begin(key);
        if (wait === null) continue;
        for (const passed of limits.slice(0, index)) passed.limit.forgive(passed.key);
        return wait;
      }
      return null;
    },
  };
}

import { removeExpiredTokens } from './account/account-tokens.ts';
import { removeExpiredAttempts } from './attempts/shared-attempts.ts';
import { removeOldEntries } from './audit/remove-old-entries.ts';
import { forgetAnswers } from './commands/operations.ts';
import type { ServerContext } from './context.ts';
import { removeExpired } from './deleted/remove-expired.ts';
import { compactLog } from './events/compact-log.ts';
import { removeOldMail } from './mail/queue-mail.ts';
import { fillIndex } from './search/fill-index.ts';
import { removeExpiredShares } from './share/shares.ts';
import { daysAgo, type Sweep } from './sweeping.ts';

/** Removes rows of the database that have expired, and does what can wait. */
export function databaseSweeps({ db, reads, config, environment: { clock } }: ServerContext): Sweep[] {
  return [
    () => removeExpiredTokens(db, clock.now()),
    () => removeExpiredAttempts(db, clock.now()),
    () => removeExpiredShares(db, clock),
    () => removeOldMail(db, clock.now()),
    (signal) => compactLog(db, daysAgo(config.eventDays, clock), signal),
    (signal) => forgetAnswers(db, daysAgo(config.answerDays, clock), signal),
    () => removeExpired(db, daysAgo(config.deletedDays, clock)),
    (signal) => removeOldEntries(db, daysAgo(config.auditDays, clock), signal),
    (signal) => fillIndex({ db, reads }, signal),
  ];
}

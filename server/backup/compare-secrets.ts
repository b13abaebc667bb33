import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import { fingerprintOf } from '../secrets.ts';

/**
 * Refuses a SECRET that would sign everyone out: a server ends all sessions, open invitations and links in mails when it starts
 * with another secret than the last time. Answers sentences about the SECRET that the restored servers need.
 */
export function compareSecrets({
  given,
  kept,
  fingerprint,
  isShared,
}: {
  /** The variable SECRET of the restore. */
  given: string | null;
  /** The secret in the backup, which is not the one that the server had used if it had a SECRET. */
  kept: string;
  /** Of the secret that the server had used; null where it didn't write that down yet. */
  fingerprint: string | null;
  /** Whether it is restored into PostgreSQL. */
  isShared: boolean;
}): Outcome<string[]> {
  const used = fingerprint ?? fingerprintOf(kept);
  if (given !== null && fingerprintOf(given) !== used) {
    return failure(
      'conflict',
      'SECRET is not the one that the server of this backup had: with it, everyone would have to sign in again, and open invitations would end. Set SECRET to the old one; a server without SECRET keeps it in the file “secret” of its data folder. To replace it, restore without SECRET, and set the new one before the first start. Nothing was changed.',
    );
  }
  if (given !== null) return { ok: true, data: [] };
  if (fingerprintOf(kept) !== used) {
    return {
      ok: true,
      data: [
        'The server of this backup had a SECRET, which no backup holds. Start with the same one: with another one, or none, everyone has to sign in again, and open invitations end.',
      ],
    };
  }
  const sentence =
    'Start the servers without SECRET, or with the old server’s: with another one everyone has to sign in again, and open invitations end.';
  return { ok: true, data: isShared ? [sentence] : [] };
}

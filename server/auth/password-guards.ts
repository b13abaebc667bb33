import type { Clock } from '../../common/clock.ts';
import type { AttemptStores } from '../attempts/attempt-store.ts';
import type { ServerConfig } from '../config.ts';
import { createPasswordGuard, type PasswordGuard } from './password-guard.ts';
import { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
import { createPasswordQueue } from './password-queue.ts';

/** The guards of accounts and of share links. They count guesses apart, and hash in one queue. */
export type PasswordGuards = { hasher: PasswordHasher; accounts: PasswordGuard; shares: PasswordGuard };

export function createPasswordGuards(
  config: Pick<ServerConfig, 'passwordCost' | 'maximumFailedLogins'>,
  clock: Clock,
  attempts: AttemptStores,
): PasswordGuards {
  const queue = createPasswordQueue();
  const hasher = createPasswordHasher(config.passwordCost);
  const create = (name: string) =>
    createPasswordGuard(queue, config.maximumFailedLogins, { clock, hasher, attempts: attempts(name) });
  return { hasher, accounts: create('passwords of accounts'), shares: create('passwords of links') };
}

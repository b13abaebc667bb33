import { fullJitter } from '../../client/common/backoff.ts';
import type { Log } from '../../client/common/log.ts';
import type { SignIn } from '../../client/session/sign-in.ts';
import type { Environment } from '../../common/environment.ts';
import type { AccountRuntime } from './account.ts';

export type UnattendedSignIn = { serverUrl: string; email: string; password: string };

/** Signs in with the credentials of a studio machine, and keeps trying while the server can't be reached. */
export async function signInUnattended(parts: {
  signIn: SignIn<AccountRuntime>;
  credentials: UnattendedSignIn;
  signal: AbortSignal;
  log: Log;
  environment: Environment;
}): Promise<void> {
  const { signIn, credentials, signal, log, environment } = parts;
  const { serverUrl, email, password } = credentials;
  for (let attempt = 0; !signal.aborted && signIn.session().kind === 'signed-out'; attempt++) {
    const answer = await signIn.signIn(serverUrl, { email, password, rememberMe: true });
    if (answer.ok) return;
    log.warn({ kind: answer.kind, message: answer.message }, 'The unattended sign-in failed');
    if (answer.kind !== 'offline' && answer.kind !== 'rate-limited') return;
    await pause(fullJitter(attempt, undefined, environment.random), environment, signal);
  }
}

/** Ends early, without an error, when the signal is aborted. */
export function pause(
  milliseconds: number,
  { clock }: Pick<Environment, 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.later(milliseconds, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

import type { Clock } from '../../common/clock.ts';
import { signedInSchema } from '../../protocol/wire/user.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from './server-client.ts';

export type RenewSessionDependencies = {
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  clock: Clock;
};

const everyMilliseconds = 12 * 60 * 60 * 1000;
const retryMilliseconds = 10 * 60 * 1000;

/**
 * Renews the session when online, and then twice a day. The server ends a session a fixed number of days after it began
 * or was renewed, whether it is used or not, and an app that watches a folder must not stop because of that. Returns a
 * function that stops renewing.
 */
export function renewSession({ client, connectivity, log, clock }: RenewSessionDependencies): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let cancelCheck = () => {};
  /** Unix time, because it continues while the machine sleeps, as the session does. */
  let dueAt = 0;
  let isRenewing = false;

  function check(): void {
    cancelCheck();
    if (isRenewing || signal.aborted || connectivity.current().kind !== 'online') return;
    // A clock that was set back must not postpone it further than from now.
    dueAt = Math.min(dueAt, clock.now() + everyMilliseconds);
    const milliseconds = dueAt - clock.now();
    if (milliseconds > 0) cancelCheck = clock.later(milliseconds, check);
    else void renew();
  }

  async function renew(): Promise<void> {
    isRenewing = true;
    const path = '/api/auth/refresh';
    const answer = await client.request({ method: 'POST', path, schema: signedInSchema, signal });
    isRenewing = false;
    if (!answer.ok) log.info({ kind: answer.kind, message: answer.message }, 'The session was not renewed');
    dueAt = clock.now() + (answer.ok ? everyMilliseconds : retryMilliseconds);
    check();
  }

  const unsubscribe = connectivity.subscribe(check);
  check();
  return () => {
    unsubscribe();
    stopping.abort();
    cancelCheck();
  };
}

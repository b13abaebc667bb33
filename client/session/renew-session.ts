import { type Clock, systemClock } from '../../common/clock.ts';
import { signedInSchema } from '../../protocol/wire/user.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from './server-client.ts';

export type RenewSessionDependencies = {
  client: ServerClient;
  connectivity: Connectivity;
  log: Log;
  clock?: Clock;
};

const everyMilliseconds = 12 * 60 * 60 * 1000;
const againMilliseconds = 10 * 60 * 1000;

/**
 * Begins the session's time anew whenever it is online and twice a day: the server ends a session so many days after
 * it was begun, whether it is in use or not, and an app that watches a folder must not stop for that. Answers how to
 * stop.
 */
export function renewSession(dependencies: RenewSessionDependencies): () => void {
  const { client, connectivity, log, clock = systemClock } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  let cancelCheck = () => {};
  /** Unix time, because it goes on while the machine sleeps, as the session's does. */
  let dueAt = 0;
  let isAsking = false;

  function check(): void {
    cancelCheck();
    if (isAsking || signal.aborted || connectivity.current().kind !== 'online') return;
    // A clock that was set back, by however much, puts it off no further than from now.
    dueAt = Math.min(dueAt, clock.now() + everyMilliseconds);
    const milliseconds = dueAt - clock.now();
    if (milliseconds > 0) cancelCheck = clock.later(milliseconds, check);
    else void prolong();
  }

  async function prolong(): Promise<void> {
    isAsking = true;
    const path = '/api/auth/refresh';
    const answer = await client.request({ method: 'POST', path, schema: signedInSchema, signal });
    isAsking = false;
    if (!answer.ok) log.info({ kind: answer.kind, message: answer.message }, 'The session was not prolonged');
    dueAt = clock.now() + (answer.ok ? everyMilliseconds : againMilliseconds);
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

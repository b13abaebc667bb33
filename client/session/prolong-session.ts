import { signedInSchema } from '../../protocol/wire/user.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from '../realtime/connectivity.ts';
import type { ServerClient } from './server-client.ts';

export type ProlongSessionDependencies = { client: ServerClient; connectivity: Connectivity; log: Log };

const everyMilliseconds = 12 * 60 * 60 * 1000;
const againMilliseconds = 10 * 60 * 1000;

/**
 * Begins the session's time anew whenever it is online and twice a day: the server ends a session so many days after
 * it was begun, whether it is in use or not, and an app that watches a folder must not stop for that. Answers how to
 * stop.
 */
export function prolongSession({ client, connectivity, log }: ProlongSessionDependencies): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Unix time, because it goes on while the machine sleeps, as the session's does. */
  let dueAt = 0;
  let isAsking = false;

  function check(): void {
    clearTimeout(timer);
    if (isAsking || signal.aborted || connectivity.current().kind !== 'online') return;
    const milliseconds = dueAt - Date.now();
    if (milliseconds > 0) timer = setTimeout(check, milliseconds);
    else void prolong();
  }

  async function prolong(): Promise<void> {
    isAsking = true;
    const path = '/api/auth/refresh';
    const answer = await client.request({ method: 'POST', path, schema: signedInSchema, signal });
    isAsking = false;
    if (!answer.ok) log.info({ kind: answer.kind, message: answer.message }, 'The session was not prolonged');
    dueAt = Date.now() + (answer.ok ? everyMilliseconds : againMilliseconds);
    check();
  }

  const unsubscribe = connectivity.subscribe(check);
  check();
  return () => {
    unsubscribe();
    stopping.abort();
    clearTimeout(timer);
  };
}

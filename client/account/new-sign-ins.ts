import type { LoggedEvent } from '../../protocol/wire/event.ts';
import { type StartedSession, sessionListSchema } from '../../protocol/wire/session.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';
import type { Notices } from './notices.ts';

/**
 * Shows a notice when somebody signs in to this account on another device, also if that happened while this one was
 * away. The sessions are read to leave out this device's own sign-in.
 */
export function createNewSignIns(dependencies: {
  client: ServerClient;
  notices: Pick<Notices, 'add'>;
  signal: AbortSignal;
  log: Log;
}): { receive(events: readonly LoggedEvent[]): void } {
  const { client, notices, signal, log } = dependencies;

  async function show(started: StartedSession): Promise<void> {
    const path = '/api/auth/sessions';
    const read = await client.request({ method: 'GET', path, schema: sessionListSchema, signal });
    if (signal.aborted) return;
    if (!read.ok) log.warn({ kind: read.kind }, 'The sessions could not be read to leave out one’s own');
    else if (read.data.some(({ id, isCurrent }) => isCurrent && id === started.id)) return;
    notices.add('new-sign-in', clientText.newSignIn(started));
  }

  return {
    receive(events) {
      const started = events.flatMap(({ name, payload }) => (name === 'session:started' ? payload : []));
      // A notice replaces the one before it.
      const last = started.at(-1);
      if (last) void show(last);
    },
  };
}

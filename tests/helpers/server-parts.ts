import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pino from 'pino';
import { systemEnvironment } from '../../common/environment.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { createLocalAttempts } from '../../server/attempts/attempt-store.ts';
import { createDispatcher, type Dispatcher } from '../../server/commands/dispatcher.ts';
import type { Actor } from '../../server/commands/handler.ts';
import { handlers } from '../../server/commands/handlers.ts';
import { createInvitationToken } from '../../server/commands/invitation-token.ts';
import { defaultConfig } from '../../server/config.ts';
import type { ServerContext } from '../../server/context.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import type { Database } from '../../server/db/schema.ts';
import { createInspector } from '../../server/files/inspector.ts';
import { noMailer } from '../../server/mail/mailer.ts';
import { createMetrics } from '../../server/metrics/metrics.ts';
import { createRegistration } from '../../server/operator/registration.ts';
import { createFileReaders } from '../../server/reading/file-readers.ts';
import { createKeyedLock } from '../../server/storage/keyed-lock.ts';
import { openStores } from '../../server/storage/open-stores.ts';
import type { TestUser } from './server.ts';

export const actorOf = ({ account, email }: TestUser): Actor => ({
  id: account.id,
  name: account.name,
  avatarUrl: account.avatarUrl,
  email,
});

export type ServerParts = Awaited<ReturnType<typeof openParts>>;

/** The parts of a stopped server in this process, with a dispatcher that fails as if the server crashed. */
export async function withParts<Result>(
  dataDirectory: string,
  task: (all: ServerParts) => Promise<Result>,
): Promise<Result> {
  const all = await openParts(dataDirectory);
  try {
    return await task(all);
  } finally {
    await all.inspector.close();
    await all.readers.stop();
    await all.db.destroy();
  }
}

async function openParts(dataDirectory: string) {
  const db = await openDatabase(join(dataDirectory, 'bandmate.sqlite'));
  const log = pino({ level: 'silent' });
  const lost = async () => {
    throw new Error('The power went out.');
  };
  const dispatcher: Dispatcher = {
    ...{ dispatch: lost, execute: lost, record: lost },
    onCommitted: () => {},
    waiting: () => 0,
  };
  const context: ServerContext = {
    config: { ...defaultConfig, dataDirectory },
    db,
    reads: db,
    dispatcher,
    environment: systemEnvironment,
    authenticate: async () => null,
    publicUrl: () => '',
    registration: createRegistration({ db, config: defaultConfig, clock: systemEnvironment.clock }),
    mailer: noMailer,
    attempts: createLocalAttempts(systemEnvironment.clock.monotonic),
    audit: { note: () => {}, flush: async () => {}, close: async () => {} },
    metrics: createMetrics(),
    log,
  };
  const stores = await openStores({ dataDirectory }, systemEnvironment.clock);
  const readers = createFileReaders(30_000);
  const inspector = createInspector({ readers, deadlineMilliseconds: 30_000, log });
  return { context, db, log, readers, inspector, ...stores, locks: createKeyedLock() };
}

/** A dispatcher that works. */
export function openDispatcher(
  db: Kysely<Database>,
  options: Pick<Parameters<typeof createDispatcher>[0], 'mostNotifiedAtOnce'> = {},
): Dispatcher {
  return createDispatcher({
    ...{ ...options, db, handlers },
    invitationToken: createInvitationToken('secret'),
    queue: createSerialQueue(),
    publicUrl: () => '',
    environment: systemEnvironment,
  });
}

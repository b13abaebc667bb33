import type { IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../common/environment.ts';
import type { AttemptStores } from './attempts/attempt-store.ts';
import type { AuditNotes } from './audit/audit-notes.ts';
import type { Dispatcher } from './commands/dispatcher.ts';
import type { Actor } from './commands/handler.ts';
import type { ServerConfig } from './config.ts';
import type { Database } from './db/schema.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Registration } from './operator/registration.ts';

/** The parts that routes are made with. Built once in app.ts and passed down. */
export type ServerContext = {
  config: ServerConfig;
  db: Kysely<Database>;
  /** For what only reads: it sees all that is committed, and never waits for a change. Routes that only read use no other. */
  reads: Kysely<Database>;
  dispatcher: Dispatcher;
  /** Time and ids. The ids of this server keep sorting after those of its earlier runs. */
  environment: Environment;
  /** The sender of this request (cookie or bearer token), or null. */
  authenticate(headers: IncomingHttpHeaders): Promise<Actor | null>;
  /** The address under which clients reach this server, without a trailing slash. Known once it listens. */
  publicUrl(): string;
  registration: Registration;
  /** Where guesses and other limited attempts are counted, for all servers on the database. */
  attempts: AttemptStores;
  mailer: Mailer;
  /** For acts that change nothing in the database; the others are recorded in their transaction (`audit/record.ts`). */
  audit: AuditNotes;
  metrics: Metrics;
  log: Logger;
};

import type { Kysely } from 'kysely';
import type * as z from 'zod';
import type { Environment } from '../../common/environment.ts';
import type { Announcement } from '../../protocol/wire/announcement.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { OperatorCommand, OperatorResult, operatorSchemas } from '../../protocol/wire/operator.ts';
import type { AuditActor } from '../audit/record.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { Mailer } from '../mail/mailer.ts';

/** The parts that operations are made with, whether the server runs or is stopped. */
export type OperatorContext = {
  db: Kysely<Database>;
  config: ServerConfig;
  environment: Environment;
  dispatcher: Dispatcher;
  /** The address under which clients reach the server, without a trailing slash. */
  publicUrl(): string;
  mailer: Mailer;
  freeBytes(): Promise<number>;
  /** Called after a session was ended, to disconnect its sockets. */
  onSessionEnded(sessionId: string): void;
  /** Called with the announcement that is shown from now on, to send it to everybody. */
  onAnnounced(announcement: Announcement | null): void;
};

/** The input as its schema parses it. */
export type ParsedInput<Name extends OperatorCommand> = z.output<(typeof operatorSchemas)[Name]['input']>;

export type Operation<Name extends OperatorCommand> = (
  context: OperatorContext,
  input: ParsedInput<Name>,
  by: AuditActor,
) => Promise<Outcome<OperatorResult<Name>>>;

import type { IncomingHttpHeaders } from 'node:http';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Command } from '../protocol/wire/command.ts';
import type { Failure } from '../protocol/wire/error.ts';
import type { Actor, CommandContext, Handled } from './commands/handler.ts';
import type { Answer } from './commands/operations.ts';
import type { ServerConfig } from './config.ts';
import type { Database } from './db/schema.ts';

/**
 * The one way a change gets in: one transaction that answers a known operation id from its stored answer, or
 * applies, numbers and appends the events, makes activities, stores the answer and commits; then sockets are poked.
 */
export type Dispatcher = {
  /**
   * A command from outside; `payload` is already parsed. `sent` is its payload as it came, as canonical JSON: the same
   * operation is known again by it, also by a later version that parses it otherwise. `data` is null for an operation
   * that was applied so long ago that its answer is not kept any more.
   */
  dispatch(actor: Actor, operationId: string, command: Command, sent?: string): Promise<Answer<unknown>>;
  /** The same way for a change that is no command (an upload's commit). `kind` is stored beside the answer. */
  execute<Result>(
    actor: Actor,
    operation: { id: string; kind: string },
    run: (context: CommandContext) => Promise<Handled<Result> | Failure>,
  ): Promise<Answer<Result>>;
};

/** What routes are made with. Built once in app.ts and passed down. */
export type ServerContext = {
  config: ServerConfig;
  db: Kysely<Database>;
  dispatcher: Dispatcher;
  /** Who sends this request (cookie or bearer token), or null. */
  authenticate(headers: IncomingHttpHeaders): Promise<Actor | null>;
  /** The address by which the outside reaches this server, without a slash at the end. Known once listening. */
  publicUrl(): string;
  log: Logger;
};

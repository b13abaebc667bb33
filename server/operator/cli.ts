import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { systemEnvironment } from '../../common/environment.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { OperatorResult } from '../../protocol/wire/operator.ts';
import { type AuditFormat, exportEntries } from '../audit/export-entries.ts';
import { largestAuditPage } from '../audit/read-entries.ts';
import { operator as atTheMachine } from '../audit/record.ts';
import { defaultConfig, type ServerConfig } from '../config.ts';
import { DataFolderError, databaseName } from '../data-folder.ts';
import { DatabaseError } from '../db/database-error.ts';
import { failure } from '../failure.ts';
import { readConfig } from '../read-config.ts';
import { type CommandLine, parseCommandLine, usage } from './command-line.ts';
import { askRunningServer } from './local-channel.ts';
import { openStopped } from './open-stopped.ts';
import { runOperation } from './operations.ts';
import { printAnswer } from './print-answer.ts';

/** A server that is just starting or stopping holds the folder and doesn't answer yet, or any more. */
const attempts = 20;

/**
 * The operator's commands for the data folder in DATA_DIR, whether its server runs or is stopped. The answer goes to
 * standard output, everything else to standard error. The exit code is 0, 1 if the command could not be carried out, or
 * 2 if it is wrong.
 */
const parsed = parseCommandLine(process.argv.slice(2));
if (parsed.kind === 'help') print(usage);
else if (parsed.kind === 'wrong') end(2, parsed.message);
else {
  try {
    await run(parsed.line);
  } catch (error) {
    end(1, isForOperator(error) ? error.message : String((error as Error).stack ?? error));
  }
}

function isForOperator(error: unknown): error is Error {
  return error instanceof DataFolderError || error instanceof DatabaseError;
}

async function run(line: CommandLine): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) return end(2, config.message);
  const server = { ...defaultConfig, ...config.data };
  const dataDirectory = resolve(server.dataDirectory);
  if (server.databaseUrl === null && !existsSync(join(dataDirectory, databaseName))) {
    return end(
      2,
      `There is no data of a BandMate server in ${dataDirectory}. Set DATA_DIR to its data folder.`,
    );
  }
  if (line.exportAs !== null) return exportAudit({ ...server, dataDirectory }, line, line.exportAs);
  const answer = await ask({ ...server, dataDirectory }, line);
  if (!answer.ok) return end(answer.kind === 'invalid' ? 2 : 1, answer.message);
  if (line.isJson) print(JSON.stringify(answer.data));
  // Both sides are of one version, unless the server was not restarted after an update.
  else print(printAnswer(line.command, answer.data as never));
}

async function ask(config: ServerConfig, { command, input }: CommandLine): Promise<Outcome<unknown, string>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askRunningServer(config.dataDirectory, { command, input });
    if (answer) return answer;
    try {
      const { operator, close } = await openStopped(config, systemEnvironment);
      try {
        return await runOperation(operator, command, input, atTheMachine);
      } finally {
        await close();
      }
    } catch (error) {
      if (!(error instanceof DataFolderError)) throw error;
      if (attempt === attempts) return failure('conflict', `${error.message} It doesn’t take commands.`);
      await later(250);
    }
  }
}

/** Page by page, so that a log of any length can be exported. */
async function exportAudit(config: ServerConfig, line: CommandLine, format: AuditFormat): Promise<void> {
  const readPage = async (before?: number) => {
    const answer = await ask(config, { ...line, input: { limit: largestAuditPage, ...line.input, before } });
    if (answer.ok) return answer.data as OperatorResult<'audit'>;
    end(answer.kind === 'invalid' ? 2 : 1, answer.message);
    return { entries: [], next: null };
  };
  for await (const lines of exportEntries(readPage, format)) process.stdout.write(lines);
}

function end(code: 1 | 2, message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Outcome } from '../../protocol/wire/error.ts';
import { operator as atTheMachine } from '../audit/record.ts';
import { failure } from '../failure.ts';
import { errorCode } from '../storage/disk.ts';
import type { OperatorContext } from './operation.ts';
import { isOperatorCommand, runOperation } from './operations.ts';

/** Systems take no longer path for a socket. */
const mostPathBytes = 103;

const mostBodyBytes = 100_000;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), kind: z.string(), message: z.string() }),
]);

export type LocalRequest = { command: string; input: unknown };

/** The socket in the data folder by which the command line reaches a running server; a named pipe on Windows. */
function channelPath(dataDirectory: string): string {
  if (process.platform !== 'win32') return join(dataDirectory, 'operator.sock');
  const hash = createHash('sha256').update(dataDirectory.toLowerCase()).digest('hex');
  return `\\\\.\\pipe\\bandmate-${hash.slice(0, 32)}`;
}

/**
 * Takes the operator's commands on a socket that only the owner of the data folder can open. Its answers come from the
 * running server itself, so a command ends sockets at once and nothing else writes to the database. A server without
 * it runs all the same, with a warning.
 */
export async function openLocalChannel(
  dataDirectory: string,
  operator: OperatorContext,
  log: Logger,
): Promise<{ close(): Promise<void> }> {
  const path = channelPath(dataDirectory);
  const server = http.createServer((request, response) => {
    answer(operator, request).then(
      (outcome) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(outcome)),
      (error) => {
        log.error({ err: error }, 'An operator’s command failed');
        response.end(JSON.stringify(failure('internal', 'Something went wrong on the server. See its log.')));
      },
    );
  });
  try {
    if (Buffer.byteLength(path) > mostPathBytes) throw new Error(`${path} is too long for a socket`);
    // A crash leaves it; the lock of the folder says that no other server uses it.
    if (process.platform !== 'win32') rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    if (process.platform !== 'win32') chmodSync(path, 0o600);
  } catch (error) {
    const reason = (error as Error).message;
    log.warn(`The operator’s commands work only while this server is stopped: ${reason}.`);
  }
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(operator: OperatorContext, request: http.IncomingMessage): Promise<Outcome<unknown>> {
  if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes) {
    return failure('too-large', 'The command is too large.');
  }
  const { command, input } = JSON.parse(await text(request)) as LocalRequest;
  if (!isOperatorCommand(command))
    return failure('invalid', `This server doesn’t know the command ${command}.`);
  return runOperation(operator, command, input, atTheMachine);
}

/** Asks the server that runs on this data folder. Null if none does. */
export async function askRunningServer(
  dataDirectory: string,
  asked: LocalRequest,
): Promise<Outcome<unknown, string> | null> {
  const body = JSON.stringify(asked);
  try {
    const received = await new Promise<string>((resolve, reject) => {
      const request = http.request({
        socketPath: channelPath(dataDirectory),
        method: 'POST',
        agent: false,
        headers: { 'content-length': Buffer.byteLength(body) },
      });
      request.once('error', reject);
      request.once('response', (response) => text(response).then(resolve, reject));
      request.end(body);
    });
    return answerSchema.parse(JSON.parse(received));
  } catch (error) {
    if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

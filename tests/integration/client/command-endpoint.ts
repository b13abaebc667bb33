import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createListeners } from '../../../client/common/listeners.ts';
import { createLogProgress } from '../../../client/outbox/awaited-positions.ts';
import { createOutbox } from '../../../client/outbox/create-outbox.ts';
import type { OutboxStore } from '../../../client/outbox/outbox-store.ts';
import type { Cursor } from '../../../client/realtime/topic-state.ts';
import { retryingClient } from '../../../client/session/retrying-client.ts';
import { systemClock } from '../../../common/clock.ts';
import { createCookieJar } from '../../../main/session/cookie-jar.ts';
import { createNodeClient } from '../../../main/session/node-client.ts';
import type { ConnectionState } from '../../../protocol/ipc/connection.ts';
import { type CommandAnswer, commandBatchSchema } from '../../../protocol/wire/command-batch.ts';
import type { ErrorKind } from '../../../protocol/wire/error.ts';
import type { Position } from '../../../protocol/wire/event.ts';
import type { Topic } from '../../../protocol/wire/topic.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

export type Operation = { operationId: string; kind: string; payload: unknown };
type Reply =
  | { ok: true; positions?: Position[] }
  | { ok: false; kind: ErrorKind }
  | 'no answer'
  | { status: number; kind: ErrorKind };

/** A command endpoint that answers each operation as the test says, and notes what arrived. */
export async function endpoint() {
  const batches: Operation[][] = [];
  const box = { reply: (_operation: Operation, _batch: Operation[]): Reply => ({ ok: true }) };
  let isHeld = (_operation: Operation) => false;
  let held: (() => void)[] = [];
  /** Keeps the answers to such operations back until the returned function is called. */
  const hold = (which: (operation: Operation) => boolean) => {
    isHeld = which;
    return () => {
      isHeld = () => false;
      for (const answer of held) answer();
      held = [];
    };
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { operations } = commandBatchSchema.parse(JSON.parse(Buffer.concat(pieces).toString()));
      batches.push(operations);
      const answers: CommandAnswer[] = [];
      for (const operation of operations) {
        const reply = box.reply(operation, operations);
        if (reply === 'no answer') return response.destroy();
        if ('status' in reply) {
          const { status, kind } = reply;
          response.writeHead(status, { 'content-type': 'application/json' });
          return response.end(JSON.stringify({ error: 'No.', kind, statusCode: status }));
        }
        const { operationId } = operation;
        answers.push(
          reply.ok
            ? { operationId, ok: true, result: { echoed: operation.payload }, positions: reply.positions }
            : { operationId, ok: false, kind: reply.kind, message: `No: ${reply.kind}.` },
        );
      }
      const answer = () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ answers }));
      };
      if (operations.some(isHeld)) return held.push(answer);
      return answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, batches, box, hold };
}

export const online: ConnectionState = { kind: 'online', since: 0, transport: 'websocket' };
export const offline: ConnectionState = { kind: 'offline', since: 0, reason: '', retryAt: null };
export const unauthorised: ConnectionState = { kind: 'unauthorised', since: 0, reason: '' };

/**
 * The outbox over that store, with short waits, a connection that becomes what the test says, and a cache that holds the
 * topics of `cursors`.
 */
export function startOutbox(
  url: string,
  store: OutboxStore,
  firstState: ConnectionState = online,
  cursors = new Map<Topic, Cursor>(),
) {
  const listeners = createListeners<ConnectionState>();
  let state = firstState;
  let troubles = 0;
  const connectivity = { current: () => state, subscribe: listeners.add };
  const client = createNodeClient({
    ...{ serverUrl: url, cookies: createCookieJar([], Date.now) },
    ...{ log: createQuietLog(), clock: systemClock },
  });
  const outbox = createOutbox({
    store,
    client: retryingClient(client, { connectivity, clock: systemClock }),
    connectivity,
    progress: createLogProgress({ readCursor: (topic) => cursors.get(topic) ?? null, isStale: () => false }),
    log: createQuietLog(),
    backoff: { first: 10, longest: 30 },
    answerMilliseconds: 2_000,
    cannotWrite: () => troubles++,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= outbox.stop());
  disposeLater(stop);
  outbox.start();
  return {
    outbox,
    stop,
    /** How often something could not be written. */
    troubles: () => troubles,
    become(next: ConnectionState) {
      state = next;
      listeners.notify(next);
    },
  };
}

export const kinds = (batches: Operation[][]) => batches.map((batch) => batch.map(({ kind }) => kind));

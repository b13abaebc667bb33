import { AsyncLocalStorage } from 'node:async_hooks';
import { DataStore, ERRORS, type Lock, Server, Upload } from '@tus/server';
import type { Request, Response } from 'express';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { type ErrorBody, type ErrorKind, errorStatus } from '../../protocol/wire/error.ts';
import type { Database } from '../db/schema.ts';
import { requestIdOf } from '../http/answer.ts';
import { errorCode, isNoSpace, noSpace } from '../storage/disk.ts';
import type { KeyedLock } from '../storage/keyed-lock.ts';
import type { PartStore } from '../storage/part-store.ts';
import { StorageError } from '../storage/storage-error.ts';
import { readUpload, type UploadRow } from './upload-row.ts';

/** Refusals by the tus library, in our kinds. Its other statuses refuse malformed requests. */
const kinds: Record<number, ErrorKind> = {
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
  500: 'internal',
};

/** Codes of a stream whose connection ended early. */
const lostConnection = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

/** The request that tus is answering, and the full size of its upload. */
type Transfer = { request: Request; size: number; patience?: NodeJS.Timeout };

/** How long a PATCH may keep storing bytes that have arrived when another request wants its upload. */
const drainMilliseconds = 250;

type Dependencies = { db: Kysely<Database>; parts: PartStore; locks: KeyedLock; log: Logger };

/**
 * tus 1.0.0: HEAD, PATCH and OPTIONS of an upload whose owner the caller has checked. Creation and the extensions are
 * left out.
 *
 * @tus/server validates the requests, but the bytes go straight from the connection to the part store: its web streams
 * cost 50 % more processor time. It gets our lock because its own one polls without a pause while it waits.
 */
export function createTus({ db, parts, locks, log }: Dependencies) {
  const transfers = new AsyncLocalStorage<Transfer>();
  const current = () => {
    const transfer = transfers.getStore();
    if (!transfer) throw new Error('tus runs outside of a request.');
    return transfer;
  };

  class Store extends DataStore {
    override async getUpload(id: string): Promise<Upload> {
      // Read under the lock: a commit may have ended since the request was accepted.
      const upload = await readUpload(db, id);
      if (!upload) throw ERRORS.FILE_NOT_FOUND;
      const { size, state } = upload;
      return new Upload({ id, size, offset: state === 'committed' ? size : await parts.offset(id) });
    }

    override async write(_empty: unknown, id: string, offset: number): Promise<number> {
      const { request, size } = current();
      if (offset === size) return offset;
      const written = await parts.write(request, id, offset, size);
      if (written === false) throw ERRORS.ERR_SIZE_EXCEEDED;
      return written;
    }
  }

  const server = new Server({
    path: '/api/uploads/tus',
    datastore: new Store(),
    locker: {
      newLock: (id): Lock => ({
        lock(signal) {
          const transfer = current();
          const letGo = () => {
            // The next request is from the same client, whose old connection may be half dead: cut that one.
            const cut = () => transfer.request.method === 'PATCH' && transfer.request.destroy();
            transfer.patience ??= setTimeout(cut, drainMilliseconds);
          };
          return locks.acquire(id, letGo, signal);
        },
        async unlock() {
          clearTimeout(current().patience);
          locks.release(id);
        },
      }),
    },
    // The whole server has one check of origins.
    allowedOrigins: () => false,
    onResponseError(_request, error) {
      const status = 'status_code' in error ? error.status_code : 500;
      if (isNoSpace(error)) {
        log.error({ err: error }, 'no space for an upload');
        return refusal(noSpace.kind, noSpace.message);
      }
      if (error instanceof StorageError) {
        log[error.level]({ err: error }, 'the storage for uploads can’t be used');
        return refusal(error.answer.kind, error.answer.message);
      }
      if (lostConnection.has(errorCode(error) ?? '')) return refusal('invalid', 'The connection was lost.');
      if (status >= 500) log.error({ err: error }, 'an upload failed');
      const message = 'body' in error ? error.body.trim() : 'The server could not store these bytes.';
      return refusal(kinds[status] ?? 'invalid', message);
    },
  });

  return async function handle(
    request: Request,
    response: Response,
    { id, size }: Pick<UploadRow, 'id' | 'size'>,
  ): Promise<void> {
    const { method } = request;
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ]);
    // Without the body, and with the id that was checked.
    const validated = new globalThis.Request(`http://server/api/uploads/tus/${id}`, { method, headers });
    const answer = await transfers.run({ request, size }, () => server.handleWeb(validated));
    for (const [name, value] of answer.headers) {
      if (!/^(access-control|content)-/.test(name)) response.setHeader(name, value);
    }
    response.status(answer.status);
    if (answer.ok) response.end();
    else
      response.json({
        ...toErrorBody(answer.status, (await answer.text()).trim()),
        ...requestIdOf(response),
      });
  };
}

function refusal(kind: ErrorKind, error: string): { status_code: number; body: string } {
  const statusCode = errorStatus[kind];
  return { status_code: statusCode, body: JSON.stringify({ error, kind, statusCode } satisfies ErrorBody) };
}

/** The library answers malformed requests (400, 412) in plain text, without calling `onResponseError`. */
function toErrorBody(statusCode: number, body: string): ErrorBody {
  return body.startsWith('{') ? JSON.parse(body) : { error: body, kind: 'invalid', statusCode };
}

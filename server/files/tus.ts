import { type Lock, type Locker, Server } from '@tus/server';
import type { Logger } from 'pino';
import { type ErrorBody, type ErrorKind, errorStatus } from '../../protocol/wire/error.ts';
import { isNoSpace, noSpace } from './disk.ts';
import type { KeyedLock } from './keyed-lock.ts';
import type { PartStore } from './part-store.ts';

/** Time a PATCH gets to store what it has received when another request wants its upload. */
const drainMilliseconds = 250;

/** What tus answers by itself, in our kinds. Its other statuses are refusals of a malformed request. */
const kinds: Record<number, ErrorKind> = {
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
  500: 'internal',
};

/**
 * tus 1.0.0 (HEAD, PATCH and OPTIONS) over the parts. Who may send to an upload is decided before a request gets
 * here; creation, and so every extension, is left out.
 */
export function createTus(all: { parts: PartStore; locks: KeyedLock; log: Logger }): Server {
  return new Server({
    path: '/api/uploads/tus',
    datastore: all.parts,
    locker: tusLocker(all.locks),
    lockDrainTimeout: drainMilliseconds,
    // Which origins may call is decided for the whole server.
    allowedOrigins: () => false,
    onResponseError(_request, error) {
      const status = 'status_code' in error ? error.status_code : 500;
      if (isNoSpace(error)) {
        all.log.error({ err: error }, 'no space for an upload');
        return toAnswer(noSpace.kind, noSpace.message);
      }
      if (status >= 500) all.log.error({ err: error }, 'an upload failed');
      const message = 'body' in error ? error.body.trim() : 'The server could not store these bytes.';
      return toAnswer(kinds[status] ?? 'invalid', message);
    },
  });
}

function toAnswer(kind: ErrorKind, error: string): { status_code: number; body: string } {
  const body: ErrorBody = { error, kind, statusCode: errorStatus[kind] };
  return { status_code: body.statusCode, body: JSON.stringify(body) };
}

/** tus's own in-memory lock polls without a pause while it waits. */
function tusLocker(locks: KeyedLock): Locker {
  return {
    newLock: (id): Lock => ({
      lock: (signal, requestRelease) => locks.acquire(id, () => void requestRelease(), signal),
      async unlock() {
        locks.release(id);
      },
    }),
  };
}

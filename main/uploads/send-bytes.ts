import { type FileHandle, open } from 'node:fs/promises';
import { DetailedError, Upload } from 'tus-js-client';
import type { RequestFailureKind } from '../../client/session/server-client.ts';
import { errorBodySchema } from '../../protocol/wire/error.ts';
import { type FileIdentity, identityOf, sameIdentity } from '../bounces/file-identity.ts';
import { type BodySlice, createHttpStack } from './http-stack.ts';

/** Beside the kinds of any request: the tus resource is gone, or the server still holds it for a former connection. */
export type TransferFailureKind = RequestFailureKind | 'resource-gone' | 'locked';

export type SendResult =
  | { kind: 'sent' }
  | { kind: 'aborted' }
  /** The file is not in the state that was to be sent. */
  | { kind: 'changed' }
  | { kind: 'unreadable'; code: string }
  | { kind: 'failed'; failure: TransferFailureKind; message: string };

export type SendRequest = {
  /** Whole address of the tus resource. */
  url: string;
  path: string;
  identity: FileIdentity;
  /** Asked anew for each request. */
  headers(): Record<string, string>;
  signal: AbortSignal;
  /** Bytes that have left this machine, counted from the file's start. */
  onProgress(sent: number): void;
};

/** Without a byte or an answer for so long the connection counts as dead. */
const silenceMilliseconds = 60_000;

/**
 * Sends what the server does not have yet (HEAD tells the offset), in one PATCH, from one open handle: a rename does
 * not disturb it. Only `uploadUrl` is given to tus-js-client, never an endpoint: with one, a refused HEAD would
 * silently start another upload from zero. Retries are the caller's.
 */
export async function sendBytes(request: SendRequest): Promise<SendResult> {
  const { path, identity, signal } = request;
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    return { kind: 'unreadable', code: codeOf(error) };
  }
  try {
    if (signal.aborted) return { kind: 'aborted' };
    if (!sameIdentity(identityOf(await handle.stat({ bigint: true })), identity)) return { kind: 'changed' };
    const result = await transfer(request, handle);
    if (result.kind !== 'sent') return result;
    const same = sameIdentity(identityOf(await handle.stat({ bigint: true })), identity);
    return same ? result : { kind: 'changed' };
  } catch (error) {
    return { kind: 'unreadable', code: codeOf(error) };
  } finally {
    await handle.close();
  }
}

function transfer(request: SendRequest, handle: FileHandle): Promise<SendResult> {
  const { url, identity, headers, signal, onProgress } = request;
  return new Promise<SendResult>((resolve) => {
    const end = (result: SendResult) => {
      clearTimeout(silence);
      signal.removeEventListener('abort', abort);
      if (result.kind !== 'sent') void upload.abort();
      resolve(result);
    };
    const abort = () => end({ kind: 'aborted' });
    const silent = () =>
      end({
        kind: 'failed',
        failure: 'offline',
        message: 'The server has gone silent in the middle of a transfer.',
      });
    let silence = setTimeout(silent, silenceMilliseconds);

    const upload = new Upload(handle as unknown as Buffer, {
      uploadUrl: url,
      uploadSize: identity.size,
      chunkSize: Number.POSITIVE_INFINITY,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: async () => '',
      httpStack: createHttpStack(),
      fileReader: {
        openFile: async () => ({
          size: identity.size,
          slice: async (from, to) => ({
            value: sliceOf(handle, from, to, end),
            done: to >= identity.size,
          }),
          close: () => undefined,
        }),
      },
      onBeforeRequest: (outgoing) => {
        for (const [name, value] of Object.entries(headers())) outgoing.setHeader(name, value);
      },
      onProgress: (sent) => {
        clearTimeout(silence);
        silence = setTimeout(silent, silenceMilliseconds);
        onProgress(sent);
      },
      onSuccess: () => end({ kind: 'sent' }),
      onError: (error) => end(meaningOfError(error)),
    });
    signal.addEventListener('abort', abort, { once: true });
    upload.start();
  });
}

/** Ends the transfer itself when the file can't be read or has become shorter: the request could only say "broken". */
function sliceOf(
  handle: FileHandle,
  from: number,
  to: number,
  fail: (result: SendResult) => void,
): BodySlice {
  return {
    size: to - from,
    async read(buffer, offset) {
      try {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, from + offset);
        if (bytesRead > 0) return bytesRead;
        fail({ kind: 'changed' });
      } catch (error) {
        fail({ kind: 'unreadable', code: codeOf(error) });
      }
      throw new Error('The file could not be read to its end');
    },
  };
}

function meaningOfError(error: Error): SendResult {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response)
    return {
      kind: 'failed',
      failure: 'offline',
      message: 'The connection broke in the middle of a transfer.',
    };
  const status = response.getStatus();
  const body = errorBodySchema.safeParse(parseJson(response.getBody()));
  const message = body.success ? body.data.error : `The server answered ${status}.`;
  const failed = (failure: TransferFailureKind): SendResult => ({ kind: 'failed', failure, message });
  if (status === 404 || status === 410) return failed('resource-gone');
  if (status === 423) return failed('locked');
  // Another connection's bytes came in between, or a part of ours twice: HEAD tells from where to go on.
  if (status === 409) return failed('internal');
  if (body.success) return failed(body.data.kind);
  if (status === 401) return failed('unauthorised');
  if (status === 403) return failed('forbidden');
  if (status === 413) return failed('too-large');
  // Another version of the protocol, or trouble of the server's own: HEAD again, later.
  return failed('internal');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // tus itself answers in plain text; then the status says it all.
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
}

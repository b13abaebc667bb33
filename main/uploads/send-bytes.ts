import { type FileHandle, open } from 'node:fs/promises';
import { Upload } from 'tus-js-client';
import type { SendOptions, SendResult } from '../../client/uploads/transfer-results.ts';
import { failureOfTus } from '../../client/uploads/tus-failure.ts';
import type { Disk } from '../bounces/disk/disk.ts';
import { type FileIdentity, identityOf, sameIdentity } from '../bounces/disk/file-identity.ts';
import { transferText } from '../text/bounces.ts';
import { type BodySlice, createHttpStack, type UploadThrottle } from './http-stack.ts';

export type SendRequest = SendOptions & {
  disk: Disk;
  path: string;
  identity: FileIdentity;
  /** Called for each request. */
  headers(): Record<string, string>;
  /** As fast as possible if it is left out. */
  throttle?: UploadThrottle;
};

/** Without a byte or an answer for this long, the connection counts as dead. */
const silenceMilliseconds = 60_000;

/**
 * Sends what the server does not have yet (HEAD gives the offset) in one PATCH. It reads from one open handle, so a
 * rename does not disturb it. tus-js-client gets only an `uploadUrl`, never an endpoint: with an endpoint, a refused
 * HEAD would silently start another upload from zero. The caller retries.
 */
export async function sendBytes(request: SendRequest): Promise<SendResult> {
  const { disk, path, identity, signal } = request;
  let handle: FileHandle;
  try {
    handle = await disk.run(
      path,
      () => open(path, 'r'),
      (late) => void late.close(),
    );
  } catch (error) {
    return { kind: 'unreadable', code: codeOf(error) };
  }
  const isSame = async () =>
    sameIdentity(identityOf(await disk.run(path, () => handle.stat({ bigint: true }))), identity);
  try {
    const isUnchanged = await isSame();
    // A signal that has already fired would not call the listener below.
    if (signal.aborted) return { kind: 'aborted' };
    if (!isUnchanged) return { kind: 'changed' };
    const result = await transfer(request, handle);
    if (result.kind !== 'sent') return result;
    return (await isSame()) ? result : { kind: 'changed' };
  } catch (error) {
    return { kind: 'unreadable', code: codeOf(error) };
  } finally {
    // Closing waits for running reads, which a dead share never answers.
    const closing = handle.close().catch(() => undefined);
    await disk.run(path, () => closing).catch(() => undefined);
  }
}

function transfer(request: SendRequest, handle: FileHandle): Promise<SendResult> {
  const { url, disk, path, identity, headers, throttle, signal, onProgress } = request;
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
        message: transferText.wentSilent,
      });
    let silence = setTimeout(silent, silenceMilliseconds);
    const read = async (buffer: Buffer, position: number) =>
      (await disk.run(path, () => handle.read(buffer, 0, buffer.length, position))).bytesRead;

    const upload = new Upload(handle as unknown as Buffer, {
      uploadUrl: url,
      uploadSize: identity.size,
      chunkSize: Number.POSITIVE_INFINITY,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: async () => '',
      httpStack: createHttpStack(throttle),
      fileReader: {
        openFile: async () => ({
          size: identity.size,
          slice: async (from, to) => ({
            value: sliceOf(read, from, to, end),
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
      onError: (error) => end(failureOfTus(error)),
    });
    signal.addEventListener('abort', abort, { once: true });
    upload.start();
  });
}

/** Reports through `fail` why a read failed: the request's own error does not say it. */
function sliceOf(
  read: (buffer: Buffer, position: number) => Promise<number>,
  from: number,
  to: number,
  fail: (result: SendResult) => void,
): BodySlice {
  return {
    size: to - from,
    async read(buffer, offset) {
      try {
        const bytesRead = await read(buffer, from + offset);
        if (bytesRead > 0) return bytesRead;
        fail({ kind: 'changed' });
      } catch (error) {
        fail({ kind: 'unreadable', code: codeOf(error) });
      }
      throw new Error('The file could not be read to its end');
    },
  };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
}

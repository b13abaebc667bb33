import { Upload } from 'tus-js-client';
import type { SendResult } from '../../../client/uploads/transfer-results.ts';
import { failureOfTus } from '../../../client/uploads/tus-failure.ts';
import type { FileIo } from './browser-uploads.ts';

/** Without a byte or an answer for so long the connection counts as dead. */
const silenceMilliseconds = 60_000;

/**
 * In one PATCH from where the server stands (HEAD tells). Only `uploadUrl` is given to tus-js-client, never an endpoint:
 * with one, a refused HEAD would silently start another upload from zero.
 */
export const sendFile: FileIo['send'] = (file, { url, headers, signal, onProgress }) =>
  new Promise<SendResult>((resolve) => {
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
    const upload = new Upload(file, {
      uploadUrl: url,
      chunkSize: Number.POSITIVE_INFINITY,
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest(request) {
        for (const [name, value] of Object.entries(headers())) request.setHeader(name, value);
      },
      onProgress(sent) {
        clearTimeout(silence);
        silence = setTimeout(silent, silenceMilliseconds);
        onProgress(sent);
      },
      onSuccess: () => end({ kind: 'sent' }),
      onError: (error) => void explain(file, error).then(end),
    });
    signal.addEventListener('abort', abort, { once: true });
    upload.start();
  });

/** A file that has changed breaks off its request just as a lost line does: reading it tells which it was. */
async function explain(file: File, error: Error): Promise<SendResult> {
  const isReadable = await file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
  return isReadable ? failureOfTus(error) : { kind: 'unreadable', code: 'CHANGED' };
}

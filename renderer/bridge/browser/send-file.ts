import { Upload } from 'tus-js-client';
import { clientText } from '../../../client/text.ts';
import type { SendResult } from '../../../client/uploads/transfer-results.ts';
import { failureOfTus } from '../../../client/uploads/tus-failure.ts';
import type { FileIo } from './browser-uploads.ts';

/** After so long without a byte or an answer the connection counts as dead. */
const silenceMilliseconds = 60_000;

/**
 * Sends in one PATCH from the server's offset (by HEAD). tus-js-client only gets `uploadUrl`, never an endpoint: with
 * one, a refused HEAD would silently start another upload from zero.
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
    const silent = () => end({ kind: 'failed', failure: 'offline', message: clientText.uploadStalled });
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

/** A changed file aborts its request just as a lost connection does: reading it shows which it was. */
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

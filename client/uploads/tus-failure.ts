import { DetailedError } from 'tus-js-client';
import { errorBodySchema } from '../../protocol/wire/error.ts';
import type { SendResult, TransferFailureKind } from './carriers.ts';

/** What an error of tus-js-client means for the transfer. */
export function failureOfTus(error: Error): SendResult {
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

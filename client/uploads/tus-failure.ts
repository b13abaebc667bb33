import { DetailedError, type HttpResponse } from 'tus-js-client';
import { readErrorBody } from '../../protocol/wire/error.ts';
import { unexpectedAnswer } from '../session/unexpected-answer.ts';
import { clientText } from '../text.ts';
import type { SendResult, TransferFailureKind } from './transfer-results.ts';

/** Translates an error of tus-js-client into the result of a transfer. */
export function failureOfTus(error: Error): SendResult {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!(error instanceof DetailedError) || !response)
    return { kind: 'failed', failure: 'offline', message: clientText.uploadInterrupted };
  const status = response.getStatus();
  if (isNotFromServer(response)) {
    const { origin } = new URL(error.originalRequest.getURL());
    return { kind: 'failed', failure: 'offline', message: unexpectedAnswer(origin, status) };
  }
  const body = readErrorBody(parseJson(response.getBody()));
  const message = body ? body.error : clientText.unexpectedStatus(status);
  const failed = (failure: TransferFailureKind): SendResult => ({ kind: 'failed', failure, message });
  if (status === 404 || status === 410) return failed('resource-gone');
  if (status === 423) return failed('locked');
  // Another connection sent bytes meanwhile, or part of ours arrived twice: HEAD returns the offset to continue from.
  if (status === 409) return failed('internal');
  if (body) return failed(body.kind);
  if (status === 401) return failed('unauthorised');
  if (status === 403) return failed('forbidden');
  if (status === 413) return failed('too-large');
  // Another version of the protocol, or a failure of the server: HEAD again, later.
  return failed('internal');
}

/** Whether a network's sign-in page or a proxy answered. A proxy's limit on the size of a body is still reported. */
function isNotFromServer(response: HttpResponse): boolean {
  const status = response.getStatus();
  if (status === 413) return false;
  const isPage = response.getHeader('content-type')?.startsWith('text/html') === true;
  return isPage || (status < 400 && !response.getHeader('tus-resumable'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // tus itself answers in plain text; then the status says it all.
    return undefined;
  }
}

import type { Response } from 'express';
import { type ErrorBody, errorStatus, type Failure, type Outcome } from '../../protocol/wire/error.ts';
import { requestIdHeader } from './request-id.ts';

/** The id of a request, as its answer carries it, for the body of a refusal. */
export function requestIdOf(response: Response): Pick<ErrorBody, 'requestId'> {
  const requestId = response.getHeader(requestIdHeader);
  return typeof requestId === 'string' ? { requestId } : {};
}

/** When a refusal that names no time may be tried again. */
const retrySeconds = 10;

/** Every answer that is not 2xx has this shape. */
export function sendFailure(response: Response, { kind, message }: Failure): void {
  const statusCode = errorStatus[kind];
  if (statusCode === 429 && !response.hasHeader('Retry-After')) {
    response.setHeader('Retry-After', String(retrySeconds));
  }
  const body: ErrorBody = { error: message, kind, statusCode, ...requestIdOf(response) };
  response.status(statusCode).json(body);
}

export function sendOutcome(response: Response, outcome: Outcome<unknown>, status = 200): void {
  if (outcome.ok) response.status(status).json(outcome.data);
  else sendFailure(response, outcome);
}

/** 429 with the time after which another attempt may succeed. */
export function sendRateLimited(response: Response, seconds: number, message: string): void {
  response.setHeader('Retry-After', String(seconds));
  sendFailure(response, { ok: false, kind: 'rate-limited', message });
}

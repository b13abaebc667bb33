import type { Response } from 'express';

/** When to ask again, in seconds. */
const retrySeconds = 2;

/** Versions that must be compared first are not yet. */
export function sendPending(response: Response): void {
  response.status(202).set('Retry-After', String(retrySeconds)).json({ state: 'pending' });
}

import * as z from 'zod';
import type { BridgeErrorKind } from '../../protocol/ipc/bridge.ts';
import { knownKind } from '../../protocol/wire/error.ts';
import { playerText } from '../text/player.ts';
import { ReadFailure } from './read.ts';

const failureSchema = z.object({
  error: z.string(),
  kind: z.string(),
});

/** Fetches from an address of `protocol/ipc/media.ts`. Rejects with a `ReadFailure` if nothing answers. */
export async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ReadFailure('offline', playerText.unreachable);
  }
}

/** The reason in an answer that isn't the data. */
export async function failureOf(response: Response): Promise<ReadFailure> {
  const body = failureSchema.safeParse(await response.json().catch(() => null)).data;
  return body
    ? new ReadFailure(kindOf(body.kind, response.status), body.error)
    : new ReadFailure('internal', playerText.unexpectedStatus(response.status));
}

/** The app adds two kinds to those of the server. */
function kindOf(kind: string, status: number): BridgeErrorKind {
  return kind === 'offline' || kind === 'signed-out' ? kind : knownKind(kind, status);
}

/** When to ask again after a 202, in milliseconds. */
export function retryAfter(response: Response): number {
  return 1000 * (Number(response.headers.get('Retry-After')) || 5);
}

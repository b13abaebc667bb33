import type { ServerClient } from '../../client/session/server-client.ts';
import { readErrorBody } from '../../protocol/wire/error.ts';
import type { File } from '../../protocol/wire/file.ts';
import { describeNetworkError } from '../session/create-server-client.ts';
import { Unavailable } from './unavailable.ts';

/** A range of a few megabytes that takes longer than this comes over a line that can't play it anyway. */
const rangeMilliseconds = 60_000;

/**
 * Asks the server for something of a file, as this account. Throws `Unavailable`: `offline` when nobody answers, else
 * what the server says.
 */
export async function fetchFrom(
  client: ServerClient,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, client.serverUrl), {
      redirect: 'manual',
      headers: { ...client.authenticationHeaders(), ...headers },
      signal,
    });
  } catch (error) {
    throw new Unavailable('offline', describeNetworkError(error, client.serverUrl));
  }
  if (response.ok) return response;
  const refusal = readErrorBody(await response.json().catch(() => null));
  if (!refusal) throw new Unavailable('offline', `${client.serverUrl} is not ready to answer.`);
  const { kind, error } = refusal;
  throw new Unavailable(kind === 'unauthorised' ? 'signed-out' : kind, error);
}

/** Bytes of the file from `position` on, as they come. An answer from elsewhere counts as no answer. */
export async function fetchBytes(
  client: ServerClient,
  file: Pick<File, 'url' | 'sha256' | 'size'>,
  position: number,
  last: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const range = { range: `bytes=${position}-${last}`, 'if-range': `"${file.sha256}"` };
  const response = await fetchFrom(client, file.url, range, signal);
  const expected = `bytes ${position}-${last}/${file.size}`;
  if (!response.body || response.status !== 206 || response.headers.get('content-range') !== expected) {
    await response.body?.cancel();
    throw new Unavailable('offline', `${client.serverUrl} answered with something else than was asked.`);
  }
  return response.body;
}

export async function readRemote(
  client: ServerClient,
  file: Pick<File, 'url' | 'sha256' | 'size'>,
  position: number,
  length: number,
  stopping: AbortSignal,
): Promise<Uint8Array> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(rangeMilliseconds)]);
  const body = await fetchBytes(client, file, position, position + length - 1, signal);
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    for await (const piece of body) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
  } catch (error) {
    throw new Unavailable('offline', describeNetworkError(error, client.serverUrl));
  }
  if (filled < length) throw new Unavailable('offline', 'The connection was lost.');
  return bytes;
}

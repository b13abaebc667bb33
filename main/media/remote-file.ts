import { ownAddress } from '../../client/session/own-address.ts';
import { readBody, TooLong } from '../../client/session/read-body.ts';
import type { ServerClient } from '../../client/session/server-client.ts';
import { readErrorBody } from '../../protocol/wire/error.ts';
import type { File } from '../../protocol/wire/file.ts';
import { describeNetworkError } from '../session/node-client.ts';
import { mediaText } from '../text/media.ts';
import { Unavailable } from './unavailable.ts';

/** A connection that takes longer for a few megabytes is too slow for playing anyway. */
const rangeMilliseconds = 60_000;

/** The longest refusal, and the longest answer that isn't the file itself: waveform, loudness, difference. */
const refusalBytes = 64 * 1024;
const answerBytes = 32 * 1024 ** 2;

/** Requests a file's data as this account. Throws `Unavailable`: `offline` without an answer, else the server's reason. */
export async function fetchFrom(
  client: ServerClient,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  const address = ownAddress(path, client.serverUrl);
  if (!address) throw new Unavailable('offline', mediaText.otherAnswer(client.serverUrl));
  let response: Response;
  try {
    response = await fetch(address, {
      redirect: 'manual',
      headers: { ...client.authenticationHeaders(), ...headers },
      signal,
    });
  } catch (error) {
    throw new Unavailable('offline', describeNetworkError(error, client.serverUrl));
  }
  if (response.ok) return response;
  const refusal = readErrorBody(await readRefusal(response));
  if (!refusal) throw new Unavailable('offline', mediaText.notReady(client.serverUrl));
  const { kind, error } = refusal;
  throw new Unavailable(kind === 'unauthorised' ? 'signed-out' : kind, error);
}

async function readRefusal(response: Response): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readBody(response, refusalBytes)));
  } catch {
    return null;
  }
}

/** The whole body of an answer about a file. Throws `Unavailable`. */
export async function readAnswer(response: Response, client: ServerClient): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readBody(response, answerBytes);
  } catch (error) {
    if (error instanceof TooLong) throw new Unavailable('offline', mediaText.otherAnswer(client.serverUrl));
    throw new Unavailable('offline', describeNetworkError(error, client.serverUrl));
  }
}

/** Streams the file's bytes from `position` to `last`, inclusive. An answer for another range counts as offline. */
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
    throw new Unavailable('offline', mediaText.otherAnswer(client.serverUrl));
  }
  return response.body.pipeThrough(atMost(last + 1 - position, client.serverUrl));
}

/** Passes so many bytes on and no more: a server that sends more than it announced is cut off at the first one. */
export function atMost(bytes: number, serverUrl: string): TransformStream<Uint8Array, Uint8Array> {
  let received = 0;
  return new TransformStream({
    transform(piece, controller) {
      received += piece.length;
      if (received <= bytes) controller.enqueue(piece);
      else controller.error(new Unavailable('offline', mediaText.otherAnswer(serverUrl)));
    },
  });
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
    if (error instanceof Unavailable) throw error;
    throw new Unavailable('offline', describeNetworkError(error, client.serverUrl));
  }
  if (filled < length) throw new Unavailable('offline', mediaText.connectionLost);
  return bytes;
}

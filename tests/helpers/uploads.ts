import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import type { Reserve, Upload, UploadTarget } from '../../protocol/wire/upload.ts';
import type { TestAnswer, TestServer, TestUser } from './server.ts';
import { until } from './until.ts';

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A 16-bit stereo WAV of `totalBytes` (at least 44), with random content. */
export function makeWave(totalBytes = 1000): Buffer<ArrayBuffer> {
  const header = Buffer.from(
    'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0data\0\0\0\0',
    'latin1',
  );
  header.writeUInt32LE(totalBytes - 8, 4);
  header.writeUInt32LE(totalBytes - 44, 40);
  return Buffer.concat([header, randomBytes(totalBytes - 44)]);
}

export function newCut(
  projectId: string,
  cutName = 'Mix',
  vibe: { id: string } | { name: string } = { name: 'Song' },
) {
  return { kind: 'new-cut', projectId, cutId: newId(), cutName, vibe } satisfies UploadTarget;
}

export async function reserve(
  user: TestUser,
  bytes: Uint8Array,
  target: UploadTarget,
  more: Partial<Reserve> = {},
): Promise<TestAnswer> {
  const body: Reserve = {
    uploadKey: newId(),
    name: 'mix.wav',
    size: bytes.length,
    sha256: sha256Of(bytes),
    target,
    ...more,
  };
  return user.request('POST', '/api/uploads/reserve', body);
}

/** Reserves an upload and expects a row in state `reserved`. */
export async function reserved(
  user: TestUser,
  bytes: Uint8Array,
  target: UploadTarget,
  more: Partial<Reserve> = {},
): Promise<Extract<Upload, { state: 'reserved' }>> {
  const { status, body } = await reserve(user, bytes, target, more);
  if (status !== 200) throw new Error(`Reserve answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

type Place = { server: { url: string }; user: { cookie: string } };

/** Sends all these bytes at `offset` in one PATCH. */
export async function sendBytes(
  { server, user }: Place,
  { tusUrl }: { tusUrl: string },
  bytes: Uint8Array<ArrayBuffer>,
  offset = 0,
): Promise<Response> {
  const response = await fetch(`${server.url}${tusUrl}`, {
    method: 'PATCH',
    headers: {
      cookie: user.cookie,
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes,
  });
  return response;
}

/**
 * Starts a PATCH at `offset`, sends `count` bytes, and leaves it hanging once the server has them on its disk. `closed`
 * resolves when the connection is closed.
 */
export async function sendSlowly(
  { server, user }: { server: TestServer; user: { cookie: string } },
  { id, tusUrl }: { id: string; tusUrl: string },
  bytes: Buffer,
  offset: number,
  count: number,
): Promise<{ cut(): void; closed: Promise<unknown> }> {
  const request = http.request(`${server.url}${tusUrl}`, {
    method: 'PATCH',
    agent: false,
    headers: {
      cookie: user.cookie,
      'tus-resumable': '1.0.0',
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length - offset,
    },
  });
  // The connection is meant to break.
  request.on('error', () => {});
  const closed = new Promise((resolve) => request.on('close', resolve));
  request.write(bytes.subarray(offset, offset + count));
  const part = join(server.dataDirectory, 'uploads', id);
  await until(async () => (await stat(part)).size === offset + count, { what: 'the bytes to arrive' });
  return { cut: () => request.destroy(), closed };
}

/** The same, but then the client closes the connection. */
export async function sendAndBreakOff(...how: Parameters<typeof sendSlowly>): Promise<void> {
  const { cut, closed } = await sendSlowly(...how);
  cut();
  await closed;
}

/** The offset that HEAD returns. */
export async function readOffset({ server, user }: Place, { tusUrl }: { tusUrl: string }): Promise<number> {
  const response = await fetch(`${server.url}${tusUrl}`, {
    method: 'HEAD',
    headers: { cookie: user.cookie, 'tus-resumable': '1.0.0' },
  });
  if (response.status !== 200) throw new Error(`HEAD answered ${response.status}`);
  return Number(response.headers.get('upload-offset'));
}

export const commit = (user: TestUser, { id }: { id: string }): Promise<TestAnswer> =>
  user.request('POST', `/api/uploads/${id}/commit`);

/** Reserves, sends in one PATCH, and commits; throws if any of them fails. */
export async function upload(
  place: { server: { url: string }; user: TestUser },
  bytes: Buffer<ArrayBuffer>,
  target: UploadTarget,
  more: Partial<Reserve> = {},
): Promise<Extract<Upload, { state: 'committed' }>> {
  const row = await reserved(place.user, bytes, target, more);
  const sent = await sendBytes(place, row, bytes);
  if (sent.status !== 204) throw new Error(`PATCH answered ${sent.status}: ${await sent.text()}`);
  const { status, body } = await commit(place.user, row);
  if (status !== 200) throw new Error(`Commit answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Restarts the server and waits until the connection pool of this process reaches it again. */
export async function restart(server: TestServer, changes?: Parameters<TestServer['restart']>[0]) {
  await server.restart(changes);
  await until(async () => (await fetch(`${server.url}/api/health`)).ok, { what: 'the server to be back' });
}

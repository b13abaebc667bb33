import { stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDisk } from '../../../main/bounces/disk.ts';
import { identityOf } from '../../../main/bounces/file-identity.ts';
import { sendBytes } from '../../../main/uploads/send-bytes.ts';
import { type ErrorKind, errorStatus } from '../../../protocol/wire/error.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

/** Sends a small file to a server that has none of it and answers its bytes with this refusal. */
async function refusedWith(status: number, kind: ErrorKind) {
  const server = createServer((request, response) => {
    response.setHeader('Tus-Resumable', '1.0.0');
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'Upload-Offset': '0', 'Upload-Length': '5' }).end();
      return;
    }
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'No.', kind, statusCode: status }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  const path = join(await temporaryFolder(), 'Groove.wav');
  await writeFile(path, 'sound');
  return sendBytes({
    disk: createDisk(),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload`,
    path,
    identity: identityOf(await stat(path, { bigint: true })),
    headers: () => ({}),
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

it.each<[ErrorKind, string]>([
  ['conflict', 'internal'],
  ['not-found', 'resource-gone'],
  ['unauthorised', 'unauthorised'],
  ['too-large', 'too-large'],
  ['no-space', 'no-space'],
])('takes the refusal %s of bytes for %s', async (kind, failure) => {
  expect(await refusedWith(errorStatus[kind], kind)).toEqual({ kind: 'failed', failure, message: 'No.' });
});

import { stat, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { identityOf } from '../../../main/bounces/disk/file-identity.ts';
import { sendBytes } from '../../../main/uploads/send-bytes.ts';
import { type ErrorKind, errorStatus } from '../../../protocol/wire/error.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

/** Sends a small file to a server that refuses its bytes with this answer. */
async function refusedWith(status: number, kind: ErrorKind) {
  return sendTo((request, response) => {
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
}

async function sendTo(
  listener: RequestListener,
  { disk = createDisk(), signal = new AbortController().signal } = {},
) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  const path = join(await temporaryFolder(), 'Groove.wav');
  await writeFile(path, 'sound');
  return sendBytes({
    disk,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload`,
    path,
    identity: identityOf(await stat(path, { bigint: true })),
    headers: () => ({}),
    signal,
    onProgress: () => {},
  });
}

it.each<[ErrorKind, string]>([
  ['conflict', 'internal'],
  ['not-found', 'resource-gone'],
  ['unauthorised', 'unauthorised'],
  ['too-large', 'too-large'],
  ['no-space', 'no-space'],
])('reads the refusal %s as %s', async (kind, failure) => {
  expect(await refusedWith(errorStatus[kind], kind)).toEqual({ kind: 'failed', failure, message: 'No.' });
});

it('sends nothing when aborted while the file is being examined', async () => {
  const disk = createDisk();
  const halting = new AbortController();
  let operations = 0;
  let requests = 0;
  const result = await sendTo(
    (request, response) => {
      requests += 1;
      request.resume();
      response.writeHead(404).end();
    },
    {
      signal: halting.signal,
      disk: {
        ...disk,
        async run(path, operation, late) {
          const answer = await disk.run(path, operation, late);
          operations += 1;
          // The second operation examines the opened file.
          if (operations === 2) halting.abort();
          return answer;
        },
      },
    },
  );
  expect(result).toEqual({ kind: 'aborted' });
  expect(requests).toBe(0);
});

describe('a network with a sign-in page of its own', () => {
  const page = { 'content-type': 'text/html; charset=utf-8' };

  it.each([200, 302, 401, 403, 404, 511])('counts as offline, also with status %i', async (status) => {
    const result = await sendTo((request, response) => {
      request.resume();
      response.writeHead(status, { ...page, ...(status === 302 && { location: 'http://portal.example/' }) });
      response.end('<html>Welcome!</html>');
    });
    expect(result).toMatchObject({ kind: 'failed', failure: 'offline' });
  });

  it('counts as offline when it appears during an upload', async () => {
    const result = await sendTo((request, response) => {
      if (request.method === 'HEAD') {
        response
          .writeHead(200, { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', 'Upload-Length': '5' })
          .end();
      } else request.resume().on('end', () => response.writeHead(403, page).end('<html>Pay first</html>'));
    });
    expect(result).toMatchObject({
      kind: 'failed',
      failure: 'offline',
      message: expect.stringContaining('sign-in page'),
    });
  });

  it('a proxy that refuses the size counts as too large', async () => {
    const result = await sendTo((request, response) => {
      request.resume();
      response.writeHead(413, page).end('<html>nginx</html>');
    });
    expect(result).toMatchObject({ kind: 'failed', failure: 'too-large' });
  });
});

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Request } from 'express';
import { expect, test } from 'vitest';
import { receiveForm } from '../../../server/files/multipart.ts';
import { disposeLater } from '../../helpers/disposal.ts';

/** The result of reading a form whose connection is lost midway, before or after reading has begun. */
async function readBroken(isReadLate: boolean): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const server = http.createServer(async (request) => {
    const closed = once(request, 'close').catch(() => {});
    client.destroy();
    if (isReadLate) await closed;
    const options = {
      fileField: 'file',
      receive: async (stream: NodeJS.ReadableStream) => ({ ok: true as const, data: await buffer(stream) }),
      discard: async () => {},
    };
    receiveForm(request as Request, options).then(resolve, reject);
  });
  server.listen(0, '127.0.0.1');
  disposeLater(() => server.close());
  await once(server, 'listening');
  const client = http.request({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 10_000 },
  });
  client.on('error', () => {});
  client.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nbytes');
  return promise;
}

test.each([false, true])('refuses a form that breaks off (before it was read: %s)', async (late) => {
  expect(await readBroken(late)).toMatchObject({ ok: false, kind: 'invalid' });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { launchSemantics } from './launch-semantics.ts';

it('net.request sends headers of its own, and reads status and body', async () => {
  const server = createServer((request, response) => {
    response.writeHead(203).end(`${request.url} ${request.headers['x-band']}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => server.close());
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const { port } = server.address() as AddressInfo;
  const seen = await app.evaluate(
    ({ net, session }, to) =>
      new Promise((resolve, reject) => {
        const request = net.request({
          ...{ protocol: 'http:', hostname: '127.0.0.1', port: to, path: '/feed' },
          headers: { 'x-band': 'Ana' },
          session: session.fromPartition('updates', { cache: false }),
        });
        request.on('error', reject);
        request.on('response', (response) => {
          let body = '';
          response.on('data', (data) => {
            body += data;
          });
          response.on('end', () => resolve({ status: response.statusCode, body }));
        });
        request.end();
      }),
    port,
  );
  expect(seen).toEqual({ status: 203, body: '/feed Ana' });
});

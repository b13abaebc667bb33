import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { type BodySlice, createHttpStack } from '../../../main/uploads/http-stack.ts';
import { disposeLater } from '../../helpers/disposal.ts';

/** Answers every request with the hash and the length of its body. */
async function startHashServer(): Promise<string> {
  const server = createServer(async (request, response) => {
    const sum = createHash('sha256');
    let length = 0;
    try {
      for await (const piece of request) {
        length += piece.length;
        sum.update(piece);
      }
    } catch {
      // The client aborted, so there is nobody to answer.
      return;
    }
    response.writeHead(200, { 'x-length': length, 'x-token': request.headers.authorization ?? '' });
    response.end(sum.digest('hex'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  disposeLater(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const sliceOf = (bytes: Buffer, most = Number.POSITIVE_INFINITY): BodySlice => ({
  size: bytes.length,
  read: async (buffer, offset) => bytes.copy(buffer, 0, offset, Math.min(bytes.length, offset + most)),
});

it.each([1, 256 * 1024, 256 * 1024 + 1, 3_000_007])('sends %i bytes unchanged', async (size) => {
  const bytes = randomBytes(size);
  const request = createHttpStack().createRequest('PATCH', await startHashServer());
  request.setHeader('authorization', 'Bearer x');
  const answer = await request.send(sliceOf(bytes));
  expect(answer.getStatus()).toBe(200);
  expect(answer.getHeader('X-Length')).toBe(String(size));
  expect(answer.getHeader('x-token')).toBe('Bearer x');
  expect(answer.getBody()).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it('sends bytes in order even if each read returns few', async () => {
  const bytes = randomBytes(100_003);
  const answer = await createHttpStack()
    .createRequest('PATCH', await startHashServer())
    .send(sliceOf(bytes, 777));
  expect(answer.getBody()).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it('reports that the last byte was sent, even if all went at once', async () => {
  const request = createHttpStack().createRequest('PATCH', await startHashServer());
  const progress: number[] = [];
  request.setProgressHandler((sent) => progress.push(sent));
  await request.send(sliceOf(randomBytes(300_000)));
  expect(progress.at(-1)).toBe(300_000);
});

it('fails when reading its body fails, and when aborted', async () => {
  const url = await startHashServer();
  const broken = createHttpStack().createRequest('PATCH', url);
  const body: BodySlice = { size: 5, read: () => Promise.reject(new Error('unreadable')) };
  await expect(broken.send(body)).rejects.toThrow('unreadable');
  const endless = createHttpStack().createRequest('PATCH', url);
  const never: BodySlice = { size: 5, read: () => new Promise(() => undefined) };
  const sending = endless.send(never);
  await endless.abort();
  await expect(sending).rejects.toThrow();
  await expect(createHttpStack().createRequest('HEAD', url).send(null)).resolves.toBeDefined();
});

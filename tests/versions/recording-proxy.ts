import http from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A request with its answer, where both are JSON or nothing. */
export type Exchange = { method: string; path: string; sent: unknown; status: number; answer: unknown };

export type RecordingProxy = {
  url: string;
  exchanges: Exchange[];
  /** Ends all connections, and takes no new ones until it heals. */
  cut(isCut: boolean): void;
  close(): void;
};

/** Between one app and its server: remembers what passes, and can be cut. Sockets pass as they are. */
export async function openRecordingProxy(target: string): Promise<RecordingProxy> {
  const { hostname, port } = new URL(target);
  const exchanges: Exchange[] = [];
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = http.createServer(async (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const sent = await bytesOf(request);
    const onward = http.request({ hostname, port, method, path, headers }, async (answer) => {
      const status = answer.statusCode ?? 500;
      const bytes = await bytesOf(answer).catch(() => Buffer.alloc(0));
      if (answer.headers['content-type']?.includes('application/json'))
        exchanges.push({ method, path, sent: jsonOf(sent), status, answer: jsonOf(bytes) });
      response.writeHead(status, answer.headers).end(bytes);
    });
    onward.on('error', () => response.destroy());
    onward.end(sent);
  });
  proxy.on('upgrade', (request, near: Socket) => {
    const far = connect(Number(port), hostname, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2)
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      far.write(`${lines.join('\r\n')}\r\n\r\n`);
      near.pipe(far).pipe(near);
    });
    for (const socket of [near, far])
      socket.on('error', () => near.destroy()).on('close', () => [near, far].map((one) => one.destroy()));
  });
  proxy.on('connection', (socket: Socket) => {
    if (isCut) socket.destroy();
    else sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    exchanges,
    cut(next) {
      isCut = next;
      if (isCut) hangUp();
    },
    close() {
      proxy.close();
      hangUp();
    },
  };
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

import http from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { disposeLater } from '../../helpers/disposal.ts';

export type HostileProxy = {
  url: string;
  /** Changes each JSON answer from now on; null: none. */
  twist(change: ((json: unknown) => unknown) | null): void;
  /** Gives each answer from now on these headers in place of its own. */
  replaceHeaders(headers: Record<string, string>): void;
  /** Sends a packet of Socket.IO to every client, as if the server had. */
  inject(packet: string): void;
  /** Requests so far. */
  requests(): number;
};

/** In front of a real server: requests arrive there, and answers come back as somebody wants them. */
export async function openHostileProxy(target: string): Promise<HostileProxy> {
  const { hostname, port } = new URL(target);
  const clients = new Set<Socket>();
  let change: ((json: unknown) => unknown) | null = null;
  let replaced: Record<string, string> = {};
  let requests = 0;
  const proxy = http.createServer((request, response) => {
    requests += 1;
    const { method, url, headers } = request;
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      const status = answer.statusCode ?? 500;
      const isJson = answer.headers['content-type']?.includes('application/json') ?? false;
      if (!change || !isJson) {
        response.writeHead(status, { ...answer.headers, ...replaced });
        answer.pipe(response);
        return;
      }
      const twist = change;
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        const twisted = Buffer.from(
          JSON.stringify(twist(JSON.parse(Buffer.concat(pieces).toString()))) ?? '',
        );
        response
          .writeHead(status, { ...answer.headers, ...replaced, 'content-length': twisted.length })
          .end(twisted);
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  proxy.on('upgrade', (request, near: Socket) => {
    const far = connect(Number(port), hostname, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let index = 0; index < request.rawHeaders.length; index += 2)
        lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`);
      far.write(`${lines.join('\r\n')}\r\n\r\n`);
      near.pipe(far).pipe(near);
      clients.add(near);
    });
    const hangUp = () => {
      clients.delete(near);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', hangUp).on('close', hangUp);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    for (const client of clients) client.destroy();
    proxy.closeAllConnections();
    proxy.close();
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    twist(next) {
      change = next;
    },
    replaceHeaders(next) {
      replaced = next;
    },
    inject(packet) {
      const payload = Buffer.from(packet);
      const header = Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
      header.writeBigUInt64BE(BigInt(payload.length), 2);
      for (const client of clients) client.write(Buffer.concat([header, payload]));
    },
    requests: () => requests,
  };
}

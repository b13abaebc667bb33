import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { disposeLater } from './disposal.ts';

/**
 * The fate of one request to S3. `cut`: the connection ends before an answer. `half`: S3 gets only the first half of
 * the body, then the connection ends. `halfAnswer`: the answer ends in the middle. `late`: S3 has done it, but the answer is lost.
 */
export type Fate =
  | 'pass'
  | 'cut'
  | 'half'
  | 'halfAnswer'
  | 'late'
  | { status: number; code?: string }
  | { delay: number };

/** A way to S3 that fails as it is told. */
export type S3Proxy = {
  endpoint: string;
  /** Asked for each request. */
  decide: (request: { method: string; path: string }) => Fate;
  /** The requests that were spoilt. */
  spoilt: number;
};

export async function startS3Proxy(endpoint: string): Promise<S3Proxy> {
  const target = new URL(endpoint);
  const agent = new http.Agent({ keepAlive: true });
  const proxy: S3Proxy = { endpoint: '', decide: () => 'pass', spoilt: 0 };

  const server = http.createServer(async (request, response) => {
    const { method = '', url: path = '' } = request;
    const fate = proxy.decide({ method, path });
    if (fate !== 'pass') proxy.spoilt += 1;
    if (fate === 'cut') return void request.socket.destroy();
    if (typeof fate === 'object' && 'status' in fate) {
      request.resume();
      const code = fate.code ?? (fate.status === 503 ? 'SlowDown' : 'InternalError');
      response.writeHead(fate.status, { 'content-type': 'application/xml', connection: 'close' });
      return void response.end(`<Error><Code>${code}</Code><Message>Not now.</Message></Error>`);
    }
    if (typeof fate === 'object') await pause(fate.delay);
    if (response.destroyed) return;
    const options = { method, path, headers: request.headers, agent };
    const forwarded = http.request({ host: target.hostname, port: target.port, ...options }, (answer) => {
      if (fate === 'late') return void request.socket.destroy();
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      // S3 itself may die in the middle.
      answer.once('close', () => answer.complete || request.socket.destroy());
      if (fate !== 'halfAnswer') return void answer.pipe(response);
      const half = Number(answer.headers['content-length'] ?? 0) / 2;
      let sent = 0;
      answer.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        response.write(chunk);
        if (sent >= half) request.socket.destroy();
      });
    });
    forwarded.on('error', () => request.socket.destroy());
    // So may the one that asks.
    response.once('close', () => response.writableFinished || forwarded.destroy());
    if (fate !== 'half') return void request.pipe(forwarded);
    const half = Number(request.headers['content-length'] ?? 0) / 2;
    let sent = 0;
    request.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      forwarded.write(chunk);
      if (sent < half) return;
      forwarded.destroy();
      request.socket.destroy();
    });
    request.on('end', () => forwarded.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  proxy.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

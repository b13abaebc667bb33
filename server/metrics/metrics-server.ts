import http from 'node:http';
import { collectDefaultMetrics } from 'prom-client';
import { localUrl } from '../address.ts';
import type { ServerConfig } from '../config.ts';
import { listen } from '../listen.ts';
import type { Metrics } from './metrics.ts';

/** Answers `GET /metrics` in Prometheus' text format. `url`: null = it is off. */
export type MetricsServer = { url: string | null; close(): void };

/**
 * Listens on a port of its own, so that no balancer passes it on. Throws `ListenError` if the port can't be had. The figures of process and event loop are collected from here on: a server without it doesn't pay for them.
 */
export async function openMetricsServer(
  { registry }: Pick<Metrics, 'registry'>,
  { metricsHost: host, metricsPort: port }: Pick<ServerConfig, 'metricsHost' | 'metricsPort'>,
): Promise<MetricsServer> {
  if (port === null) return { url: null, close: () => {} };
  collectDefaultMetrics({ register: registry });
  const server = http.createServer(async (request, response) => {
    if (request.url !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'Content-Type': registry.contentType }).end(text);
    } catch (error) {
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end((error as Error).message);
    }
  });
  const variables = { host: 'METRICS_HOST', port: 'METRICS_PORT' };
  const listening = await listen(server, { host, port, variables });
  server.unref();
  return {
    url: `${localUrl(host, listening.port)}/metrics`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

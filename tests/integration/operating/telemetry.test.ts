import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

type Span = { name: string; traceId: string; attributes: { key: string; value: { stringValue?: string } }[] };
type Sent = { resourceSpans: { scopeSpans: { scope: { name: string }; spans: Span[] }[] }[] };

/** Takes the spans that are sent to it, as a collector of OpenTelemetry does. */
async function startCollector() {
  const spans: (Omit<Span, 'attributes'> & { scope: string; attributes: Record<string, unknown> })[] = [];
  const server = http.createServer(async (request, response) => {
    const { resourceSpans } = JSON.parse(await text(request)) as Sent;
    for (const { scopeSpans } of resourceSpans)
      for (const { scope, spans: sent } of scopeSpans)
        for (const { name, traceId, attributes } of sent) {
          const values = attributes.map(({ key, value }) => [key, value.stringValue]);
          spans.push({ name, traceId, scope: scope.name, attributes: Object.fromEntries(values) });
        }
    response.setHeader('Content-Type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  disposeLater(() => {
    server.closeAllConnections();
    server.close();
  });
  return { spans, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test.runIf(hasPostgres)(
  'a server that was started with telemetry.mjs sends its requests and statements, without tokens',
  async () => {
    const { spans, url } = await startCollector();
    const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
    const program = spawn(
      process.execPath,
      ['--import', './server/deploy/telemetry.mjs', 'server/index.ts'],
      {
        env: {
          ...process.env,
          ...{ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder('bandmate-traced'), PORT: '0' },
          ...{ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '100' },
        },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    disposeLater(() => void program.kill('SIGKILL'));
    const [line] = await once(program.stdout as NonNullable<typeof program.stdout>, 'data');
    const requestId = 'trace-this-0001';
    await fetch(`${String(line).trim()}/api/share/a-token-of-a-link?secret=low-tide`, {
      headers: { 'X-Request-Id': requestId },
    });
    const request = await until(() =>
      spans.find(({ attributes }) => attributes['bandmate.request_id'] === requestId),
    );
    expect(request).toMatchObject({ scope: '@opentelemetry/instrumentation-http' });
    expect(request.attributes).toMatchObject({ 'http.route': '/api/share/:token' });
    const statement = await until(() =>
      spans.find(
        ({ traceId, attributes }) =>
          traceId === request.traceId && String(attributes['db.query.text']).includes('from "share"'),
      ),
    );
    expect(statement.scope).toBe('@opentelemetry/instrumentation-pg');
    expect(JSON.stringify(spans)).not.toMatch(/a-token-of-a-link|low-tide/);
  },
);

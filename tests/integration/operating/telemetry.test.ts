import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

const root = join(import.meta.dirname, '../../..');

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

/** The command of docs/operating.md, with the folder of its `npm install` and copy in a temporary one. */
async function documentedCommand(): Promise<string[]> {
  const folder = await temporaryFolder('bandmate-telemetry');
  copyFileSync(join(root, 'server/deploy/telemetry.mjs'), join(folder, 'telemetry.mjs'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
  const [, command] = /^OTEL_EXPORTER_OTLP_ENDPOINT=\S+ (.* server\/index\.ts)$/m.exec(page) ?? [];
  if (command === undefined) throw new Error('The command is not there.');
  return command.replaceAll('/opt/bandmate-telemetry', folder).split(' ');
}

test.runIf(hasPostgres)(
  'a server that was started as documented sends its requests and statements, without tokens',
  async () => {
    const { spans, url } = await startCollector();
    const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
    const [node = '', ...options] = await documentedCommand();
    const program = spawn(node, options, {
      cwd: root,
      env: {
        ...process.env,
        ...{ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder('bandmate-traced'), PORT: '0' },
        ...{ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '100' },
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
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

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { newId } from '../../../common/new-id.ts';
import { measuredStores } from '../../../server/metrics/measured-stores.ts';
import { createMetrics } from '../../../server/metrics/metrics.ts';
import { openStores } from '../../../server/storage/open-stores.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres, withClient } from '../../helpers/postgres.ts';
import {
  connectSocket,
  createProject,
  registerUser,
  request,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

const dashboard = readFileSync(
  new URL('../../../server/deploy/grafana-dashboard.json', import.meta.url),
  'utf8',
);
const docs = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');

async function startMeasured() {
  const server = await startServer({ metricsPort: 0 });
  const read = async () => (await fetch(server.metricsUrl ?? '')).text();
  /** The sum of all samples of this name whose labels contain this text. */
  const sum = async (name: string, labels = '') => {
    const lines = (await read()).split('\n');
    return lines
      .filter((line) => line.replace(/[{ ].*/, '') === name && line.includes(labels))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  };
  return { server, read, sum };
}

test('the figures of a server that is used are on a port of their own', async () => {
  const { server, read, sum } = await startMeasured();
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const socket = await connectSocket(server, ada);
  await socket.emitWithAck('join:project', { projectId });
  const bytes = makeWave(5_000);
  await upload({ server, user: ada }, bytes, newCut(projectId));
  await ada.tryCommand('vibe.create', { id: newId(), projectId: newId(), name: 'Nowhere' });
  await ada.request('GET', `/api/sync?topic=project:${projectId}&since=0`);
  await ada.request('GET', '/api/sync/heads');
  await request(server, 'GET', '/api/nothing/of/that/kind');

  expect(await sum('bandmate_sockets')).toBe(1);
  expect(await sum('bandmate_rooms')).toBe(3);
  expect(await sum('bandmate_uploaded_bytes_total')).toBe(bytes.length);
  expect(await sum('bandmate_storage_call_duration_seconds_count', 'store="parts",operation="write"')).toBe(
    1,
  );
  const done = (kind: string, outcome: string) =>
    sum('bandmate_command_duration_seconds_count', `kind="${kind}",outcome="${outcome}"`);
  expect(await done('project.create', 'done')).toBe(1);
  expect(await done('vibe.create', 'not-found')).toBe(1);
  expect(await done('upload.commit', 'done')).toBe(1);
  expect(await sum('bandmate_group_commit_changes_count')).toBeGreaterThan(2);
  expect(await sum('bandmate_group_commit_wait_seconds_count')).toBeGreaterThan(2);
  expect(await sum('bandmate_deliveries_total', 'event="file:uploaded"')).toBeGreaterThan(0);
  expect(await sum('bandmate_sync_reads_total', 'answer="events"')).toBe(1);
  expect(await sum('bandmate_sync_reads_total', 'answer="heads"')).toBe(1);
  expect(await sum('bandmate_database_statement_duration_seconds_count', 'kind="commit"')).toBeGreaterThan(2);
  const answered = (labels: string) => sum('bandmate_http_request_duration_seconds_count', labels);
  await until(async () => (await answered('route="/api/uploads/tus/:id",status="2xx"')) === 1);
  expect(await answered('route="none",status="4xx"')).toBe(1);
  expect(await sum('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(await sum('bandmate_queue_length')).toBe(0);
  // No id, name or path of anybody.
  for (const private_ of [projectId, ada.account.id, ada.email, 'of/that/kind']) {
    expect(await read()).not.toContain(private_);
  }
});

test.runIf(hasPostgres)('several servers show their hints, gaps and jobs', async () => {
  const { nodes, databaseUrl } = await startNodes(2, { metricsPort: 0 });
  const [one, two] = nodes as [TestServer, TestServer];
  const sumOf = async (server: TestServer, name: string) => {
    const text = await (await fetch(server.metricsUrl ?? '')).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  };
  const ada = await registerUser(one);
  const projectId = await createProject(ada);
  const socket = await connectSocket(two, ada);
  await socket.emitWithAck('join:project', { projectId });
  const seen: string[] = [];
  socket.on('vibe:created', ({ name }) => seen.push(name));
  await ada.command('vibe.create', { id: newId(), projectId, name: 'Told' });
  await until(() => seen.length === 1);
  await until(async () => (await sumOf(one, 'bandmate_hint_delay_seconds_count')) > 0);
  expect(await sumOf(two, 'bandmate_gaps_total')).toBe(0);
  expect(await sumOf(one, 'bandmate_hint_delay_seconds_sum')).toBeGreaterThan(0);
  // The sweeps are one's from its start on.
  await until(async () => (await sumOf(one, 'bandmate_leases')) > 0);
  await until(async () => (await sumOf(one, 'bandmate_nodes')) === 2, { timeoutMilliseconds: 30_000 });
  await withClient(databaseUrl, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like 'bandmate bus%' and datname = current_database()`,
    ),
  );
  await until(async () => (await sumOf(two, 'bandmate_hint_losses_total')) > 0);
});

test('the figures are nowhere else, and off unless a port is set', async () => {
  const { server } = await startMeasured();
  expect((await request(server, 'GET', '/metrics')).status).not.toBe(200);
  expect((await startServer()).metricsUrl).toBeNull();
  const figures = new URL('/', server.metricsUrl ?? '');
  expect((await fetch(figures)).status).toBe(404);
  await server.stop();
  await expect(fetch(figures)).rejects.toThrow();
});

test('docs/operating.md lists every metric of ours, and no other', async () => {
  const { registry, watch } = createMetrics();
  for (const figure of ['sockets', 'rooms', 'uploads', 'nodes', 'leases', 'storage'] as const)
    watch(figure, () => 0);
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const listed = [...docs.matchAll(/^\| `(bandmate_\w+)`/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(names.sort());
});

test('each query of the dashboard names metrics that there are', async () => {
  const { server, read } = await startMeasured();
  // A counter of labels has no sample before it counts, but always its type.
  const names = new Set([...(await read()).matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(samplesOf));
  await server.stop();
  const queries = [...dashboard.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(([, query = '']) => query);
  expect(queries.length).toBeGreaterThan(15);
  const unknown = queries.flatMap((query) =>
    [...query.matchAll(/\b(?:bandmate|nodejs|process)_\w+/g)].flatMap(([name]) =>
      names.has(name) ? [] : [name],
    ),
  );
  expect(unknown).toEqual([]);
  for (const query of queries) expect(query).toMatch(/\b(?:bandmate|nodejs|process)_\w+/);
});

function samplesOf([, name = '', type]: RegExpMatchArray): string[] {
  return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

test('a store that fails is counted, a sender that is gone is not', async () => {
  const stores = await openStores({ dataDirectory: await temporaryFolder() }, systemClock);
  const metrics = createMetrics();
  const failing = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }));
  const broken = (code: string) =>
    measuredStores({ ...stores, parts: { ...stores.parts, write: failing(code) } }, metrics);
  const write = (code: string) => broken(code).parts.write(null as never, 'id', 0, 1);
  await expect(write('ECONNRESET')).rejects.toThrow();
  await expect(write('EIO')).rejects.toThrow();
  const { values } = await metrics.storageErrors.get();
  expect(values.map(({ labels, value }) => [labels, value])).toEqual([
    [{ store: 'parts', operation: 'write' }, 1],
  ]);
});

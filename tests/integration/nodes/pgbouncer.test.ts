import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { hasPgbouncer, startPgbouncer } from '../../helpers/pgbouncer.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

async function openBand(mode: 'session' | 'transaction') {
  const databaseUrl = await startPgbouncer(await freshPostgresDatabase(await sharedPostgres()), mode);
  const start = async () =>
    startServer({ databaseUrl, dataDirectory: await temporaryFolder('bandmate-node'), metricsPort: 0 });
  const [one, two] = [await start(), await start()];
  const ana = await registerUser(one, { name: 'Ana' });
  const projectId = await createProject(ana);
  const socket = await connectSocket(two, ana);
  const heard = collectEvents(socket);
  await joinProject(socket, projectId);
  const losses = async () => {
    const text = await (await fetch(two.metricsUrl ?? '')).text();
    return Number(/^bandmate_hint_losses_total (\d+)/m.exec(text)?.[1]);
  };
  const add = () => ana.command('vibe.create', { id: newId(), projectId, name: 'Song' });
  return { add, losses, names: () => heard.map(({ name }) => name) };
}

describe.runIf(hasPostgres && hasPgbouncer)('servers on PostgreSQL behind PgBouncer', () => {
  test('hear each other in session mode', async () => {
    const { add, names, losses } = await openBand('session');
    await add();
    await until(() => names().includes('vibe:created'), { timeoutMilliseconds: 2_000 });
    expect(await losses()).toBe(0);
  });

  test('count what they lose in transaction mode, and hear of changes when they look', async () => {
    const { add, names, losses } = await openBand('transaction');
    await add();
    const patience = { timeoutMilliseconds: 40_000 };
    await until(() => names().includes('vibe:created'), patience);
    await until(async () => (await losses()) > 0, patience);
  });
});

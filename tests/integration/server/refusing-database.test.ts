import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { startProgram } from '../../faults/program.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres, withClient } from '../../helpers/postgres.ts';
import { dataOf } from '../../helpers/runtime.ts';
import { connectSocket, createProject, registerUser, request, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { run as runOn, startDevice } from '../main/band.ts';

const patience = { timeoutMilliseconds: 20_000 };

/** A server that connects with a role of its own. In the statements of the cluster's owner, `@role` and `@database` are replaced. */
async function startBand() {
  const postgres = await sharedPostgres();
  const address = new URL(await freshPostgresDatabase(postgres));
  const names = { role: `role_${randomUUID().replaceAll('-', '')}`, database: address.pathname.slice(1) };
  const run = (text: string) =>
    withClient(postgres.url('postgres'), (client) =>
      client.query(text.replaceAll('@role', names.role).replaceAll('@database', names.database)),
    );
  await run('create role @role login in role bandmate');
  disposeLater(() => run('drop role @role'));
  address.username = names.role;
  const server = await startServer({
    ...{ databaseUrl: address.href, dataDirectory: await temporaryFolder('bandmate-server') },
  });
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const operation = {
    ...{ operationId: newId(), kind: 'vibe.create' },
    payload: { id: newId(), projectId, name: 'Dune' },
  };
  return {
    ...{ run, server, ada, projectId, databaseUrl: address.href },
    ready: () => request(server, 'GET', '/api/health/ready'),
    read: () => ada.request('GET', `/api/projects/${projectId}`),
    change: () => ada.request('POST', '/api/commands', { operations: [operation] }),
    begin: () => ada.request('POST', '/api/projects', { name: 'Winter EP' }),
    endConnections: () =>
      run("select pg_terminate_backend(pid) from pg_stat_activity where usename = '@role'"),
  };
}

const refused = { status: 503, body: { kind: 'unavailable' } };

describe.runIf(hasPostgres)('a PostgreSQL that refuses', () => {
  test('the user of a server is answered 503, and nothing is lost', async () => {
    const { run, server, ada, ready, read, change, endConnections } = await startBand();
    await run('alter role @role nologin');
    await endConnections();
    await until(async () => (await ready()).status === 503, patience);
    expect(await read()).toMatchObject(refused);
    expect(await change()).toMatchObject(refused);
    const handshake = connectSocket(server, ada);
    await expect(handshake).rejects.toMatchObject({ data: { kind: 'unavailable' } });

    await run('alter role @role login');
    await until(async () => (await ready()).status === 200, patience);
    expect((await change()).body.answers).toMatchObject([{ ok: true }]);
    expect((await read()).body.vibes).toHaveLength(1);
  });

  test('the user of a server lets it stop as usual', async () => {
    const { run, databaseUrl, endConnections } = await startBand();
    const started = Promise.withResolvers<void>();
    const folder = await temporaryFolder('bandmate-server');
    const settings = { DATABASE_URL: databaseUrl, DATA_DIR: folder, PORT: '0' };
    const program = startProgram('server/index.ts', settings, () => started.resolve());
    disposeLater(() => program.kill());
    await started.promise;
    await run('alter role @role nologin');
    await endConnections();
    process.kill(program.pid, 'SIGTERM');
    expect(await program.ended, program.complaints()).toEqual({ code: 0, signal: null });
  });

  test('changes is not ready, and its connections are replaced until one leads to a PostgreSQL that takes them', async () => {
    const { run, ready, read, change, begin, endConnections } = await startBand();
    await run('alter database @database set default_transaction_read_only = on');
    await endConnections();
    const takesNone = { kind: 'unavailable', error: 'The database takes no changes.' };
    await until(async () => (await ready()).body.error === takesNone.error, patience);
    expect(await ready()).toMatchObject({ status: 503, body: takesNone });
    expect((await change()).body.answers).toMatchObject([{ ok: false, kind: 'unavailable' }]);
    expect(await begin()).toMatchObject(refused);
    expect((await read()).status).toBe(200);

    // The connections of now would stay as they are.
    await run('alter database @database reset default_transaction_read_only');
    await until(async () => (await ready()).status === 200, patience);
    expect((await change()).body.answers).toMatchObject([{ ok: true }]);
    expect((await read()).body.vibes).toHaveLength(1);
  });

  test.each([
    ['its user', 'alter role @role nologin', 'alter role @role login'],
    [
      'changes',
      'alter database @database set default_transaction_read_only = on',
      'alter database @database reset default_transaction_read_only',
    ],
  ])('%s makes apps wait with their changes, and send them afterwards', async (_, refuse, take) => {
    const { run, server, ada, projectId, ready, read, endConnections } = await startBand();
    const device = await startDevice(server, ada);
    await run(refuse);
    await endConnections();
    await until(async () => (await ready()).status === 503, patience);
    const names = ['Dune', 'Harbour', 'Winter'];
    const answers = await Promise.all(
      names.map((name) => runOn(device, 'vibe.create', { id: newId(), projectId, name })),
    );
    expect(answers.map(({ state }) => state)).toEqual(names.map(() => 'queued'));
    const waiting = () => dataOf(device.handlers['outbox.list'](null));
    expect(await waiting()).toHaveLength(names.length);

    await run(take);
    await until(async () => (await waiting()).length === 0, { timeoutMilliseconds: 80_000 });
    const made: { name: string }[] = (await read()).body.vibes;
    expect(made.map(({ name }) => name).sort()).toEqual(names);
  });
});

import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { lockNames } from '../../../server/db/alone.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { isUnreachable } from '../../../server/db/postgres/postgres-errors.ts';
import { readEpoch } from '../../../server/events/log.ts';
import { startUnrulyProxy } from '../../faults/unruly-proxy.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { createProject, registerUser, request, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const patience = { statement: 1_000, answer: 1_500 };

/** A database, and a way to it that can swallow everything. */
async function openProxy() {
  const postgres = await sharedPostgres();
  const direct = await freshPostgresDatabase(postgres);
  const proxy = await startUnrulyProxy(postgres.port);
  disposeLater(proxy.close);
  const address = new URL(direct);
  address.port = new URL(proxy.url).port;
  return { direct, address: address.href, proxy };
}

it.runIf(hasPostgres)(
  'answers that its database can’t be reached while nothing comes back from it, and goes on afterwards',
  async () => {
    const { address, proxy } = await openProxy();
    const dataDirectory = await temporaryFolder('bandmate-server');
    const server = await startServer({ dataDirectory, databaseUrl: address, databasePatience: patience });
    const ada = await registerUser(server);
    const projectId = await createProject(ada);
    const ready = async () => (await request(server, 'GET', '/api/health/ready')).status;
    expect(await ready()).toBe(200);

    proxy.setWeather({ kind: 'vanish' });
    proxy.strike({ kind: 'vanish' });
    const began = performance.now();
    const read = ada.request('GET', '/api/projects');
    const command = ada.request('POST', '/api/commands', {
      operations: [
        { operationId: newId(), kind: 'vibe.create', payload: { id: newId(), projectId, name: 'Dune' } },
      ],
    });
    expect(await read).toMatchObject({ status: 503, body: { kind: 'unavailable' } });
    expect(await command).toMatchObject({ status: 503, body: { kind: 'unavailable' } });
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(await ready()).toBe(503);

    proxy.heal();
    await until(async () => (await ready()) === 200, { what: 'the server to be ready' });
    await ada.command('vibe.create', { id: newId(), projectId, name: 'Dune' });
  },
);

it.runIf(hasPostgres)('lets go of what a node had locked that nobody hears of any more', async () => {
  const { direct, address, proxy } = await openProxy();
  const open = async (place: string) => {
    const db = await openDatabase(place, { patience });
    disposeLater(() => db.destroy());
    return db;
  };
  const [lost, other] = [await open(address), await open(direct)];
  const silence = Promise.withResolvers<void>();
  const cutOff = lost.transaction().execute(async (tx) => {
    await lockNames(tx, ['project:1']);
    proxy.setWeather({ kind: 'vanish' });
    proxy.strike({ kind: 'vanish' });
    await silence.promise;
    await lockNames(tx, ['project:2']);
  });
  const refused = expect(cutOff).rejects.toSatisfy(isUnreachable);
  const change = () => other.transaction().execute((tx) => lockNames(tx, ['project:1']));
  await until(
    () =>
      change().then(
        () => true,
        (error) => !isUnreachable(error) && Promise.reject(error),
      ),
    { what: 'the lock' },
  );
  silence.resolve();
  await refused;
  proxy.heal();
  expect(await readEpoch(lost)).toBe(await readEpoch(other));
});

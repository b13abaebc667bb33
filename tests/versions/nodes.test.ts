import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { newId } from '../../common/new-id.ts';
import { disposeLater, temporaryFolder } from '../helpers/disposal.ts';
import { copyDatabase, hasPostgres, startPostgres } from '../helpers/postgres.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  request,
} from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { beforeNewestMigration, checkOut } from './checkouts.ts';

/*
 * An update of several servers, one after the other, as docs/operating.md describes it: from the last commit before the
 * newest migration. `FROM=<commit>` updates from an earlier one. Runs by `npm run test:versions`.
 */
const root = join(import.meta.dirname, '../..');

/** A server of that checkout. `url` is undefined if it ended without having listened. */
async function startNode(checkout: string, databaseUrl: string) {
  const program = spawn(process.execPath, [join(checkout, 'server/index.ts')], {
    cwd: checkout,
    env: {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, DATA_DIR: await temporaryFolder('versions-node') },
      ...{ PORT: '0', LOG_LEVEL: 'warn', SECRET: 'the same for all of these nodes, and long' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  program.stderr.on('data', (data) => {
    complaints += data;
  });
  const ended = once(program, 'close');
  disposeLater(async () => {
    program.kill('SIGKILL');
    await ended;
  });
  const listening = once(createInterface({ input: program.stdout }), 'line');
  const [line] = await Promise.race([listening, ended.then(() => [])]);
  return {
    url: line as string | undefined,
    complaints: () => complaints,
    isAlive: () => program.exitCode === null,
    async stop() {
      program.kill('SIGTERM');
      return (await ended)[0] as number | null;
    },
  };
}

/** One that listens. */
async function openNode(checkout: string, databaseUrl: string) {
  const { url, ...node } = await startNode(checkout, databaseUrl);
  if (url === undefined) throw new Error(node.complaints());
  return { ...node, url };
}

test.runIf(hasPostgres)('older nodes are updated one after the other', async () => {
  const older = await temporaryFolder('versions-older');
  checkOut(root, process.env.FROM || beforeNewestMigration(root), older);
  const databaseUrl = await copyDatabase(await startPostgres(), 'template1');

  const before = await openNode(older, databaseUrl);
  const [ana, ben] = [
    await registerUser(before, { name: 'Ana' }),
    await registerUser(before, { name: 'Ben' }),
  ];
  const projectId = await createProject(ana, [ben]);
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Song' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Mix' });
  await ana.command('comment.create', { id: newId(), cutId, text: 'From the old one', timestamp: 1 });

  // The first node of this version migrates the database.
  const now = await openNode(root, databaseUrl);
  const [anaNow, benNow] = [ana.on(now), ben.on(now)];
  const texts = async (user: typeof ana) => {
    const { status, body } = await user.request('GET', `/api/cuts/${cutId}/comments`);
    expect(status, JSON.stringify(body)).toBe(200);
    return JSON.stringify(body)
      .match(/From the (old|new) one/g)
      ?.sort();
  };
  expect(await texts(benNow)).toEqual(['From the old one']);

  // The older one goes on beside it, and each hears the other.
  const onBefore = await connectSocket(before, ben);
  const onNow = await connectSocket(now, ben);
  await joinProject(onBefore, projectId);
  await joinProject(onNow, projectId);
  const heardBefore = collectEvents(onBefore);
  const heardNow = collectEvents(onNow);
  const bothHear = (name: string, count = 1) =>
    until(
      () =>
        [heardBefore, heardNow].every(
          (heard) => heard.filter((event) => event.name === name).length >= count,
        ),
      { what: `${name} on both` },
    );
  await anaNow.command('comment.create', { id: newId(), cutId, text: 'From the new one', timestamp: 2 });
  await bothHear('comment:created');
  expect(await texts(ben)).toEqual(['From the new one', 'From the old one']);
  expect(await texts(benNow)).toEqual(['From the new one', 'From the old one']);
  await ana.command('cut.create', { id: newId(), vibeId, name: 'Instrumental' });
  await bothHear('cut:created');
  await ana.command('cut.delete', { id: cutId });
  await bothHear('cut:deleted');
  await ana.command('cut.restore', { id: cutId });
  await ana.command('room.send', { id: newId(), projectId, text: 'Hi' });
  const signIn = async (password: string) =>
    (await request(before, 'POST', '/api/auth/login', { email: ana.email, password })).status;
  expect(await signIn('a wrong password')).toBe(401);
  const cleo = await registerUser(before, { name: 'Cleo' });
  await addMember(ana, cleo, projectId);

  // Also where all members of a project part and meet, in either direction.
  for (const [index, user] of [anaNow, ana].entries()) {
    await user.command('project.delete', { id: projectId });
    await bothHear('project:left', index + 1);
    await user.command('project.restore', { id: projectId });
    await bothHear('project:joined', index + 1);
    await joinProject(onBefore, projectId);
    await joinProject(onNow, projectId);
  }
  await bothHear('project:deleted', 2);
  expect(before.isAlive()).toBe(true);
  expect(await before.stop(), before.complaints()).toBe(0);

  // Its turn to be updated has come: it doesn't start on the newer database, and says so.
  const again = await startNode(older, databaseUrl);
  expect(again.url).toBeUndefined();
  expect(again.complaints()).toContain('The database belongs to a newer version of BandMate');
  expect(await texts(benNow)).toEqual(['From the new one', 'From the old one']);
  expect(await now.stop(), now.complaints()).toBe(0);
});
